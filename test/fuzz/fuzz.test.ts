import { expect, it } from "vitest";
import { keptTargets } from "./corpus.ts";
import { fuzz } from "./loop.ts";
import { targets } from "./targets.ts";

/** `npm run test:fuzz` has other seeds, and more time. */
const SEED = 20260107;
const INPUTS = 40;

it.each(targets.map((target) => [target.name, target] as const))(
  "%s: the kept inputs and a few more lead to a value or a typed error, soon, and show no secret",
  async (_name, target) => {
    const { faults } = await fuzz(target, { seed: SEED, goesOn: (inputs) => inputs < INPUTS });
    expect(faults).toEqual([]);
  },
);

it("every folder of the corpus is of a target", () => {
  expect(targets.map(({ name }) => name)).toEqual(expect.arrayContaining([...keptTargets()]));
});
