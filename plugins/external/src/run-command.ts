import { AlicredError, type ProfileFields, type ResolveContext } from "@alicred/core";
import { externalProcessBan } from "@alicred/plugin-kit";
import { unusable } from "./errors.ts";
import type { ExternalOptions } from "./options.ts";
import { parseOutput } from "./output.ts";
import { splitCommand } from "./split-command.ts";

/**
 * Runs the command and reads what it prints.
 *
 * @param what names the command in messages: `process_command of profile "prod"`
 */
export async function runCommand(
  context: ResolveContext,
  { command, timeoutMs = 60_000, maxBytes = 65_536 }: ExternalOptions,
  what: string,
): Promise<ProfileFields> {
  const { host, signal } = context;
  const { processes } = host;
  const ban = externalProcessBan(host);
  if (ban !== undefined) throw unusable(what, "PERMISSION_DENIED", `${ban} forbids it`);
  if (processes === undefined) throw unusable(what, "INVALID_CONFIGURATION", "no processes in this runtime");
  const argv =
    typeof command === "string" ? splitCommand(command, processes.commandLine ?? "posix") : command;
  if ("problem" in argv) throw unusable(what, "INVALID_CONFIGURATION", `its line ${argv.problem}`);

  const { exitCode, stdout } = await processes.run(argv, { timeoutMs, maxBytes, signal });
  if (exitCode === 0) return parseOutput(stdout, what);
  // What was ended by a signal has no exit code.
  const end = exitCode < 0 ? "was ended by a signal" : `ended with the exit code ${exitCode}`;
  throw new AlicredError("PROCESS_FAILED", `${what} ${end}. See its standard error.`, { retryable: true });
}
