/**
 * Error replies, as far as a second attempt depends on them.
 *
 * @module
 */
import { readUpTo } from "./call.ts";

/** The faults of a signature that a second attempt can fix. */
export type Refusal = "credentials" | "clock";

const REFUSING_STATUS: ReadonlySet<number> = new Set([400, 401, 403, 404]);
const MAX_ERROR_BYTES = 65_536;

const CREDENTIALS =
  /^(InvalidAccessKeyId|InvalidSecurityToken|SecurityTokenExpired|AccessKeyIdAndSecurityTokenNotMatch)\b/;
/** Log Service has one code for what it does not know and for what is not allowed; its message tells which. */
const UNKNOWN_TO_SLS = /"errorMessage"\s*:\s*"[^"]*(AccessKeyId not found|security token you provided)/;
const CLOCK = /^(InvalidTimeStamp\.Expired|RequestTimeTooSkewed)$/;

/** Reads the code of an error reply, JSON or XML, and leaves the reply itself unread. */
export async function readRefusal(reply: Response): Promise<Refusal | undefined> {
  if (!REFUSING_STATUS.has(reply.status)) return undefined;
  const text = await readErrorText(reply.clone());
  const found = /"(?:error)?code"\s*:\s*"([\w.]+)"|<code>([\w.]+)<\/code>/i.exec(text);
  const code = found?.[1] ?? found?.[2] ?? "";
  if (CREDENTIALS.test(code) || (code === "Unauthorized" && UNKNOWN_TO_SLS.test(text))) return "credentials";
  return CLOCK.test(code) ? "clock" : undefined;
}

/**
 * The text of an error reply, empty if it is too long. OSS answers HEAD with its error in a header.
 */
export async function readErrorText(reply: Response): Promise<string> {
  const inHeader = reply.headers.get("x-oss-err");
  if (inHeader !== null) return decodeBase64(inHeader);
  const bytes = reply.body === null ? undefined : await readUpTo(reply.body, MAX_ERROR_BYTES);
  return new TextDecoder().decode(bytes);
}

function decodeBase64(text: string): string {
  try {
    return atob(text);
  } catch {
    return "";
  }
}
