import { wrongUse } from "../../command/command-error.ts";
import { clearLine, quoteText, type Syntax, setLine } from "../../terminal/quote.ts";
import { visible } from "../../terminal/terminal.ts";
import { changesFor, type Environment, type Identity, OWN } from "./variables.ts";

/** A syntax by the name of its shell, as people type it. */
export const SHELL_SYNTAX: Readonly<Record<string, Syntax>> = {
  bash: "sh",
  zsh: "sh",
  sh: "sh",
  fish: "fish",
  powershell: "powershell",
  cmd: "cmd",
  dotenv: "dotenv",
};

/**
 * The lines that give a shell the identity: those that clear, then those that set. In a `.env` file nothing needs to be
 * cleared, because its variables are the only ones.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a value that the syntax cannot express, and for one with control or
 *   invisible characters: the lines may be printed on a terminal.
 */
export function assignments(identity: Identity, outer: Environment, syntax: Syntax): readonly string[] {
  const changes = [...changesFor(identity, outer)].filter(([name]) => name !== OWN.depth);
  for (const [name, value = ""] of changes)
    if (visible(value) !== value) throw wrongUse(quoteText().holdsInvisible(name));
  return [
    ...(syntax === "dotenv"
      ? []
      : changes.filter(([, value]) => value === undefined).map(([name]) => clearLine(name, syntax))),
    ...changes.flatMap(([name, value]) => (value === undefined ? [] : [setLine(name, value, syntax)])),
  ];
}
