import { describe, expect, test } from "vitest";
import { terraform } from "../src/terraform/mod.ts";
import { compareAtRandom, compareEach, SEED } from "./run-cases.ts";
import { blockOf, everyPresence, type TerraformCase, terraformCase, worldOf } from "./terraform-case.ts";
import { documentedModel, providerModel } from "./terraform-models.ts";
import { hostOf } from "./world.ts";

const CASES = 20_000;

describe.each([
  ["the documented order", undefined, documentedModel],
  ["the order of the provider's code", "provider", providerModel],
] as const)("terraform: %s", (_name, compat, model) => {
  const subject = {
    sourceOf: (it: TerraformCase) => terraform(blockOf(it), { compat }),
    hostOf: (it: TerraformCase) => hostOf(worldOf(it)),
    model,
  };

  test("every combination of sources that are whole or absent", async () => {
    const { cases } = await compareEach(everyPresence(), subject);
    expect(cases).toBeGreaterThan(10_000);
  }, 120_000);

  test(`${CASES} cases of any inputs, seed ${SEED}`, async () => {
    const { outcomes } = await compareAtRandom(terraformCase, CASES, subject);
    expect(outcomes).toBeGreaterThan(200);
  }, 120_000);
});
