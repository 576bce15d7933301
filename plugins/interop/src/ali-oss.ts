/**
 * Options for `ali-oss`: credentials that follow the resolver.
 *
 * @example
 * ```ts
 * import { refreshing } from "@alicred/core";
 * import { nodeHost } from "@alicred/core/host/node";
 * import { envCredentials } from "@alicred/env";
 * import { toAliOss } from "@alicred/interop/ali-oss";
 * import OSS from "ali-oss";
 *
 * const resolver = refreshing(envCredentials(), { host: nodeHost() });
 * const client = new OSS({ region: "oss-cn-hangzhou", bucket: "photos", ...(await toAliOss(resolver)) });
 * ```
 *
 * @module
 */
import type { Credentials, GetOptions, Resolver } from "@alicred/core";

/** Credentials by the names of `ali-oss`. It insists on plain data, so printing it shows the secrets. */
export interface AliOssCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Empty for a long-lived key. */
  readonly stsToken: string;
}

/** The options of an `ali-oss` client that concern credentials; spread them among its others. */
export interface AliOssOptions extends AliOssCredentials {
  readonly refreshSTSToken: () => Promise<AliOssCredentials>;
  /** 0: the client asks before each request, and the resolver answers from its cache. */
  readonly refreshSTSTokenInterval: 0;
}

/**
 * The options that make an `ali-oss` client sign each request with the resolver's current credentials:
 * `new OSS({ region, bucket, ...(await toAliOss(resolver)) })`. A client that begins with a long-lived key never asks
 * again, because `ali-oss` refreshes only sessions.
 *
 * @param options `waitUntil` for refreshes that the client starts, by default the host's; the `input` of the request that
 *   the client was made for, by default none.
 * @throws {AlicredError} from `resolver.get()`. Later `refreshSTSToken` rejects with it, and so does the request.
 * @see https://github.com/ali-sdk/ali-oss#ossoptions
 */
export async function toAliOss(
  resolver: Resolver,
  options?: Pick<GetOptions, "waitUntil" | "input">,
): Promise<AliOssOptions> {
  const current = async (): Promise<AliOssCredentials> => renamed(await resolver.get(options));
  return { ...(await current()), refreshSTSToken: current, refreshSTSTokenInterval: 0 };
}

// An empty token is included too: `ali-oss` merges this over its old credentials, and an old token must not stay.
function renamed({ accessKeyId, accessKeySecret, securityToken = "" }: Credentials): AliOssCredentials {
  return { accessKeyId, accessKeySecret, stsToken: securityToken };
}
