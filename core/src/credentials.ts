/**
 * `Credentials`: one frozen snapshot of an access key, from one acquisition by one source.
 *
 * @module
 */
import { InvalidAnswerError } from "./errors.ts";

/** The parts of a snapshot. */
export interface CredentialsInit {
  /** The AccessKey ID; not secret. */
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** The STS token that belongs to this key; absent for a long-lived key. */
  readonly securityToken?: string | undefined;
  /** End of validity: a `Date`, epoch milliseconds, or an ISO 8601 time with its zone. Absent: valid until revoked. */
  readonly expiration?: Date | number | string | undefined;
  /** Path of the sources that made these credentials, outermost first. */
  readonly provenance?: readonly string[] | undefined;
}

const REDACTED = "[redacted]";

/**
 * A frozen snapshot: key, secret and token always come from one acquisition. Reading `accessKeySecret` and
 * `securityToken` gives their values; printing, inspecting, serialising or spreading a snapshot never does.
 */
export class Credentials {
  /** The AccessKey ID; not secret. */
  readonly accessKeyId: string;
  /** End of validity in epoch milliseconds, by the issuer's clock; `undefined`: valid until revoked. */
  readonly expiresAtMs: number | undefined;
  /** Path of the sources that made these credentials, outermost first. */
  readonly provenance: readonly string[];
  /** How long ago they expired, in milliseconds, on a snapshot served by the `staleIfErrorMs` policy; else `undefined`. */
  readonly expiredAgoMs: number | undefined;
  readonly #accessKeySecret: string;
  readonly #securityToken: string | undefined;

  /**
   * @throws {InvalidAnswerError} `CREDENTIALS_INCOMPLETE` when the key or the secret is missing or not a clean string;
   *   `RESPONSE_MALFORMED` when the expiration cannot be read.
   */
  constructor(init: CredentialsInit, expiredAgoMs?: number) {
    this.accessKeyId = required(init, "accessKeyId");
    this.#accessKeySecret = required(init, "accessKeySecret");
    this.#securityToken = init.securityToken === undefined ? undefined : required(init, "securityToken");
    this.expiresAtMs = epochMs(init.expiration);
    this.provenance = Object.freeze([...(init.provenance ?? [])]);
    this.expiredAgoMs = expiredAgoMs;
    Object.freeze(this);
  }

  get accessKeySecret(): string {
    return this.#accessKeySecret;
  }

  get securityToken(): string | undefined {
    return this.#securityToken;
  }

  /** End of validity as a `Date` of its own at each reading, so that nobody can move it. */
  get expiration(): Date | undefined {
    return this.expiresAtMs === undefined ? undefined : new Date(this.expiresAtMs);
  }

  /** Whether these credentials have expired and are served all the same (`staleIfErrorMs`). */
  get stale(): boolean {
    return this.expiredAgoMs !== undefined;
  }

  toJSON(): Record<string, unknown> {
    return {
      accessKeyId: this.accessKeyId,
      accessKeySecret: REDACTED,
      ...(this.#securityToken !== undefined && { securityToken: REDACTED }),
      ...(this.expiration && { expiration: this.expiration.toISOString() }),
      ...(this.stale && { stale: true, expiredAgoMs: this.expiredAgoMs }),
      provenance: this.provenance,
    };
  }

  toString(): string {
    return `Credentials(${this.accessKeyId})`;
  }

  static {
    // console.log and util.inspect of Node and Bun
    defineHook(Credentials.prototype, "nodejs.util.inspect.custom", function () {
      return this.toJSON();
    });
    // console.log and Deno.inspect of Deno
    defineHook(Credentials.prototype, "Deno.customInspect", function (inspect, options) {
      return inspect(this.toJSON(), options);
    });
  }
}

type Inspect = (value: unknown, options?: unknown) => string;

function defineHook(
  target: Credentials,
  symbolName: string,
  value: (this: Credentials, inspect: Inspect, options: unknown) => unknown,
): void {
  Object.defineProperty(target, Symbol.for(symbolName), { value });
}

/** The same credentials with the name of one more source before their provenance. */
export function prefixProvenance(credentials: Credentials, name: string): Credentials {
  return copy(credentials, [name, ...credentials.provenance]);
}

/** The same credentials, marked as expired and served all the same. */
export function markStale(credentials: Credentials, expiredAgoMs: number): Credentials {
  return copy(credentials, credentials.provenance, expiredAgoMs);
}

function copy(from: Credentials, provenance: readonly string[], expiredAgoMs?: number): Credentials {
  const { accessKeyId, accessKeySecret, securityToken, expiresAtMs } = from;
  return new Credentials(
    { accessKeyId, accessKeySecret, securityToken, expiration: expiresAtMs, provenance },
    expiredAgoMs,
  );
}

function required(init: CredentialsInit, part: "accessKeyId" | "accessKeySecret" | "securityToken"): string {
  const value: unknown = init[part];
  // Printable ASCII without spaces: anything else would break a header or a signature later, far from its cause.
  if (typeof value === "string" && /^[\x21-\x7e]+$/.test(value)) return value;
  const found =
    value === undefined || value === null || value === "" ? "is missing" : "is not a clean string";
  throw new InvalidAnswerError("CREDENTIALS_INCOMPLETE", `The credentials are unusable: ${part} ${found}.`);
}

// `Date.parse` alone reads a year out of almost any text, and a time without a zone as a local one.
function parseTime(text: string): number {
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  return isTime ? Date.parse(text) : Number.NaN;
}

function epochMs(expiration: CredentialsInit["expiration"]): number | undefined {
  if (expiration === undefined) return undefined;
  const ms =
    typeof expiration === "string"
      ? parseTime(expiration)
      : expiration instanceof Date
        ? expiration.getTime()
        : expiration;
  if (Number.isFinite(ms)) return ms;
  throw new InvalidAnswerError(
    "RESPONSE_MALFORMED",
    "The credentials are unusable: their expiration is not a time.",
  );
}
