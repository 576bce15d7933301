/**
 * The documented order around a block, apart from the order of the provider's code: a bundle for the edge has neither
 * that code nor parts that are loaded later.
 *
 * @module
 */
import type { CredentialSource } from "@alicred/core";
import { parseFields, schemaOf } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import type { ProfileOptions, SourcesOption } from "../arrange.ts";
import { modesOf, sharedRules } from "../arrange.ts";
import { createScope } from "./block-scope.ts";
import type { TerraformSources } from "./documented-order.ts";
import { documentedOrder } from "./documented-order.ts";
import type { ProviderBlock } from "./provider-block.ts";
import { readBlock, warnOfBlock } from "./read-block.ts";

/** The name of the source, in provenance, trace and errors. */
export const NAME = "terraform";

/** The documented order, whose sources can be rearranged below the role of the block. */
export interface DocumentedOptions extends ProfileOptions, SourcesOption<TerraformSources> {
  readonly compat?: undefined;
}

/**
 * The documented order.
 *
 * @param load gives the modes where the options name none
 */
export function documented(
  block: ProviderBlock,
  options: DocumentedOptions,
  load: () => Promise<readonly ProfileMode[]>,
): CredentialSource {
  const checked = parseFields(schemaOf<DocumentedOptions>(sharedRules), options, NAME);
  const { settings, ...findings } = readBlock(block);
  const scope = createScope(settings);
  return warnOfBlock(documentedOrder(NAME, scope, checked, modesOf(checked, load)), scope, findings);
}
