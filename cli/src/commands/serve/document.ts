import { AlicredError, type Resolver } from "@alicred/core";
import type { Reply } from "./http.ts";

/** An identity that is served. */
export interface Served {
  /** The name of its profile, or that of the source. */
  readonly name: string;
  readonly resolver: Resolver;
  /** The region that came with its credentials. */
  region(): string | undefined;
}

/** How soon a client should ask again where no expiration is known, in milliseconds. They do so 15 minutes before it. */
const ASK_AGAIN_MS = 1_200_000;
/** How soon a client may ask again after a failure, in seconds. */
const RETRY_AFTER_S = "5";

/**
 * The document of `credentials_uri` and of the metadata service, always with fresh credentials: `Code`, `AccessKeyId`,
 * `AccessKeySecret`, `SecurityToken`, `Expiration`, `LastUpdated`. A long-lived key has an empty token. Where no
 * expiration is known, it is the time at which to ask again: clients need one.
 *
 * Without valid credentials the status is 503, and the document says what to do. Nobody is asked for anything.
 */
export async function documentOf({ name, resolver }: Served, nowMs: number): Promise<Reply> {
  try {
    const { accessKeyId, accessKeySecret, securityToken, expiration } = await resolver.get();
    return json(200, {
      Code: "Success",
      AccessKeyId: accessKeyId,
      AccessKeySecret: accessKeySecret,
      SecurityToken: securityToken ?? "",
      Expiration: seconds(expiration ?? new Date(nowMs + ASK_AGAIN_MS)),
      LastUpdated: seconds(new Date(nowMs)),
    });
  } catch (thrown) {
    return json(
      503,
      { Code: codeOf(thrown), Message: messageOf(thrown, name) },
      { "Retry-After": RETRY_AFTER_S },
    );
  }
}

/** The time to the second, which is all that some clients understand. */
function seconds(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

function codeOf(thrown: unknown): string {
  return thrown instanceof AlicredError ? thrown.code : "INTERNAL_ERROR";
}

/** The remedy, for programs that show it to a person. In English, as all that programs read. */
function messageOf(thrown: unknown, name: string): string {
  if (!(thrown instanceof AlicredError)) return "alicred failed unexpectedly.";
  if (thrown.code === "LOGIN_REQUIRED") return `run: alicred login ${name}`;
  return `${thrown.message} alicred why explains it.`;
}

function json(status: number, document: object, headers: Reply["headers"] = {}): Reply {
  return { status, body: JSON.stringify(document), type: "application/json", headers };
}
