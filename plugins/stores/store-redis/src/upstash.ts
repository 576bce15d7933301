/**
 * Sessions that processes share in Redis over Upstash's HTTP API, for runtimes without sockets: it takes only the host's
 * fetch.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { webHost } from "@alicred/core/host/web";
 * import { edge } from "@alicred/presets/edge";
 * import { sharedCache } from "@alicred/shared-cache";
 * import { upstashStore } from "@alicred/store-redis/upstash";
 *
 * declare const env: Record<string, string>;
 * const store = upstashStore({ url: env["UPSTASH_REDIS_REST_URL"] ?? "", token: env["UPSTASH_REDIS_REST_TOKEN"] ?? "" });
 * const shared = sharedCache({ source: edge({ env }), store, id: "prod/deploy", key: env["ALICRED_CACHE_KEY"] });
 * const resolver = refreshing(shared, { host: webHost({ env }) });
 * ```
 *
 * @module
 */
import {
  createContext,
  type FieldSchema,
  type HttpPolicy,
  InvalidAnswerError,
  parseFields,
  type Rule,
  schemaOf,
  sendRequest,
  statusError,
} from "@alicred/core";
import { parseEndpoint, printable, readJsonReply } from "@alicred/plugin-kit";
import type { SessionStore } from "@alicred/shared-cache";
import { prefixRule } from "./redis-store.ts";
import { type RunScript, scriptStore } from "./scripts.ts";

export interface UpstashStoreOptions {
  /** The address of the database, `https://….upstash.io`; plain HTTP only to this machine. */
  readonly url: string;
  readonly token: string;
  /** The beginning of every key, in letters, digits and `.:_-`. Default: `alicred`. */
  readonly prefix?: string | undefined;
}

const urlRule: Rule = {
  accepts: (value) => typeof value === "string" && parseEndpoint(value) !== undefined,
  complaint: "is not an address that begins with https:// and has no path",
};

const schema: FieldSchema<UpstashStoreOptions> = /* @__PURE__ */ schemaOf<UpstashStoreOptions>(
  { url: urlRule, token: printable, prefix: prefixRule },
  ["url", "token"],
);

/** `sharedCache` ends the call, and asks the source instead. */
const ONCE: HttpPolicy = { retries: 0, attemptTimeoutMs: 60_000, timeoutMs: 60_000 };

/**
 * A store in Redis that is reached over Upstash's HTTP API.
 *
 * @see https://upstash.com/docs/redis/features/restapi
 * @throws {ConfigurationError} `INVALID_OPTION`
 */
export function upstashStore(options: UpstashStoreOptions): SessionStore {
  const { url, token, prefix = "alicred" } = parseFields(schema, options, "store-redis");
  const origin = parseEndpoint(url) ?? "";
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };

  const run: RunScript = async (script, keys, args, { host, signal }) => {
    // A context of its own: the time that Upstash sends is not that of the issuer.
    const context = createContext({ host, signal });
    const body = JSON.stringify(["EVAL", script, String(keys.length), ...keys, ...args]);
    const request = { method: "POST", url: `${origin}/`, headers, body } as const;
    const reply = await sendRequest(context, () => request, ONCE);
    if (reply.status !== 200) throw statusError(context, "Upstash", reply);
    const { result, error } = readJsonReply(reply, "Upstash");
    if (error === undefined && result !== undefined) return result;
    throw new InvalidAnswerError(
      "RESPONSE_MALFORMED",
      "Upstash answered with neither a result nor an error.",
    );
  };
  return scriptStore("upstash", prefix, run);
}
