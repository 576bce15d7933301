import { ConfigurationError, type CredentialSource } from "@alicred/core";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { casesOf } from "../../../test/case-count.ts";
import { type ProviderBlock, terraform, terraformRegion } from "../src/terraform/mod.ts";
import { terraformHttp } from "../src/terraform-http.ts";
import { compareAtRandom, compareEach, expectOutcomes, SEED, someOf } from "./run-cases.ts";
import { blockOf, everyPresence, type TerraformCase, terraformCase } from "./terraform-case.ts";
import { machineOf } from "./terraform-machine.ts";
import { documentedModel, providerModel, regionModels } from "./terraform-models.ts";

const CASES = casesOf(20_000);
const REGIONS = casesOf(4_000);

const provider = (block: ProviderBlock): CredentialSource => terraform(block, { compat: "provider" });

describe.each([
  ["the documented order", terraform, documentedModel],
  ["the documented order without processes", terraformHttp, withoutExternal],
  ["the order of the provider's code", provider, providerModel],
] as const)("terraform: %s", (_name, make, model) => {
  const subject = {
    sourceOf: (it: TerraformCase) => made(make, it),
    hostOf: machineOf,
    model,
  };

  test("every combination of sources that are whole or absent", async () => {
    const all = [...everyPresence()];
    expect(all.length).toBeGreaterThan(10_000);
    await compareEach(someOf(all), subject);
  });

  test(`${CASES} cases of any inputs, seed ${SEED}`, async () => {
    const { outcomes } = await compareAtRandom(terraformCase, CASES, subject);
    expectOutcomes(outcomes, 500);
  });
});

test.each([
  ["the documented order", undefined, regionModels.documented],
  ["the provider's code", "provider", regionModels.provider],
] as const)(`the region of %s in ${REGIONS} cases, seed ${SEED}`, async (_name, compat, model) => {
  for (const it of fc.sample(terraformCase, { seed: SEED, numRuns: REGIONS })) {
    // A block that Terraform refuses has no region either.
    const { assume_role: _, ...block } = blockOf(it);
    const { value } = await terraformRegion(block, machineOf(it), { compat });
    if (value !== model(it)) expect(value, JSON.stringify(it)).toBe(model(it));
  }
});

/** The source, or one that fails as the making of it did. */
function made(make: (block: ProviderBlock) => CredentialSource, it: TerraformCase): CredentialSource {
  try {
    return make(blockOf(it));
  } catch (thrown) {
    if (!(thrown instanceof ConfigurationError)) throw thrown;
    return { name: "refused", resolve: () => Promise.reject(thrown) };
  }
}

/** The mode that needs processes is one that this preset does not know. */
function withoutExternal(it: TerraformCase): string {
  const identity = documentedModel(it);
  return identity.includes("external") ? "failed" : identity;
}
