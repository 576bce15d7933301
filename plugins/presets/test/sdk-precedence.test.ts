import { test } from "vitest";
import { casesOf } from "../../../test/case-count.ts";
import { sdkDefault } from "../src/sdk-default/mod.ts";
import { compareAtRandom, expectOutcomes, SEED } from "./run-cases.ts";
import { type SdkCase, sdkCase, sdkWorldOf } from "./sdk-case.ts";
import { sdkModel } from "./sdk-model.ts";
import { hostOf } from "./world.ts";

const CASES = casesOf(20_000);

test(`default chain of the SDKs: ${CASES} cases of any inputs, seed ${SEED}`, async () => {
  const { outcomes } = await compareAtRandom(sdkCase, CASES, {
    sourceOf: () => sdkDefault(),
    hostOf: (it: SdkCase) => hostOf(sdkWorldOf(it)),
    model: sdkModel,
  });
  expectOutcomes(outcomes, 15);
});
