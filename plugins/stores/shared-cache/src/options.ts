/**
 * The options of `sharedCache`.
 *
 * @module
 */
import {
  boolean,
  ConfigurationError,
  type CredentialSource,
  type Credentials,
  type FieldSchema,
  type Host,
  nonEmptyString,
  parseFields,
  type Rule,
  schemaOf,
} from "@alicred/core";
import { wholeNumber } from "@alicred/plugin-kit";
import type { SessionStore } from "./store.ts";

/** The name of the source, in provenance, traces and errors. */
export const NAME = "shared-cache";

/**
 * Keys for AES-256-GCM: 32 random bytes, as they are or as Base64 (`openssl rand -base64 32`), or several of them. The
 * first one encrypts, and all of them decrypt. A text may hold several, with spaces or commas between them.
 */
export type SharedCacheKey = string | Uint8Array | readonly (string | Uint8Array)[];

/** The settings that a session was made from, besides its `id`: it is served only as long as they are the same. */
export interface SessionBinding {
  /**
   * A note on a session that the source has just answered with. It is stored with it, encrypted like it.
   *
   * @returns `undefined` if the session is not to be shared
   */
  noteOf(credentials: Credentials): Promise<string | undefined>;
  /** Whether a session with this note may be served. If not, it is replaced. */
  accepts(note: string): Promise<boolean>;
}

export interface SharedCacheOptions {
  /** The source whose sessions are shared, such as `assumeRole(…)`. Its answers must be good for every caller. */
  readonly source: CredentialSource;
  readonly store: SessionStore;
  /**
   * A name for the session, the same in every process that shares it: it must say everything that the session depends
   * on, such as stage, account, role and policy. Who names the same id in the same store gets the same session. The store
   * sees only its hash.
   */
  readonly id: string;
  /**
   * The keys, or a function that gets them. Default: environment variable `ALICRED_CACHE_KEY`. A function is asked at each
   * refresh, so that keys can be rotated while the program runs.
   */
  readonly key?:
    | SharedCacheKey
    | ((host: Host) => SharedCacheKey | undefined | Promise<SharedCacheKey | undefined>)
    | undefined;
  /** Whether sessions lie in the store as plain text, to be used by everybody who can read it. Default: false. */
  readonly unencrypted?: boolean | undefined;
  /**
   * How long the process that refreshes may show no sign of life until another takes over, in milliseconds from 100 to
   * 600,000. It gives one at each third of the time. Default: 5,000.
   */
  readonly leaseMs?: number | undefined;
  /**
   * The most that a store which is down or slow costs a refresh, in milliseconds from 1 to 60,000; then the source is
   * asked without it. Default: 1,000.
   */
  readonly storeTimeoutMs?: number | undefined;
  /**
   * Life that a stored session must have to serve a process that has none, in milliseconds; with less left it is renewed
   * first. Default: the mandatory window of its lifetime, at most a minute. More that a call asks for by `minTtlMs` counts
   * besides. A function is given the lifetime of the session, in milliseconds.
   */
  readonly minLifeMs?: number | ((lifetimeMs: number) => number) | undefined;
  /** Binds each session to what it was made from. Default: the `id` says it all. */
  readonly binding?: SessionBinding | undefined;
}

/** The options with their defaults. */
export interface CheckedOptions extends SharedCacheOptions {
  readonly leaseMs: number;
  readonly storeTimeoutMs: number;
  readonly minLifeMs: (lifetimeMs: number) => number;
}

const METHODS: readonly (keyof SessionStore)[] = ["read", "lease", "write", "release", "remove"];

function withMethods(names: readonly string[], what: string): Rule {
  return {
    accepts: (value) => names.every((name) => typeof Object(value)[name] === "function"),
    complaint: `is not ${what}`,
  };
}

/** A text with half of a surrogate pair has no bytes of its own: two of them would be one. */
const wellFormed: Rule = {
  accepts: (value) => nonEmptyString.accepts(value) && !/\p{Cs}/u.test(String(value)),
  complaint: "is missing, or not text that has a form in UTF-8",
};

const isKey = (value: unknown): boolean => typeof value === "string" || value instanceof Uint8Array;

const key: Rule = {
  accepts: (value) =>
    typeof value === "function" || isKey(value) || (Array.isArray(value) && value.every(isKey)),
  complaint: "is not a key, a list of keys or a function that gets them",
};

const life: Rule = wholeNumber(0, Number.MAX_SAFE_INTEGER);

const rules: Readonly<Partial<Record<keyof SharedCacheOptions, Rule>>> = {
  source: withMethods(["resolve"], "a source"),
  store: withMethods(METHODS, "a store"),
  id: wellFormed,
  key,
  unencrypted: boolean,
  leaseMs: wholeNumber(100, 600_000),
  storeTimeoutMs: wholeNumber(1, 60_000),
  minLifeMs: { ...life, accepts: (value) => typeof value === "function" || life.accepts(value) },
  binding: withMethods(["noteOf", "accepts"], "a binding"),
};

const schema: FieldSchema<SharedCacheOptions> = /* @__PURE__ */ schemaOf<SharedCacheOptions>(rules, [
  "source",
  "store",
  "id",
]);

/** @throws {ConfigurationError} `INVALID_OPTION` */
export function checkedOptions(options: SharedCacheOptions): CheckedOptions {
  const checked = parseFields(schema, options, NAME);
  const { key, unencrypted = false, leaseMs = 5_000, storeTimeoutMs = 1_000, minLifeMs = 0 } = checked;
  if (unencrypted && key !== undefined) {
    const message = `${NAME}: key and unencrypted are both set. Set one of them.`;
    throw new ConfigurationError("INVALID_OPTION", message, { source: NAME });
  }
  const minLife = typeof minLifeMs === "function" ? minLifeMs : (): number => minLifeMs;
  return { ...checked, leaseMs, storeTimeoutMs, minLifeMs: minLife };
}
