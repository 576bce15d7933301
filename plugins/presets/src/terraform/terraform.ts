import { type CredentialSource, parseOptions, schemaOf } from "@alicred/core";
import { type ModeProvider, modeProviders, profileModesOf } from "@alicred/plugin-kit";
import { accessKeyModes } from "../profile-modes/access-key-modes.ts";
import { asDocumented } from "./as-documented.ts";
import type { ProviderBlock } from "./provider-block.ts";
import { providerOrder } from "./provider-order.ts";
import { blockSource } from "./read-block.ts";

export interface TerraformOptions {
  /**
   * Default: the order of Terraform's documentation, in which key, secret and token always come from one source.
   * `provider` does what the provider's code does where the two differ, the mixing of fields included; the trace names
   * each mixed field.
   */
  readonly compat?: "provider" | undefined;
  /** The modes of the shared file that are understood, and plugins for all of theirs. Default: all that lead to access keys. */
  readonly modes?: readonly ModeProvider[] | undefined;
}

const NAME = "terraform";
const terraformOptions = /* @__PURE__ */ schemaOf<TerraformOptions>({ modes: modeProviders });

/**
 * Credentials as Terraform's `alicloud` provider finds them for a provider block. The block `assume_role` wraps
 * whichever source won.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` that names every argument which cannot be used.
 * @see https://www.alibabacloud.com/help/en/terraform/terraform-authentication
 */
export function terraform(block: ProviderBlock = {}, options: TerraformOptions = {}): CredentialSource {
  const { compat, modes: providers = accessKeyModes } = parseOptions(terraformOptions, options, NAME);
  const modes = profileModesOf(providers);
  return blockSource(NAME, block, compat, (settings) =>
    compat === "provider" ? providerOrder(NAME, settings, modes) : asDocumented(NAME, settings, modes),
  );
}
