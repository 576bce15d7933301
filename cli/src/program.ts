import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { DefineCommand } from "./command/define.ts";
import { helpText } from "./command/help-text.ts";
import type { ProgramOptions } from "./command/options.ts";
import { usageError } from "./command/usage-errors.ts";
import { defineCache } from "./commands/cache/command.ts";
import { defineCompletion } from "./commands/completion/command.ts";
import { defineConfigure } from "./commands/configure/command.ts";
import { defineConsole } from "./commands/console/command.ts";
import { defineExec } from "./commands/exec/command.ts";
import { defineExport } from "./commands/export/command.ts";
import { defineLogin } from "./commands/login/command.ts";
import { defineLogout } from "./commands/logout/command.ts";
import { definePluginCommand } from "./commands/plugin/command.ts";
import { defineProfiles } from "./commands/profiles/command.ts";
import { defineResolve } from "./commands/resolve/command.ts";
import { defineServe } from "./commands/serve/command.ts";
import { defineShell } from "./commands/shell/command.ts";
import { defineSimulate } from "./commands/simulate/command.ts";
import { defineTime } from "./commands/time/command.ts";
import { defineWhoami } from "./commands/whoami/command.ts";
import { defineWhy } from "./commands/why/command.ts";
import { useLanguage } from "./terminal/language.ts";
import { print, printError } from "./terminal/terminal.ts";

/** Every command, in the order in which help lists them. A new command is a folder in `commands/` and a line here. */
const COMMANDS: readonly DefineCommand[] = [
  defineLogin,
  defineLogout,
  defineResolve,
  defineWhy,
  defineWhoami,
  defineProfiles,
  defineCache,
  defineConfigure,
  defineExec,
  defineServe,
  defineExport,
  defineShell,
  defineConsole,
  defineTime,
  defineSimulate,
  definePluginCommand,
  defineCompletion,
];

/** The exit code of the library that reads the command line, for wrong use, and that of this command. */
const WRONG_USE = { library: 1, own: 2 };

/**
 * The command line of `alicred`. What a subcommand does is loaded when it is asked for.
 *
 * @example
 * ```ts
 * import { createProgram } from "alicred/command";
 * import { vaultPlugin } from "./vault-plugin.ts";
 *
 * await createProgram({ plugins: [vaultPlugin] }).parseAsync();
 * ```
 */
export function createProgram(options: ProgramOptions = {}): Command {
  useLanguage(options.language ?? "en");
  const text = helpText();
  const titles: Readonly<Record<string, string>> = {
    "Usage:": text.usage,
    "Arguments:": text.arguments,
    "Options:": text.options,
    "Commands:": text.commands,
  };
  const program = new Command("alicred")
    .description(text.description)
    .version(manifest.version, "-V, --version", text.version)
    .helpOption("-h, --help", text.help)
    .helpCommand("help [command]", text.helpCommand)
    // What follows the name of a command is for the command alone, `--` included.
    .enablePositionalOptions()
    .showHelpAfterError(text.helpHint)
    .addHelpText("after", `\n${text.exitCodes}\n${text.privacy}`)
    .configureHelp({ styleTitle: (title) => titles[title] ?? title })
    .configureOutput({
      writeOut: (output) => print(linesOf(output)),
      writeErr: (output) => printError(linesOf(output)),
      outputError: (message, write) => write(usageError(message)),
    })
    .exitOverride(({ exitCode }) => process.exit(exitCode === WRONG_USE.library ? WRONG_USE.own : exitCode));
  for (const define of COMMANDS) define(program, options);
  return program;
}

/** The lines of a text that ends in a line break. */
function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, "").split("\n");
}
