/**
 * The front door to the identity of the aliyun CLI.
 *
 * @example
 * ```ts
 * import { resolver } from "alicred/aliyun-cli";
 *
 * const { accessKeyId } = await resolver({ profile: "prod" }).get();
 * ```
 *
 * @module
 */
import type { Resolver } from "@alicred/core";
import { type AliyunCliOptions, aliyunCli } from "@alicred/presets/aliyun-cli";
import { type FrontDoorOptions, resolverOf } from "./options.ts";

export type { AliyunCliOptions } from "@alicred/presets/aliyun-cli";
export type { FrontDoorOptions } from "./options.ts";

/** A resolver of the credentials that the aliyun CLI would use. */
export function resolver(options: FrontDoorOptions & AliyunCliOptions = {}): Resolver {
  return resolverOf(aliyunCli(options), options);
}
