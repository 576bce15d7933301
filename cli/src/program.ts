import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { DefineCommand } from "./command/define.ts";
import { helpColumns, helpFormat, helpLines, listedLines } from "./command/help-format.ts";
import { helpText } from "./command/help-text.ts";
import type { ProgramOptions } from "./command/options.ts";
import { usageError } from "./command/usage-errors.ts";
import { defineCache } from "./commands/cache/command.ts";
import { defineCompletion } from "./commands/completion/command.ts";
import { defineConfigure } from "./commands/configure/command.ts";
import { defineConsole } from "./commands/console/command.ts";
import { defineExec } from "./commands/exec/command.ts";
import { defineExport } from "./commands/export/command.ts";
import { defineHelp } from "./commands/help/command.ts";
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

/** Every command, as help groups them. A new command is a folder in `commands/` and a place here. */
const COMMANDS: Readonly<Record<"signIn" | "use" | "look" | "develop", readonly DefineCommand[]>> = {
  signIn: [defineLogin, defineLogout, defineProfiles, defineConfigure],
  use: [
    defineExec,
    defineServe,
    defineResolve,
    defineExport,
    defineConsole,
    defineShell,
    defineTime,
    defineCompletion,
  ],
  look: [defineWhy, defineWhoami, defineCache, defineHelp],
  develop: [defineSimulate, definePluginCommand],
};

/** The exit code of the library that reads the command line, for wrong use, and that of this command. */
const WRONG_USE = { library: 1, own: 2 };

/**
 * The command line of `alicred`. What a subcommand does is loaded when it is asked for.
 *
 * @example
 * ```ts
 * import { createProgram } from "alicred/command";
 * import { vaultPlugin } from "alicred-source-vault";
 *
 * await createProgram({ plugins: [vaultPlugin] }).parseAsync();
 * ```
 */
export function createProgram(options: ProgramOptions = {}): Command {
  useLanguage(options.language ?? "en");
  const text = helpText();
  const program = new Command("alicred")
    .description(text.description)
    .version(manifest.version, "-V, --version", text.version)
    .helpOption("-h, --help", text.help)
    .helpCommand(false)
    // What follows the name of a command is for the command alone, `--` included.
    .enablePositionalOptions()
    .showHelpAfterError(text.helpHint)
    .addHelpText("after", () => afterHelp())
    .configureHelp(helpFormat())
    .configureOutput({
      writeOut: (output) => print(helpLines(output)),
      writeErr: (output) => printError(helpLines(output)),
      getOutHelpWidth: helpColumns,
      getErrHelpWidth: helpColumns,
      outputError: (message, write) => write(usageError(message)),
    })
    // What programs read is the same in every language, the messages in it included.
    .hook("preAction", (_program, command) => {
      if (command.opts()["json"] === true) useLanguage("en");
    })
    .exitOverride(({ exitCode }) => process.exit(exitCode === WRONG_USE.library ? WRONG_USE.own : exitCode));
  for (const [group, commands] of groups())
    for (const define of commands) {
      define(program, options);
      program.commands.at(-1)?.helpGroup(group);
    }
  return program;
}

/** The commands under the titles of help. */
function groups(): readonly (readonly [title: string, commands: readonly DefineCommand[]])[] {
  const text = helpText();
  return [
    [text.signIn, COMMANDS.signIn],
    [text.use, COMMANDS.use],
    [text.look, COMMANDS.look],
    [text.develop, COMMANDS.develop],
  ];
}

function afterHelp(): string {
  const text = helpText();
  return `${listedLines(text.examples, text.firstSteps)}\n${listedLines(text.more, text.topics)}\n\n${text.privacy}`;
}
