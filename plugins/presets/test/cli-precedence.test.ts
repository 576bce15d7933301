import { ask, createContext } from "@alicred/core";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { casesOf } from "../../../test/case-count.ts";
import { aliyunCli, aliyunCliRegion } from "../src/aliyun-cli/mod.ts";
import { type CliCase, cliCase, cliWorldOf, OVERRIDES } from "./cli-case.ts";
import { cliModel, cliRegionModel } from "./cli-model.ts";
import { compareAtRandom, expectOutcomes, SEED } from "./run-cases.ts";
import { hostOf } from "./world.ts";

const CASES = casesOf(15_000);
const REGIONS = casesOf(2_000);

test(`aliyun CLI: ${CASES} cases of any inputs, seed ${SEED}`, async () => {
  const { outcomes } = await compareAtRandom(cliCase, CASES, {
    sourceOf: ({ overrides }) => aliyunCli({ overrides: OVERRIDES[overrides] }),
    hostOf: (it: CliCase) => hostOf(cliWorldOf(it)),
    model: cliModel,
  });
  expectOutcomes(outcomes, 100);
});

test(`aliyun CLI: the region is that of the profile that won, in ${REGIONS} cases, seed ${SEED}`, async () => {
  const seen = new Set<string | undefined>();
  for (const it of fc.sample(cliCase, { seed: SEED, numRuns: REGIONS })) {
    const overrides = OVERRIDES[it.overrides];
    const host = hostOf(cliWorldOf(it));
    const context = createContext({ host, signal: new AbortController().signal });
    const answer = await ask(context, aliyunCli({ overrides }));
    const shown = (await aliyunCliRegion({ overrides }, host))?.value;
    expect(shown, JSON.stringify(it)).toBe(cliRegionModel(it));
    if (answer.outcome === "credentials") expect(answer.region, JSON.stringify(it)).toBe(shown);
    seen.add(shown);
  }
  expect(seen).toEqual(new Set([undefined, "cn-e", "cn-shanghai", "cn-hangzhou"]));
});
