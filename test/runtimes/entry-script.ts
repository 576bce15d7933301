// A classic script for a page and for EdgeVM: puts one function on the global object.
import { webHost } from "@alicred/core/host/web";
import type { RuntimeName } from "../cases/case.ts";
import { cases } from "../cases/mod.ts";
import { runCases } from "../cases/run.ts";

Object.assign(globalThis, {
  runAlicredCases: async (runtime: RuntimeName, origin: string): Promise<string> =>
    JSON.stringify(await runCases(cases, runtime, origin, webHost({ runtime }))),
});
