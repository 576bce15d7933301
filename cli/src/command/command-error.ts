import { AlicredError, ConfigurationError } from "@alicred/core";
import { type Catalogue, catalogue } from "../terminal/language.ts";

const en = {
  cancelled: "Cancelled. Nothing was changed.",
  noTerminal: (option: string): string =>
    `An answer is needed, and there is no terminal to ask at. Give it on the command line: ${option}`,
};

const zh: typeof en = {
  cancelled: "已取消，未做任何更改。",
  noTerminal: (option: string) => `需要您的回答，但当前没有可交互的终端。请在命令行中给出：${option}`,
};

export const commandErrorText: Catalogue<typeof en> = catalogue({ en, zh });

/** The error for a command that is used in a wrong way. Its message says how to use it. */
export function wrongUse(message: string): ConfigurationError {
  return new ConfigurationError("INVALID_OPTION", message);
}

/** The error for a question that cannot be asked, because there is no terminal. */
export function noTerminal(option: string): ConfigurationError {
  return new ConfigurationError("NO_TERMINAL", commandErrorText().noTerminal(option));
}

/** The error for a command that the person cancelled. */
export function cancelled(): AlicredError {
  return new AlicredError("CANCELLED", commandErrorText().cancelled);
}
