/**
 * For `ali-oss`: credentials that follow the resolver.
 *
 * @module
 */
import type { Credentials, GetOptions, Resolver } from "@alicred/core";

/** Credentials by the names of `ali-oss`. Plain data, which it insists on: printing it shows the secrets. */
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
 * The options that make an `ali-oss` client sign each request with the resolver's present credentials:
 * `new OSS({ region, bucket, ...(await toAliOss(resolver)) })`. A client that begins with a long-lived key never asks
 * again, for `ali-oss` refreshes sessions only.
 *
 * @param options `waitUntil` for refreshes that the client starts. Default: the host's.
 * @throws {AlicredError} what `resolver.get()` throws; later on `refreshSTSToken` does, and the request with it.
 * @see https://github.com/ali-sdk/ali-oss#ossoptions
 */
export async function toAliOss(
  resolver: Resolver,
  { waitUntil }: Pick<GetOptions, "waitUntil"> = {},
): Promise<AliOssOptions> {
  const get = (): Promise<Credentials> => resolver.get(waitUntil && { waitUntil });
  const current = async (): Promise<AliOssCredentials> => renamed(await get());
  return { ...(await current()), refreshSTSToken: current, refreshSTSTokenInterval: 0 };
}

// The token is there even when empty: `ali-oss` merges this over the credentials that it had, and an old token must not stay.
function renamed({ accessKeyId, accessKeySecret, securityToken = "" }: Credentials): AliOssCredentials {
  return { accessKeyId, accessKeySecret, stsToken: securityToken };
}
