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
