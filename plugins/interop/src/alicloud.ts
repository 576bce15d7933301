/**
 * A `credential` for the official SDK clients: `@alicloud/openapi-core` and all clients that are generated on it.
 *
 * @example
 * ```ts
 * import Sts from "@alicloud/sts20150401";
 * import { $OpenApiUtil } from "@alicloud/openapi-core";
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { envCredentials } from "@alicred/env";
 * import { toAlicloudCredential } from "@alicred/interop/alicloud";
 *
 * const host = nodeHost();
 * const credential = toAlicloudCredential(refreshing(envCredentials(), { host }), { host });
 * const client = new Sts.default(new $OpenApiUtil.Config({ credential, regionId: "cn-hangzhou" }));
 * ```
 *
 * @module
 */
import type { Credentials, GetOptions, Host, Resolver } from "@alicred/core";
import { ConfigurationError } from "@alicred/core";

/** The result of `getCredential`: all parts of one snapshot. Printing or serialising it shows no secret. */
export interface AlicloudCredentialModel {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string | undefined;
  readonly bearerToken: undefined;
  readonly type: "access_key" | "sts";
  readonly providerName: undefined;
}

/** The methods of `Credential` of `@alicloud/credentials` 2.x. */
export interface AlicloudCredential {
  /** All parts of one snapshot. */
  getCredential(): Promise<AlicloudCredentialModel>;
  /** @deprecated by the SDK: use `getCredential`. Begins a sequence of getters. */
  getAccessKeyId(): Promise<string>;
  /** @deprecated by the SDK: use `getCredential`. */
  getAccessKeySecret(): Promise<string>;
  /** @deprecated by the SDK: use `getCredential`. Ends a sequence of getters. Empty for a long-lived key. */
  getSecurityToken(): Promise<string>;
  /** @deprecated by the SDK. Always empty. */
  getBearerToken(): string;
  /** @deprecated by the SDK. `default` as long as no credentials were acquired. */
  getType(): "access_key" | "sts" | "default";
}

/** `input` is that of the request that the client was made for. Default: none. */
export interface AlicloudCredentialOptions extends Pick<GetOptions, "waitUntil" | "input"> {
  /** The resolver's own host. */
  readonly host: Pick<Host, "clock">;
}

/** How long the getters keep a snapshot that was replaced, for callers in the middle of a sequence. */
const DRAIN_MS = 30_000;

/**
 * A `credential` for the clients of the official SDK: `new Config({ credential: toAlicloudCredential(resolver, { host }) })`.
 *
 * Current clients call `getCredential`, whose parts come from one snapshot. Older gateways call `getAccessKeyId`,
 * `getAccessKeySecret` and `getSecurityToken`, in this order. Such a sequence gets the parts of one snapshot,
 * however many run at once: while one is open the getters keep its snapshot, for up to 30 seconds after a refresh and
 * never past its expiry. Only a sequence that is still open after that, or that calls the getters in another order, can
 * mix two snapshots.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` without a host, which JavaScript callers can leave out.
 */
export function toAlicloudCredential(
  resolver: Resolver,
  options: AlicloudCredentialOptions,
): AlicloudCredential {
  const { clock } = hostOf(options);
  const { host: _, ...call } = options;
  const asked = Object.keys(call).length > 0 ? call : undefined;
  const get = (): Promise<Credentials> => resolver.get(asked);
  let pinned: Credentials | undefined;
  let replacedAtMs: number | undefined;
  let openSequences = 0;

  /** The snapshot for a getter that begins (1), continues (0) or ends (-1) a sequence. It must stay synchronous. */
  function pin(current: Credentials, step: -1 | 0 | 1): Credentials {
    const nowMs = clock.now();
    const isFree = pinned === undefined || openSequences === 0;
    if (!isFree && pinned !== current) replacedAtMs ??= nowMs;
    const isDrained = replacedAtMs !== undefined && nowMs - replacedAtMs >= DRAIN_MS;
    const isExpired = (pinned?.expiresAtMs ?? Number.POSITIVE_INFINITY) <= nowMs;
    if (pinned === undefined || isFree || isDrained || isExpired) {
      // A sequence on the old snapshot that has not ended by now never will.
      if (pinned !== current) openSequences = 0;
      pinned = current;
      replacedAtMs = undefined;
    }
    openSequences = Math.max(0, openSequences + step);
    return pinned;
  }

  return {
    getCredential: async () => createModel(await get()),
    getAccessKeyId: async () => pin(await get(), 1).accessKeyId,
    getAccessKeySecret: async () => pin(await get(), 0).accessKeySecret,
    getSecurityToken: async () => pin(await get(), -1).securityToken ?? "",
    getBearerToken: () => "",
    getType() {
      const known = pinned ?? resolver.peek();
      return known === undefined ? "default" : typeOf(known);
    },
  };
}

function hostOf(options: Partial<AlicloudCredentialOptions> = {}): AlicloudCredentialOptions["host"] {
  if (options.host !== undefined) return options.host;
  const message =
    "toAlicloudCredential: host is missing. Pass the resolver's own: toAlicloudCredential(resolver, { host })";
  throw new ConfigurationError("INVALID_OPTION", message);
}

function createModel(credentials: Credentials): AlicloudCredentialModel {
  const type = typeOf(credentials);
  const { accessKeyId } = credentials;
  const shown = { accessKeyId, bearerToken: undefined, type, providerName: undefined };
  // Not enumerable, so that nothing prints, spreads or serialises them.
  const model = Object.defineProperties(shown, {
    accessKeySecret: { get: () => credentials.accessKeySecret },
    securityToken: { get: () => credentials.securityToken },
  });
  return Object.freeze(model as AlicloudCredentialModel);
}

function typeOf({ securityToken }: Credentials): "access_key" | "sts" {
  return securityToken === undefined ? "access_key" : "sts";
}
