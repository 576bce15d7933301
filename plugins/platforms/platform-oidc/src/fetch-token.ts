/**
 * Getting a token that has to be asked for: from an endpoint, or from a program of the platform.
 *
 * @module
 */
import type { HttpPolicy, HttpRequest, HttpResponse, ResolveContext } from "@alicred/core";
import {
  AlicredError,
  ConfigurationError,
  InvalidAnswerError,
  isTransientStatus,
  sendRequest,
  statusError,
} from "@alicred/core";
import { externalProcessBan, hostKind, parseJson, type Setting } from "@alicred/plugin-kit";

/** A request for a token. */
export interface TokenRequest {
  /** Names the endpoint in messages: `the token endpoint of GitHub Actions`. */
  readonly what: string;
  readonly request: HttpRequest;
  /** Advice when it refuses: a sentence. */
  readonly hint: string;
  /** The token in a reply. Default: the whole body. */
  readonly tokenOf?: (reply: HttpResponse) => unknown;
  /** Limits other than those of every request. */
  readonly policy?: HttpPolicy;
}

/**
 * Asks an endpoint for a token.
 *
 * @throws {AlicredError} as `sendRequest` and `statusError` do; `RESPONSE_MALFORMED` for an answer without a token.
 */
export async function requestToken(
  context: ResolveContext,
  { what, request, hint, tokenOf = ({ text }) => text, policy = {} }: TokenRequest,
): Promise<string> {
  const reply = await sendRequest(context, () => request, policy);
  if (reply.status !== 200)
    throw statusError(context, what, reply, { hint: isTransientStatus(reply) ? undefined : hint });
  return checkToken(tokenOf(reply), what);
}

/** The text in a field of a reply's JSON object. */
export function fieldOf(name: string): (reply: HttpResponse) => unknown {
  return ({ text }) => parseJson(text)?.[name];
}

/**
 * Runs a program of the platform that prints a token.
 *
 * @param what names it in messages: `the command buildkite-agent oidc request-token`
 * @throws {ConfigurationError} `PERMISSION_DENIED` when `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS` forbids programs,
 *   `INVALID_CONFIGURATION` where the runtime has none.
 * @throws {AlicredError} `PROCESS_FAILED`; `RESPONSE_MALFORMED` for output without a token.
 */
export async function runForToken(
  { host, signal }: ResolveContext,
  argv: readonly [string, ...string[]],
  what: string,
): Promise<string> {
  const { processes } = host;
  const ban = externalProcessBan(host);
  if (ban !== undefined)
    throw new ConfigurationError("PERMISSION_DENIED", `${what} cannot be run: ${ban} forbids it. ${INSTEAD}`);
  if (processes === undefined)
    throw new ConfigurationError(
      "INVALID_CONFIGURATION",
      `${what} cannot be run: this runtime has no processes. ${INSTEAD}`,
    );
  const { exitCode, stdout } = await processes.run(argv, { timeoutMs: 15_000, maxBytes: 65_536, signal });
  if (exitCode === 0) return checkToken(stdout, what);
  const message = `${what} ended with the exit code ${exitCode}. See its standard error.`;
  throw new AlicredError("PROCESS_FAILED", message, { retryable: true });
}

const INSTEAD = "Put the token into a variable in the step before, and name it by the option variable.";

/** The token, if it has the form of one; what else was answered is quoted nowhere. */
function checkToken(value: unknown, what: string): string {
  const token = typeof value === "string" ? value.trim() : "";
  if (/^[\w-]+\.[\w-]+\.[\w-]*$/.test(token)) return token;
  const message = `${what} answered without a JSON Web Token. Check that it is the real one.`;
  throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
}

/**
 * The address that a variable holds, to which a key is sent: HTTPS, or HTTP to this machine or its own network.
 *
 * @throws {ConfigurationError} `INVALID_CONFIGURATION`
 */
export function endpointOf({ value, from }: Setting): URL {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const isNear = url?.protocol === "http:" && hostKind(url.hostname) !== "other";
  if (url && (url.protocol === "https:" || isNear)) return url;
  const message = `${from} is not an https:// address. Check what has changed it.`;
  throw new ConfigurationError("INVALID_CONFIGURATION", message);
}
