import { type FieldSchema, parseFields, type Rule, schemaOf, stringMatching } from "@alicred/core";
import type { SessionStore } from "@alicred/shared-cache";
import { type RunScript, scriptStore } from "./scripts.ts";

export interface RedisStoreOptions {
  /** Runs a script by the client that the program has: `ioredisScripts(client)`, `nodeRedisScripts(client)`, or your own. */
  readonly run: RunScript;
  /** The beginning of every key, in letters, digits and `.:_-`. Default: `alicred`. */
  readonly prefix?: string | undefined;
}

/** The rule for a prefix: without braces, which would choose the slot. */
export const prefixRule: Rule = /* @__PURE__ */ stringMatching(
  /^[\w.:-]{1,200}$/,
  "is not made of letters, digits and .:_-",
);

const runRule: Rule = { accepts: (value) => typeof value === "function", complaint: "is not a function" };

const schema: FieldSchema<RedisStoreOptions> = /* @__PURE__ */ schemaOf<RedisStoreOptions>(
  { run: runRule, prefix: prefixRule },
  ["run"],
);

/**
 * A store in Redis 6 or later, or Valkey. The client stays yours: `sharedCache` neither connects nor closes it, and waits
 * for none of its calls longer than `storeTimeoutMs`, whatever the client does about a server that is gone.
 *
 * @throws {ConfigurationError} `INVALID_OPTION`
 */
export function redisStore(options: RedisStoreOptions): SessionStore {
  const { run, prefix = "alicred" } = parseFields(schema, options, "store-redis");
  return scriptStore("redis", prefix, run);
}
