import { readUpTo } from "./body.ts";

/** What an error reply of an OpenAPI says is wrong with the signature, as far as another attempt can mend it. */
export type Refusal = "credentials" | "clock";

const REFUSING_STATUS: ReadonlySet<number> = new Set([400, 401, 403, 404]);
const MAX_ERROR_BYTES = 65_536;

/** Reads the code of an error reply, JSON or XML, and leaves the reply itself unread. */
export async function readRefusal(reply: Response): Promise<Refusal | undefined> {
  if (!REFUSING_STATUS.has(reply.status)) return undefined;
  const stream = reply.clone().body;
  const bytes = stream === null ? undefined : await readUpTo(stream, MAX_ERROR_BYTES);
  const text = new TextDecoder().decode(bytes);
  const code = /"code"\s*:\s*"([\w.]+)"|<code>([\w.]+)<\/code>/i.exec(text);
  return refusalOf(code?.[1] ?? code?.[2] ?? "");
}

function refusalOf(code: string): Refusal | undefined {
  if (/^(InvalidAccessKeyId|InvalidSecurityToken)\b/.test(code)) return "credentials";
  return code === "InvalidTimeStamp.Expired" ? "clock" : undefined;
}
