import { Command } from "commander";
import manifest from "../package.json" with { type: "json" };
import { useConfigFile } from "./command/given-file.ts";
import { helpColumns, helpFormat, helpLines, listedLines, usageOf } from "./command/help-format.ts";
import { helpText } from "./command/help-text.ts";
import type { CommandOptions, ProgramOptions } from "./command/options.ts";
import { usageError } from "./command/usage-errors.ts";
import { COMMANDS, type ListedCommand, nameIn } from "./commands.ts";
import { useLanguage } from "./terminal/language.ts";
import { endIfUnwritten, onClosedOutput, print, printErrorSentences } from "./terminal/terminal.ts";

/** The exit code of the library that reads the command line, for wrong use, and that of this command. */
const WRONG_USE = { library: 1, own: 2 };

/**
 * The command line of `alicred`. A subcommand is loaded when it is asked for; before, it has a name and a summary.
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
    // Words after the name of a command are for the command alone, `--` included.
    .enablePositionalOptions()
    .showHelpAfterError(text.helpHint)
    .addHelpText("after", () => afterHelp())
    .configureHelp({
      ...helpFormat(),
      subcommandTerm: (command) => listedAs(command)?.usage ?? usageOf(command),
    })
    .configureOutput({
      writeOut: printHelp,
      writeErr: (output) => printErrorSentences(helpLines(output)),
      getOutHelpWidth: helpColumns,
      getErrHelpWidth: helpColumns,
      outputError: (message, write) => write(usageError(message)),
    })
    .hook("preSubcommand", (_program, command) => defineCommand(command, options))
    // Output for programs is the same in every language, the messages in it included.
    .hook("preAction", (_program, command) => {
      const { json, configFile } = command.opts<CommandOptions>();
      if (json === true) useLanguage("en");
      useConfigFile(configFile);
    })
    .exitOverride(({ exitCode }) => process.exit(exitCode === WRONG_USE.library ? WRONG_USE.own : exitCode));
  for (const [group, commands] of groups())
    for (const { usage, summary } of commands)
      program.command(nameIn(usage)).summary(summary()).helpGroup(group);
  return program;
}

/** The commands whose definitions are loaded. */
const defined = new WeakSet<Command>();

/** Loads the definition of a command of the program, once. */
export async function defineCommand(command: Command, options: ProgramOptions): Promise<void> {
  const listed = listedAs(command);
  if (listed === undefined || defined.has(command)) return;
  defined.add(command);
  const define = await listed.load();
  define(command, options, (other) => defineCommand(other, options));
  // A program may read several command lines: each begins with the defaults of these options.
  command.saveStateBeforeParse();
}

/** The entry of a command of the program itself. */
function listedAs(command: Command): ListedCommand | undefined {
  if (command.parent?.parent !== null) return undefined;
  return Object.values(COMMANDS)
    .flat()
    .find(({ usage }) => nameIn(usage) === command.name());
}

/** The commands under the titles of help. */
function groups(): readonly (readonly [title: string, commands: readonly ListedCommand[]])[] {
  const text = helpText();
  return [
    [text.signIn, COMMANDS.signIn],
    [text.use, COMMANDS.use],
    [text.look, COMMANDS.look],
    [text.develop, COMMANDS.develop],
  ];
}

/** Prints help, which a reader such as `head` may leave before its end. */
function printHelp(output: string): void {
  onClosedOutput(() => process.exit(0));
  print(helpLines(output));
  // The library ends the process at once.
  endIfUnwritten();
}

function afterHelp(): string {
  const text = helpText();
  return `${listedLines(text.examples, text.firstSteps)}\n${listedLines(text.more, text.topics)}\n\n${text.privacy}`;
}
