import { AlicredError, type Host, type ResolveContext } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { externalProcessBan } from "@alicred/plugin-kit";
import { digestOf } from "./digest.ts";
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

  const env = await chainOf(host, argv, what);
  const { exitCode, stdout } = await processes.run(argv, { timeoutMs, maxBytes, signal, env });
  if (exitCode === 0) return parseOutput(stdout, what);
  // What was ended by a signal has no exit code.
  const end = exitCode < 0 ? "was ended by a signal" : `ended with the exit code ${exitCode}`;
  throw new AlicredError("PROCESS_FAILED", `${what} ${end}. See its standard error.`, { retryable: true });
}

/** The commands that led to this process, outermost first, by their digests. */
const CHAIN_VARIABLE = "ALICRED_EXTERNAL_CHAIN";

/**
 * The variable that tells a command, and whatever it starts, which commands are under way.
 *
 * @throws {ConfigurationError} `PROFILE_CYCLE` when this one is: it would start itself without end.
 */
async function chainOf(host: Host, argv: readonly string[], what: string): Promise<Record<string, string>> {
  const digest = await digestOf(argv.join("\0"));
  const underWay = host.env?.(CHAIN_VARIABLE)?.split(",") ?? [];
  if (underWay.includes(digest))
    throw unusable(
      what,
      "PROFILE_CYCLE",
      `it leads back to itself, because this process was started by that very command (${CHAIN_VARIABLE} names it)`,
    );
  return { [CHAIN_VARIABLE]: [...underWay, digest].join(",") };
}
