import type { ReceivedRequest } from "../service/received-request.ts";
import { SsoError } from "./errors.ts";

/** Text members of a JSON body. */
export type JsonInput = Readonly<Record<string, unknown>>;

/** @throws `SsoError` when the body is empty or not a JSON object. */
export function readJson({ headers, body }: ReceivedRequest): JsonInput {
  if (body.length === 0)
    throw new SsoError("MissingParameter", { subject: "The request body", reason: "the body is empty" });
  if (!/^application\/json\b/i.test(headers.get("content-type") ?? ""))
    throw new SsoError("InvalidParameter", {
      subject: "Content-Type",
      reason: "the body is not declared to be JSON",
    });
  const json = parse(new TextDecoder().decode(body));
  if (typeof json === "object" && json !== null && !Array.isArray(json)) return json as JsonInput;
  throw new SsoError("InvalidParameter", {
    subject: "body",
    reason: "the body is not a JSON object",
  });
}

/** @throws `SsoError` when a member is absent, empty or not text. */
export function required(input: JsonInput, name: string): string {
  const value = input[name];
  if (value === undefined || value === "") throw new SsoError("MissingParameter", { subject: name });
  if (typeof value !== "string") throw new SsoError("InvalidParameter", { subject: name });
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
