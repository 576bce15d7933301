/**
 * Tokens from options, variables, files and functions.
 *
 * @module
 */
import {
  AlicredError,
  ConfigurationError,
  type Host,
  InvalidAnswerError,
  type ResolveContext,
  type Rule,
  type ServerClock,
} from "@alicred/core";
import { readTextFile } from "./files.ts";
import { readVariable, type Setting } from "./variables.ts";

/**
 * Where a token comes from: the token itself, a file or an environment variable that is read at each refresh, or a
 * function that is called at each refresh. Its signal aborts when nobody waits any more.
 */
export type TokenFrom =
  | string
  | { readonly file: string }
  | { readonly variable: string }
  | ((signal: AbortSignal) => string | Promise<string>);

export const tokenFrom: Rule = {
  accepts: (value) => {
    const { file, variable } = Object(value) as { file?: unknown; variable?: unknown };
    return typeof value === "function" || isText(value) || isText(file) !== isText(variable);
  },
  complaint: "is not a token, a file, a variable or a function",
};

/** The token that a variable holds, else the file that the variable of this name and `_FILE` names. */
export function readTokenVariable(host: Host, name: string): Setting<TokenFrom> | undefined {
  const file = readVariable(host, [`${name}_FILE`]);
  return readVariable(host, [name]) ?? (file && { ...file, value: { file: file.value } });
}

/**
 * Reads a token, without the white space around it.
 *
 * @param from says where it comes from, in errors
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION` if it is empty, `INVALID_CONFIGURATION` if no header can carry
 *   it; `FILE_UNREADABLE`.
 * @throws {InvalidAnswerError} `RESPONSE_MALFORMED`, retryable, for either from a function: it may do better next time.
 *   An empty result concerns this call alone, such as a request without its header.
 * @throws what the function throws
 */
export async function readToken(context: ResolveContext, token: TokenFrom, from: string): Promise<string> {
  const { host, signal } = context;
  let text: unknown;
  if (typeof token === "string") text = token;
  else if (typeof token === "function") text = await token(signal);
  else {
    // A program that has one of the two may give the other as undefined.
    const { file = "", variable }: { readonly file?: string; readonly variable?: string } = token;
    text = variable ? readVariable(host, [variable])?.value : await readTextFile(host, file, from);
  }
  const clean = isText(text) ? text.trim() : "";
  // Printable ASCII, which a header can carry, with single spaces within.
  if (/^[!-~]+( [!-~]+)*$/.test(clean)) return clean;
  const problem =
    clean === "" ? "no token" : "a token with a line end, a control character or a non-ASCII letter";
  const message = `${from} contains ${problem}.`;
  if (typeof token === "function") {
    if (clean === "") context.concerns("this-call");
    throw new InvalidAnswerError("RESPONSE_MALFORMED", `${message} Check what the function returns.`);
  }
  const code = clean === "" ? "INCOMPLETE_CONFIGURATION" : "INVALID_CONFIGURATION";
  throw new ConfigurationError(code, message);
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

/** Clocks that a server's reply has set. Until then the local clock may be hours off, in the wrong time zone. */
const confirmed = new WeakSet<ServerClock>();

/** More than any time zone explains. */
const LONGEST_DOUBT_MS = 86_400_000;

/**
 * Makes a call with a token that may have expired. A token that has is not sent, once an earlier reply has confirmed
 * the time or when it expired more than a day ago; otherwise it is judged after a reply that refused the call.
 *
 * @param expiresAtMs in epoch milliseconds; `undefined` when that is not known
 * @param expired makes the error for a token that expired so long ago
 * @throws {AlicredError} that error; what `call` throws.
 */
export async function callWithToken<T>(
  { serverClock }: ResolveContext,
  expiresAtMs: number | undefined,
  expired: (agoMs: number) => AlicredError,
  call: () => Promise<T>,
): Promise<T> {
  const judge = (leastMs: number): void => {
    const agoMs = serverClock.expiryNow() - (expiresAtMs ?? Number.POSITIVE_INFINITY);
    if (agoMs >= leastMs) throw expired(agoMs);
  };
  judge(confirmed.has(serverClock) ? 0 : LONGEST_DOUBT_MS);
  try {
    const result = await call();
    confirmed.add(serverClock);
    return result;
  } catch (error) {
    if (error instanceof AlicredError && error.status !== undefined) {
      confirmed.add(serverClock);
      judge(0);
    }
    throw error;
  }
}
