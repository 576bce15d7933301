import { describe, expect, test } from "vitest";
import { type ProviderBlock, terraform } from "../src/terraform/mod.ts";
import { type ProviderSettings, terraformHttp } from "../src/terraform-http/mod.ts";
import { compareAtRandom, compareEach, SEED } from "./run-cases.ts";
import { blockOf, everyPresence, type TerraformCase, terraformCase, worldOf } from "./terraform-case.ts";
import { documentedModel, providerModel } from "./terraform-models.ts";
import { hostOf } from "./world.ts";

const CASES = 20_000;

describe.each([
  ["the documented order", terraform, documentedModel, 200],
  [
    "the documented order in a small bundle",
    // The cases spell their arguments as documented, and have numbers where numbers belong.
    (block: ProviderBlock) => terraformHttp(block as ProviderSettings),
    withoutExternal,
    // One of the modes is no outcome of its own here.
    150,
  ],
  [
    "the order of the provider's code",
    (block: ProviderBlock) => terraform(block, { compat: "provider" }),
    providerModel,
    200,
  ],
] as const)("terraform: %s", (_name, make, model, leastOutcomes) => {
  const subject = {
    sourceOf: (it: TerraformCase) => make(blockOf(it)),
    hostOf: (it: TerraformCase) => hostOf(worldOf(it)),
    model,
  };

  test("every combination of sources that are whole or absent", async () => {
    const { cases } = await compareEach(everyPresence(), subject);
    expect(cases).toBeGreaterThan(10_000);
  }, 120_000);

  test(`${CASES} cases of any inputs, seed ${SEED}`, async () => {
    const { outcomes } = await compareAtRandom(terraformCase, CASES, subject);
    expect(outcomes).toBeGreaterThan(leastOutcomes);
  }, 120_000);
});

/** The mode that needs processes is one that the small bundle does not know. */
function withoutExternal(it: TerraformCase): string {
  const identity = documentedModel(it);
  return identity.includes("external") ? "failed" : identity;
}
