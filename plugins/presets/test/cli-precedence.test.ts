import { expect, test } from "vitest";
import { aliyunCli } from "../src/aliyun-cli/mod.ts";
import { type CliCase, cliCase, cliWorldOf } from "./cli-case.ts";
import { cliModel } from "./cli-model.ts";
import { compareAtRandom, SEED } from "./run-cases.ts";
import { hostOf } from "./world.ts";

const CASES = 15_000;

test(`aliyun CLI: ${CASES} cases of any inputs, seed ${SEED}`, async () => {
  const { outcomes } = await compareAtRandom(cliCase, CASES, {
    sourceOf: () => aliyunCli(),
    hostOf: (it: CliCase) => hostOf(cliWorldOf(it)),
    model: cliModel,
  });
  expect(outcomes).toBeGreaterThan(30);
}, 120_000);
