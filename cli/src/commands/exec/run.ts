import { basename } from "node:path";
import { isatty } from "node:tty";
import { wrongUse } from "../../command/command-error.ts";
import { readProfiles } from "../../command/config-file.ts";
import { printFailure } from "../../command/failure.ts";
import { commandHost } from "../../command/host.ts";
import type { ProgramOptions } from "../../command/options.ts";
import { type CommandTools, withResolver } from "../../command/resolver.ts";
import { quoteIfNeeded } from "../../terminal/quote.ts";
import { printError } from "../../terminal/terminal.ts";
import { canBecome } from "./can-become.ts";
import { canReplaceProcess, type End, endAs, type Program, replaceProcess, runChild } from "./child.ts";
import type { programWithoutMark } from "./command-line.ts";
import { childEnvironment } from "./environment.ts";
import { execExitCode, pathOf, startError } from "./exec-error.ts";
import { findProgram } from "./find-program.ts";
import { type IdentityOptions, type ResolvedIdentity, resolveIdentity } from "./identity.ts";
import { printShellNote } from "./note.ts";
import type { SessionServer } from "./session-server.ts";
import { execText } from "./text.ts";
import type { Identity } from "./variables.ts";

/** The options of `alicred exec`. */
export interface ExecOptions extends IdentityOptions {
  readonly server?: true;
  readonly keepEnv?: true;
  readonly shellNote: boolean;
}

/** The words of the command line. */
export interface ExecCommandWords {
  /** The word before `--`. */
  readonly profile: string | undefined;
  /** The words behind it; none for a shell. */
  readonly program: readonly string[];
  /** A program that was written without `--`. */
  readonly unmarked: ReturnType<typeof programWithoutMark>;
}

/** The program to run, found before anybody is asked for credentials. */
interface Target {
  readonly path: string;
  readonly words: Program["words"];
  /** Whether it is the shell that stands in for no program. */
  readonly isShell: boolean;
}

/** `alicred exec`: runs a program as somebody. The exit code is the program's. */
export async function execCommand(
  words: ExecCommandWords,
  given: ExecOptions,
  program: ProgramOptions,
): Promise<void> {
  let end: End | undefined;
  try {
    const options = await checkedOptions(words, given);
    const target = findTarget(words.program, options);
    end = await runTarget(target, options, program);
  } catch (thrown) {
    printFailure(thrown);
    process.exitCode = execExitCode(thrown);
  }
  if (end !== undefined) endAs(end);
}

async function checkedOptions(
  { profile, unmarked }: ExecCommandWords,
  given: ExecOptions,
): Promise<ExecOptions> {
  const text = execText();
  if (unmarked !== undefined) {
    const { first, others, options } = unmarked;
    const isProfile = await isProfileName(first, given.configFile);
    const line = [...options, ...(isProfile ? [first, "--"] : ["--", first]), ...others];
    throw wrongUse(text.withoutMark(`alicred exec ${line.map(quoteIfNeeded).join(" ")}`));
  }
  if (profile !== undefined && given.profile !== undefined)
    throw wrongUse(text.twoProfiles(profile, given.profile));
  return profile === undefined ? given : { ...given, profile };
}

/** Whether the file has a profile of this name. A file that cannot be read has none: the program will say so. */
async function isProfileName(name: string, configFile: string | undefined): Promise<boolean> {
  return readProfiles(commandHost(), configFile).then(
    ({ profiles }) => profiles.some((each) => each.name === name),
    () => false,
  );
}

function findTarget([name, ...args]: readonly string[], { profile }: ExecOptions): Target {
  const { env } = process;
  const shell = process.platform === "win32" ? (env["SHELL"] ?? env["ComSpec"]) : env["SHELL"];
  const file = name ?? shell;
  const named = profile === undefined ? "" : `${quoteIfNeeded(profile)} `;
  if (file === undefined || (name === undefined && file === "")) throw wrongUse(execText().noShell(named));
  const corrected = `alicred exec ${named}-- cmd.exe /c ${[file, ...args].map(quoteIfNeeded).join(" ")}`;
  const path = pathOf(findProgram(file, env), file, corrected);
  return { path, words: [file, ...args], isShell: name === undefined };
}

async function runTarget(
  target: Target,
  options: ExecOptions,
  program: ProgramOptions,
): Promise<End | undefined> {
  let served: Promise<End> | undefined;
  let resolved: ResolvedIdentity | undefined;
  await withResolver(options, program, async (tools) => {
    const identity = await resolveIdentity(tools, options);
    resolved = identity;
    if (!options.server) return;
    if (identity.credentials.securityToken === undefined) {
      printError([`alicred: ${execText().lasting(identity.profile ?? identity.credentials.accessKeyId)}`]);
      return;
    }
    tools.giveUpTerminal();
    served = runServed(target, identity, tools, options);
    await served;
  });
  if (served !== undefined) return served;
  if (resolved === undefined) return undefined;
  return start(programOf(target, resolved, options), target, resolved, options);
}

/** Runs the program beside a server, which ends with it. */
async function runServed(
  target: Target,
  identity: ResolvedIdentity,
  { resolver, host }: CommandTools,
  options: ExecOptions,
): Promise<End> {
  const { startSessionServer } = await import("./session-server.ts");
  const { profile, region } = identity;
  const name = profile ?? resolver.name;
  const server = await startSessionServer({ name, resolver, region: () => region }, () => host.clock.now());
  try {
    const { credentialsUri, cliConfigFile } = server;
    const served = { ...identity, credentialsUri };
    const run = withCliConfig(programOf(target, served, options), server);
    if (target.isShell && options.shellNote && isatty(2)) {
      tellShell(target, identity, options, true);
      printError([`alicred: ${execText().cliLine(`aliyun --config-path ${quoteIfNeeded(cliConfigFile)}`)}`]);
    }
    return await runAsChild(run);
  } finally {
    await server.close();
  }
}

function programOf({ path, words }: Target, identity: Identity, { keepEnv }: ExecOptions): Program {
  return { path, words, env: childEnvironment(process.env, identity, { keep: keepEnv }) };
}

/** The aliyun CLI reads no variable that leads to a server, but an option. */
function withCliConfig(program: Program, { cliConfigFile }: SessionServer): Program {
  const [name, ...args] = program.words;
  if (!/^aliyun(?:\.exe)?$/i.test(basename(name))) return program;
  return { ...program, words: [name, "--config-path", cliConfigFile, ...args] };
}

async function start(
  program: Program,
  target: Target,
  identity: ResolvedIdentity,
  options: ExecOptions,
): Promise<End> {
  if (target.isShell && options.shellNote && isatty(2)) tellShell(target, identity, options, false);
  if (canReplaceProcess() && canBecome(program.path)) replaceProcess(program);
  return runAsChild(program);
}

function tellShell(
  { path }: Target,
  identity: ResolvedIdentity,
  { configFile }: ExecOptions,
  isServed: boolean,
): void {
  printShellNote({ ...identity, configFile, shell: basename(path), outer: process.env, isServed });
}

async function runAsChild(program: Program): Promise<End> {
  try {
    return await runChild(program);
  } catch (thrown) {
    throw startError(thrown, program.words[0]);
  }
}
