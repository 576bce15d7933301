import { readFile } from "node:fs/promises";
import { EdgeVM } from "@edge-runtime/vm";
import type { CaseResult } from "../cases/run.ts";
import { packageVersion } from "./package-version.ts";
import type { Runtime } from "./runtime.ts";

/** Vercel's edge runtime, evaluating a plain script: no process, no Buffer, no node: modules. */
export const edgeRuntime: Runtime = {
  name: "edge-runtime",
  missing: async () => undefined,
  async run({ origin, bundles }) {
    const vm = new EdgeVM();
    vm.evaluate(await readFile(bundles.script, "utf8"));
    const call = `runAlicredCases("edge-runtime", ${JSON.stringify(origin)})`;
    const results = await vm.evaluate<Promise<string>>(call);
    return { version: packageVersion("@edge-runtime/vm"), results: JSON.parse(results) as CaseResult[] };
  },
};
