/**
 * `Credentials`: one frozen snapshot of an access key, from one acquisition by one source.
 *
 * @module
 */
import type { KernelCode } from "./error-codes.ts";
import { InvalidAnswerError } from "./errors.ts";
import { readInstant } from "./instant.ts";

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

/** Marks the snapshots of every copy of the kernel in a program. */
const BRAND: unique symbol = Symbol.for("@alicred/core/credentials") as never;

/** The parts that a copy of a snapshot replaces. */
interface Marks {
  readonly provenance?: readonly string[] | undefined;
  readonly expiredAgoMs?: number;
}

/**
 * A frozen snapshot: key, secret and token always come from one acquisition. Reading `accessKeySecret` and
 * `securityToken` gives their values; printing, inspecting, serialising or spreading a snapshot never shows them.
 */
export class Credentials {
  /** The AccessKey ID; not secret. */
  declare readonly accessKeyId: string;
  /** End of validity in epoch milliseconds, by the issuer's clock; `undefined`: valid until revoked. */
  declare readonly expiresAtMs: number | undefined;
  /** Path of the sources that made these credentials, outermost first. */
  declare readonly provenance: readonly string[];
  /** How long ago they expired, in milliseconds, if served stale as `staleIfErrorMs` allows; else `undefined`. */
  declare readonly expiredAgoMs: number | undefined;
  readonly #accessKeySecret: string;
  readonly #securityToken: string | undefined;

  /**
   * @param marks provenance and staleness to replace those of `init`, for a copy of a snapshot.
   * @throws {InvalidAnswerError} `CREDENTIALS_INCOMPLETE` when a part is missing or not printable ASCII;
   *   `RESPONSE_MALFORMED` when the expiration cannot be read.
   */
  constructor(init: CredentialsInit, marks: Marks = init) {
    this.accessKeyId = clean(init, "accessKeyId");
    this.#accessKeySecret = clean(init, "accessKeySecret");
    this.#securityToken = init.securityToken === undefined ? undefined : clean(init, "securityToken");
    this.expiresAtMs = init.expiration === undefined ? undefined : epochMs(init.expiration);
    this.provenance = Object.freeze([...(marks.provenance ?? [])]);
    this.expiredAgoMs = marks.expiredAgoMs;
    Object.freeze(this);
  }

  get accessKeySecret(): string {
    return this.#accessKeySecret;
  }

  get securityToken(): string | undefined {
    return this.#securityToken;
  }

  /** End of validity as a new `Date` at each reading, so that nobody can change it. */
  get expiration(): Date | undefined {
    return this.expiresAtMs === undefined ? undefined : new Date(this.expiresAtMs);
  }

  /** Whether these credentials have expired but are still served (`staleIfErrorMs`). */
  get stale(): boolean {
    return this.expiredAgoMs !== undefined;
  }

  /** A snapshot made by another copy of the kernel is an instance too. */
  static [Symbol.hasInstance](value: unknown): boolean {
    return BRAND in Object(value);
  }

  static {
    const { prototype } = Credentials;
    Object.defineProperty(prototype, BRAND, { value: true });
    // An inspection that calls getters and shows hidden properties looks for both on the prototypes of classes, up to
    // one that belongs to a class of the language. So the secrets' getters stand on one that seems to.
    const hidden = Object.create(Object.prototype, { constructor: { value: Object } });
    for (const part of ["accessKeySecret", "securityToken"]) {
      Object.defineProperty(hidden, part, Object.getOwnPropertyDescriptor(prototype, part) ?? {});
      Reflect.deleteProperty(prototype, part);
    }
    Object.setPrototypeOf(prototype, hidden);
    // Node, Deno and Bun: an inspection that calls getters gets the fields, which hold no secret.
    Object.assign(prototype, {
      [Symbol.for("nodejs.util.inspect.custom")](this: Credentials) {
        return { ...this };
      },
    });
  }
}

function clean(init: CredentialsInit, part: "accessKeyId" | "accessKeySecret" | "securityToken"): string {
  const value: unknown = init[part];
  // Printable ASCII without spaces, from `!` to `~`: anything else would break a header or a signature only later.
  if (typeof value === "string" && /^[!-~]+$/.test(value)) return value;
  throw unusable("CREDENTIALS_INCOMPLETE", `${part} is missing or not printable ASCII`);
}

function epochMs(expiration: Date | number | string): number {
  const ms = readInstant(expiration);
  if (ms !== undefined) return ms;
  throw unusable(
    "RESPONSE_MALFORMED",
    "expiration is not a time with its zone, such as 2026-01-07T09:00:00Z",
  );
}

function unusable(code: KernelCode, problem: string): InvalidAnswerError {
  return new InvalidAnswerError(code, `The credentials are unusable: ${problem}. Check the source.`);
}
