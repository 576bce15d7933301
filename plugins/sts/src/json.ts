import { InvalidAnswerError } from "@alicred/core";

export type JsonObject = Readonly<Record<string, unknown>>;

/** The JSON object that a text holds, if it holds one. */
export function parseJson(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Reads the fields of a reply; what is absent is named by its path. */
export interface ReplyReader {
  /** @throws {InvalidAnswerError} with `code` when the field is absent, empty or not a text. */
  text(path: string, code: "RESPONSE_MALFORMED" | "CREDENTIALS_INCOMPLETE"): string;
  optionalText(path: string): string | undefined;
}

/** @param what names the reply in messages: `STS AssumeRole` */
export function replyReader(source: string, what: string, reply: JsonObject): ReplyReader {
  const optionalText = (path: string): string | undefined => {
    const value = path.split(".").reduce<unknown>((at, key) => (isObject(at) ? at[key] : undefined), reply);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  return {
    optionalText,
    text(path, code) {
      const value = optionalText(path);
      if (value !== undefined) return value;
      const message = `${what} answered without ${path}. Check that the endpoint is one of STS.`;
      throw new InvalidAnswerError(code, message, { source });
    },
  };
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
