import { AlicredError, ConfigurationError, type ResolveContext } from "@alicred/core";
import type { ExternalOptions } from "./options.ts";
import { type Output, parseOutput } from "./output.ts";
import { splitCommand } from "./split-command.ts";

const KILL_SWITCH = "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS";

/**
 * Runs the command and reads what it prints.
 *
 * @param what names the command in messages: `process_command of profile "prod"`
 */
export async function runCommand(
  context: ResolveContext,
  { command, timeoutMs = 60_000, maxBytes = 65_536 }: ExternalOptions,
  what: string,
): Promise<Output> {
  const { host, signal } = context;
  if (isSwitchedOff(host.env?.(KILL_SWITCH))) {
    throw new ConfigurationError(
      "PERMISSION_DENIED",
      `${what} may not run: the environment variable ${KILL_SWITCH} forbids it. Unset it, or use another mode.`,
      { source: "external" },
    );
  }
  if (host.processes === undefined) {
    const message = `${what} cannot run: this runtime (${host.runtime}) starts no processes. Use another mode here.`;
    throw new ConfigurationError("INVALID_CONFIGURATION", message, { source: "external" });
  }
  const argv = argvOf(command, host.processes.commandLine ?? "posix", what);
  const { exitCode, stdout } = await host.processes.run(argv, { timeoutMs, maxBytes, signal });
  if (exitCode !== 0) {
    const message = `${what} ended with the exit code ${exitCode}. What it had to say is on the standard error.`;
    throw new AlicredError("PROCESS_FAILED", message, { source: "external", retryable: true });
  }
  return parseOutput(stdout, what);
}

function argvOf(
  command: ExternalOptions["command"],
  rules: "posix" | "windows",
  what: string,
): readonly [string, ...string[]] {
  const split = typeof command === "string" ? splitCommand(command, rules) : command;
  if (!("problem" in split)) {
    const [file = "", ...args] = split;
    return [file, ...args];
  }
  const message = `${what} ${split.problem}. Write a program and its arguments, quoted where they hold white space.`;
  throw new ConfigurationError("INVALID_CONFIGURATION", message, { source: "external" });
}

function isSwitchedOff(value = ""): boolean {
  return /^(1|true)$/i.test(value.trim());
}
