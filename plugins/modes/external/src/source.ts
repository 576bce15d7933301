import type { CredentialSource, ErrorCode, FieldSchema, Host, ResolveContext } from "@alicred/core";
import { AlicredError, ConfigurationError, found, schemaOf } from "@alicred/core";
import {
  externalProcessBan,
  type ProfileFields,
  REREAD_AFTER_MS,
  webDigests,
  wholeNumber,
} from "@alicred/plugin-kit";
import { credentialsOf, holdsCredentials, outputError, parseOutput } from "./output.ts";
import { splitCommand } from "./split-command.ts";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "external";

export interface ExternalOptions {
  /**
   * The program and its arguments, as a list or as one line, which is split without a shell: no variables, no `~`, no
   * patterns, no pipes.
   */
  readonly command: string | readonly [string, ...string[]];
  /**
   * After how many milliseconds the program is killed with all its children: 1 to 600,000. The limit of the whole
   * refresh (`refreshTimeoutMs`, by default 20,000) ends it too. Default: 60,000.
   */
  readonly timeoutMs?: number | undefined;
  /** How much it may print, in bytes: 1 to 1,048,576. Default: 65,536. */
  readonly maxBytes?: number | undefined;
}

export const externalOptions: FieldSchema<ExternalOptions> = schemaOf(
  {
    command: { accepts: isCommand, complaint: "is neither a line nor a list of arguments" },
    timeoutMs: wholeNumber(1, 600_000),
    maxBytes: wholeNumber(1, 1_048_576),
  },
  ["command"],
);

function isCommand(value: unknown): boolean {
  if (!Array.isArray(value)) return typeof value === "string" && value !== "";
  return Boolean(value[0]) && value.every((argument) => typeof argument === "string");
}

/** The source for validated options. */
export function externalSource(options: ExternalOptions): CredentialSource {
  const what = "the external command";
  return {
    name: NAME,
    async resolve(context) {
      const output = await runCommand(context, options, what);
      if (!holdsCredentials(output, what))
        throw outputError(
          what,
          "RESPONSE_MALFORMED",
          "a mode other than AK and StsToken, which only a profile can hand on",
        );
      const credentials = credentialsOf(output, what);
      context.supplied("credentials", `output of ${what}`);
      return found(credentials, credentials.expiresAtMs === undefined ? REREAD_AFTER_MS : undefined);
    },
  };
}

/**
 * Runs the command and reads its output.
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
  if (ban !== undefined) throw commandError(what, "PERMISSION_DENIED", `${ban} forbids it`);
  if (processes === undefined)
    throw commandError(what, "INVALID_CONFIGURATION", "this runtime has no processes");
  const argv =
    typeof command === "string" ? splitCommand(command, processes.commandLine ?? "posix") : command;
  if ("problem" in argv) throw commandError(what, "INVALID_CONFIGURATION", `its line ${argv.problem}`);

  const env = await chainOf(host, argv, what);
  const { exitCode, stdout } = await processes.run(argv, { timeoutMs, maxBytes, signal, env });
  if (exitCode === 0) return parseOutput(stdout, what);
  // A program that is ended by a signal has no exit code.
  const end = exitCode < 0 ? "was ended by a signal" : `ended with the exit code ${exitCode}`;
  throw new AlicredError("PROCESS_FAILED", `${what} ${end}. See its standard error.`, { retryable: true });
}

/** The commands that led to this process, outermost first, by their digests. */
const CHAIN_VARIABLE = "ALICRED_EXTERNAL_CHAIN";

/**
 * The variable that tells a command, and everything it starts, which commands are under way.
 *
 * @throws {ConfigurationError} `PROFILE_CYCLE` when this command is one of them: it would start itself endlessly.
 */
async function chainOf(host: Host, argv: readonly string[], what: string): Promise<Record<string, string>> {
  const digest = await digestOf(host, argv.join("\0"));
  const underWay = host.env?.(CHAIN_VARIABLE)?.split(",") ?? [];
  if (underWay.includes(digest))
    throw commandError(
      what,
      "PROFILE_CYCLE",
      `it leads back to itself, because this process was started by that very command (${CHAIN_VARIABLE} names it)`,
    );
  return { [CHAIN_VARIABLE]: [...underWay, digest].join(",") };
}

/** Enough of a hash to tell one command from another, in hexadecimal. */
export async function digestOf({ digests = webDigests }: Host, command: string): Promise<string> {
  return (await digests.sha256(command, "hex")).slice(0, 16);
}

/** The error for a command that must not or cannot run. */
export function commandError(what: string, code: ErrorCode, why: string): ConfigurationError {
  const message = `${what} cannot be used: ${why}. Change that, or use another mode.`;
  return new ConfigurationError(code, message);
}
