import { Credentials, type HttpResponse, InvalidAnswerError } from "@alicred/core";
import { type JsonObject, parseJson } from "./json.ts";

/** What a service calls the parts of a session. */
export interface SessionNames {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly expiration: string;
}

/**
 * The JSON object of a reply.
 *
 * @throws {InvalidAnswerError} `RESPONSE_MALFORMED`; the body is quoted nowhere.
 */
export function readJsonReply({ text, status }: HttpResponse, source: string, what: string): JsonObject {
  const reply = parseJson(text);
  if (reply !== undefined) return reply;
  const message = `${what} answered ${status}, but not with a JSON object. Check the address, and that no proxy answers in its place.`;
  throw new InvalidAnswerError("RESPONSE_MALFORMED", message, { source, status });
}

/**
 * The session that a reply holds; all four parts are required.
 *
 * @throws {InvalidAnswerError} `CREDENTIALS_INCOMPLETE` that names what is missing; `RESPONSE_MALFORMED` for an
 *   expiration that is not a time.
 */
export function readSession(
  reply: JsonObject,
  names: SessionNames,
  source: string,
  what: string,
): Credentials {
  const part = (name: string): string => {
    const value = reply[name];
    if (typeof value === "string" && value !== "") return value;
    throw new InvalidAnswerError(
      "CREDENTIALS_INCOMPLETE",
      `${what} answered without ${name}. Try again later.`,
      {
        source,
      },
    );
  };
  const [accessKeyId, accessKeySecret] = [part(names.accessKeyId), part(names.accessKeySecret)];
  const [securityToken, expiration] = [part(names.securityToken), utcTime(part(names.expiration))];
  if (!Number.isNaN(expiration))
    return new Credentials({ accessKeyId, accessKeySecret, securityToken, expiration });
  const message = `${what} answered with a time ${names.expiration} that is none. Try again later.`;
  throw new InvalidAnswerError("RESPONSE_MALFORMED", message, { source });
}

/** A time in epoch milliseconds. Without a zone it is UTC, which JavaScript would read as local time. */
export function utcTime(text: string): number {
  return Date.parse(/T[\d:.]+$/.test(text) ? `${text}Z` : text);
}
