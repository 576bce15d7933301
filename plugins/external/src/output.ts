import { Credentials, InvalidAnswerError, type ProfileFields, type ResolveContext } from "@alicred/core";

/** What a command printed. */
export type Output = ProfileFields;

/** @throws {InvalidAnswerError} `RESPONSE_MALFORMED` when it is not a JSON object; nothing of it is quoted. */
export function parseOutput(stdout: string, what: string): Output {
  let output: unknown;
  try {
    output = JSON.parse(stdout.replace(/^\uFEFF/, ""));
  } catch {
    // The parser's message would quote what was printed.
  }
  if (typeof output === "object" && output !== null && !Array.isArray(output)) return output as Output;
  throw malformed(
    `${what} printed ${stdout.trim() === "" ? "nothing" : "something that is not a JSON object"}`,
  );
}

/** The mode that the output names; the empty text when it names none. */
export function modeOf({ mode = "" }: Output, what: string): string {
  if (typeof mode === "string") return mode;
  throw malformed(`${what} printed a mode that is not text`);
}

/**
 * The credentials of an output that holds them itself. An expiration that cannot be read counts as none.
 *
 * @throws {InvalidAnswerError} `CREDENTIALS_INCOMPLETE` that names what is missing.
 */
export function credentialsOf(context: ResolveContext, output: Output, what: string): Credentials {
  const token = textOf(output["sts_token"]);
  const needed = ["access_key_id", "access_key_secret"];
  if (modeOf(output, what).toLowerCase() === "ststoken") needed.push("sts_token");
  for (const field of needed) {
    if (textOf(output[field]) === undefined) {
      const message = `${what} printed no ${field}. Let it print access_key_id, access_key_secret and, for a session, sts_token and expiration.`;
      throw new InvalidAnswerError("CREDENTIALS_INCOMPLETE", message, { source: "external" });
    }
  }
  return new Credentials({
    accessKeyId: textOf(output["access_key_id"]) ?? "",
    accessKeySecret: textOf(output["access_key_secret"]) ?? "",
    securityToken: token,
    expiration: expirationOf(context, output["expiration"], what),
  });
}

function expirationOf(context: ResolveContext, written: unknown, what: string): number | undefined {
  const text = textOf(written);
  if (text === undefined) return undefined;
  // Without a zone it is UTC, which JavaScript would read as local time.
  const ms = Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
  if (!Number.isNaN(ms)) return ms;
  context.warn(`${what} printed an expiration that is not a time. Write it as 2026-01-07T09:00:00Z.`);
  return undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function malformed(what: string): InvalidAnswerError {
  const message = `${what}. Let the command print one JSON object on its standard output, and everything else on its standard error.`;
  return new InvalidAnswerError("RESPONSE_MALFORMED", message, { source: "external" });
}
