import { type CredentialSource, type Host, parseFields, schemaOf } from "@alicred/core";
import type { ProfileMode, Setting } from "@alicred/plugin-kit";
import { lazySource, modesOf, type ProfileOptions, type SourcesOption, sharedRules } from "../arrange.ts";
import { createScope, regionOf } from "./block-scope.ts";
import { type DocumentedOptions, documented, NAME } from "./documented.ts";
import type { ProviderBlock } from "./provider-block.ts";
import type { ProviderSources } from "./provider-order.ts";
import { readBlock, warnOfBlock } from "./read-block.ts";

/** The order of the provider's code. */
export interface CompatOptions extends ProfileOptions, SourcesOption<ProviderSources> {
  /**
   * Does what the provider's code does where it differs from the documentation, including the mixing of fields; the trace
   * names each mixed field.
   */
  readonly compat: "provider";
}

/** `modes` is by default every mode that leads to an access key. */
export type TerraformOptions = DocumentedOptions | CompatOptions;

/**
 * Credentials as Terraform's `alicloud` provider finds them for a provider block, in the order of its documentation or,
 * with `compat: "provider"`, of its code. The block `assume_role` wraps whichever source won.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` that names every invalid argument.
 * @see https://www.alibabacloud.com/help/en/terraform/terraform-authentication
 */
export function terraform(block?: ProviderBlock, options?: DocumentedOptions): CredentialSource;
export function terraform(block?: ProviderBlock, options?: TerraformOptions): CredentialSource;
export function terraform(block: ProviderBlock = {}, options: TerraformOptions = {}): CredentialSource {
  const load = async (): Promise<readonly ProfileMode[]> => (await import("../plugins.ts")).accessKeyModes;
  if (options.compat === undefined) return documented(block, options, load);
  const checked = parseFields(schemaOf<CompatOptions>({ ...sharedRules, compat: COMPAT }), options, NAME);
  const modes = modesOf(checked, load);
  const { settings, ...findings } = readBlock(block, checked.compat);
  const scope = createScope(settings);
  const source = lazySource(NAME, async () => {
    const { providerOrder } = await import("./provider-order.ts");
    return providerOrder(NAME, scope, checked, modes);
  });
  return warnOfBlock(source, scope, findings);
}

const COMPAT = { accepts: (value: unknown) => value === "provider", complaint: 'is not "provider"' } as const;

/**
 * The region that Terraform's provider works in, and what named it: the block, `ALICLOUD_REGION` or
 * `ALIBABA_CLOUD_REGION`, the profile that the key comes from, else `cn-beijing`.
 *
 * @param options `compat` as for `terraform`
 * @throws {ConfigurationError} `INVALID_OPTION` for a block that cannot be used.
 */
export async function terraformRegion(
  block: ProviderBlock,
  host: Host,
  options: { readonly compat?: "provider" | undefined } = {},
): Promise<Setting> {
  return regionOf(host, createScope(readBlock(block, options.compat).settings));
}
