import type { RuntimeCase } from "../case.ts";
import { digestsOf } from "./digests-of.ts";
import { expected } from "./expected.ts";
import { runScript } from "./script.ts";

/** One seed and one script: the same bytes from every service, and the same journal. */
export const simulatedRunCases: readonly RuntimeCase[] = [
  {
    name: "simulators: a seeded run over all services gives the same replies and the same journal",
    async run(t) {
      const found = await digestsOf(await runScript());
      t.deepEqual(
        found,
        expected,
        "digests; `npx tsx test/runtimes/write-expected-run.ts` writes those of Node",
      );
    },
  },
  {
    name: "simulators: the same run once more, in the same process, is the same",
    async run(t) {
      const [one, two] = [await runScript(), await runScript()];
      for (const [service, text] of Object.entries(one)) t.equal(text === two[service], true, service);
    },
  },
];
