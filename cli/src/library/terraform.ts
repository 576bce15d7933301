/**
 * The front door to the identity of Terraform's `alicloud` provider.
 *
 * @example
 * ```ts
 * import { resolver } from "alicred/terraform";
 *
 * const { accessKeyId } = await resolver({ profile: "prod", region: "cn-hangzhou" }).get();
 * ```
 *
 * @module
 */
import type { Resolver } from "@alicred/core";
import {
  type DocumentedOptions,
  type ProviderBlock,
  type TerraformOptions,
  terraform,
} from "@alicred/presets/terraform";
import { type FrontDoorOptions, resolverOf } from "./options.ts";

export type { DocumentedOptions, ProviderBlock, TerraformOptions } from "@alicred/presets/terraform";
export type { FrontDoorOptions } from "./options.ts";

/**
 * A resolver of the credentials that Terraform would use for a provider block.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` that names every argument of the block which cannot be used.
 */
export function resolver(block?: ProviderBlock, options?: FrontDoorOptions & DocumentedOptions): Resolver;
export function resolver(block?: ProviderBlock, options?: FrontDoorOptions & TerraformOptions): Resolver;
export function resolver(
  block: ProviderBlock = {},
  options: FrontDoorOptions & TerraformOptions = {},
): Resolver {
  return resolverOf(terraform(block, options), options);
}
