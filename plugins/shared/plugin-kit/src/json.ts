import { type HttpResponse, InvalidAnswerError } from "@alicred/core";

export type JsonObject = Readonly<Record<string, unknown>>;

/** The JSON object that a text holds, if it holds one. A byte order mark before it does not count. */
export function parseJson(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ""));
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}

/** The text of a value in JSON; an empty one for an object, of which `String` throws for `{"toString":1}`. */
export function textOf(value: unknown): string {
  return value === undefined || typeof value === "object" ? "" : String(value);
}

/** The number of a value in JSON, or of the text that it is; NaN for an object, as for a text that is no number. */
export function numberOf(value: unknown): number {
  return typeof value === "object" ? Number.NaN : Number(value);
}

/** The lifetime that a value in JSON states, in seconds: up to a year, because more may be an instant; else `undefined`. */
export function lifetimeOf(value: unknown): number | undefined {
  const seconds = numberOf(value);
  return seconds > 0 && seconds <= 31_622_400 ? seconds : undefined;
}

/**
 * The JSON object of a reply.
 *
 * @param what names whose reply it is, in messages: `STS AssumeRole`
 * @throws {InvalidAnswerError} `RESPONSE_MALFORMED`; the body is quoted nowhere.
 */
export function readJsonReply({ text }: Pick<HttpResponse, "text">, what: string): JsonObject {
  const reply = parseJson(text);
  if (reply !== undefined) return reply;
  const message = `${what}: the answer is not a JSON object. Check the address and any proxy.`;
  throw new InvalidAnswerError("RESPONSE_MALFORMED", message);
}
