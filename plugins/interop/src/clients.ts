/**
 * Credentials for clients that have names of their own for them: Nacos, Log Service and Tablestore.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { envCredentials } from "@alicred/env";
 * import { toAlicloudLog, toNacos } from "@alicred/interop/clients";
 *
 * const resolver = refreshing(envCredentials(), { host: nodeHost() });
 * const nacosOptions = { serverAddr: "mse.example:8848", aliyunCredentialsProvider: toNacos(resolver) };
 * const logOptions = { region: "cn-hangzhou", credentialsProvider: toAlicloudLog(resolver) };
 * ```
 *
 * @module
 */
import type { GetOptions, Resolver } from "@alicred/core";

/**
 * For the calls that the client makes: `waitUntil` for refreshes that it starts, by default the host's, and the `input` of
 * the request that the client was made for, by default none.
 */
export type ClientOptions = Pick<GetOptions, "waitUntil" | "input">;

/** Plain credentials, as clients want them; printing them shows the secrets. */
export interface PlainCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Empty for a long-lived key. */
  readonly securityToken: string;
}

/** The object that `@alicloud/log` wants. */
export interface AlicloudLogProvider {
  /** @throws {AlicredError} from `resolver.get()`; the client's request fails with it. */
  readonly getCredentials: () => Promise<PlainCredentials>;
}

/** The credentials by the names of `tablestore`. */
export interface TablestoreCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Empty for a long-lived key. */
  readonly stsToken: string;
}

/**
 * The option `aliyunCredentialsProvider` of `nacos`, `nacos-config` and `nacos-naming` 2.6: the client calls it before
 * each request.
 *
 * @see https://github.com/nacos-group/nacos-sdk-nodejs
 */
export function toNacos(resolver: Resolver, options?: ClientOptions): () => Promise<PlainCredentials> {
  return () => current(resolver, options);
}

/**
 * The option `credentialsProvider` of `@alicloud/log` 1.2. The client asks before each request, and looks at the name of
 * the function's constructor: it must stay a native `async` function, so compile this package for ES2017 or later.
 *
 * @see https://github.com/aliyun/aliyun-log-nodejs-sdk
 */
export function toAlicloudLog(resolver: Resolver, options?: ClientOptions): AlicloudLogProvider {
  return { getCredentials: async () => current(resolver, options) };
}

/**
 * The credentials of the moment for a client of `tablestore` 5.6, which asks nobody and keeps what it was made with. Renew
 * them before a request, which costs nothing while they are fresh: `Object.assign(client.config, await
 * toTablestore(resolver))`. All parts change at once, so that no request mixes two sessions.
 *
 * @throws {AlicredError} from `resolver.get()`
 * @see https://github.com/aliyun/aliyun-tablestore-nodejs-sdk
 */
export async function toTablestore(
  resolver: Resolver,
  options?: ClientOptions,
): Promise<TablestoreCredentials> {
  const { accessKeyId, accessKeySecret, securityToken } = await current(resolver, options);
  return { accessKeyId, secretAccessKey: accessKeySecret, stsToken: securityToken };
}

async function current(resolver: Resolver, options?: ClientOptions): Promise<PlainCredentials> {
  const { accessKeyId, accessKeySecret, securityToken = "" } = await resolver.get(options);
  return { accessKeyId, accessKeySecret, securityToken };
}
