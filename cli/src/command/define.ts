import { type Command, InvalidArgumentError, Option } from "commander";
import { LANGUAGES } from "../terminal/language.ts";
import { listedLines } from "./help-format.ts";
import { helpText } from "./help-text.ts";
import type { ProgramOptions } from "./options.ts";
import { TOOLS } from "./options.ts";

/**
 * Defines a command of the program, of which only the summary is known before. What the command does is loaded when it
 * is asked for.
 *
 * @param define defines another command of the program, for one that tells of others
 */
export type DefineCommand = (
  command: Command,
  options: ProgramOptions,
  define: (other: Command) => Promise<void>,
) => void;

/** The texts in the help of a command besides its options. */
export interface CommandHelp {
  /** More about it, for its own help. Default: the summary. */
  readonly description?: string;
  /** Default: none. */
  readonly examples?: Examples;
}

/** The help of a command below another. */
export interface SubcommandHelp extends CommandHelp {
  /** One line, for the list of commands. */
  readonly summary: string;
}

/** Lines to type, and what each does. */
export type Examples = readonly (readonly [line: string, what: string])[];

/** Adds a command below another, with its help. */
export function addCommand(parent: Command, usage: string, help: SubcommandHelp): Command {
  parent.helpCommand("help [command]", helpText().helpCommand);
  return withHelp(parent.command(usage).summary(help.summary), help);
}

/** Adds the help of a command, and the options that every command has. */
export function withHelp(command: Command, { description, examples = [] }: CommandHelp = {}): Command {
  const texts = helpText();
  return command
    .description(description ?? command.summary())
    .helpOption("-h, --help", texts.help)
    .showHelpAfterError(texts.helpOf(pathOf(command)))
    .addOption(new Option("--lang <language>", texts.lang).choices(LANGUAGES))
    .addHelpText("after", () => listedLines(texts.examples, examples));
}

function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

/** Adds the options that select a source: tool, profile, file, provider block, plugins. */
export function withSourceOptions(command: Command): Command {
  const texts = helpText();
  return withPluginOption(withProfileOptions(command))
    .addOption(new Option("--as <tool>", texts.as).choices(TOOLS))
    .option("--provider-config <path>", texts.providerConfig, parseFilled)
    .option("--provider-alias <alias>", texts.providerAlias, parseFilled)
    .addOption(new Option("--compat <whom>", texts.compat).choices(["provider"]));
}

/** Adds `--profile` and `--config-file`. */
export function withProfileOptions(command: Command): Command {
  const texts = helpText();
  return command
    .option("-p, --profile <name>", texts.profile, parseFilled)
    .option("-c, --config-file <path>", texts.configFile, parseFilled);
}

/** Adds the profile as an argument, which is the same as `--profile`. */
export function withProfileArgument(command: Command): Command {
  return command.argument("[profile]", helpText().profileArgument, parseFilled);
}

/**
 * The options with the profile of the argument.
 *
 * @throws {CommanderError} when another one is given by `--profile`
 */
export function profileGiven<T extends { readonly profile?: string }>(
  profile: string | undefined,
  options: T,
  command: Command,
): T {
  if (profile === undefined) return options;
  if (options.profile !== undefined && options.profile !== profile)
    command.error(`error: ${helpText().twoProfiles(profile, options.profile)}`);
  return { ...options, profile };
}

/** Adds `--plugin`. */
export function withPluginOption(command: Command): Command {
  const texts = helpText();
  return command
    .addOption(
      new Option("--plugin <module>", texts.plugin)
        .argParser((module, before: readonly string[]) => [...before, parseFilled(module)])
        .default([], texts.none),
    )
    .option("--debug", texts.debug);
}

/** Adds `--cache` and `--no-cache`; without either, the variable `ALICRED_CACHE` decides. */
export function withCacheOption(command: Command): Command {
  const texts = helpText();
  return command.option("--cache", texts.cache).option("--no-cache", texts.noCache);
}

/** A value that must not be empty. */
export function parseFilled(value: string): string {
  if (value === "") throw new InvalidArgumentError(helpText().filled);
  return value;
}
