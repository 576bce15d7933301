import { Miniflare } from "miniflare";
import type { RuntimeName } from "../cases/case.ts";
import type { CaseResult } from "../cases/run.ts";
import { packageVersion } from "./package-version.ts";
import type { Runtime } from "./runtime.ts";

function workerd(name: RuntimeName, compatibilityFlags: string[]): Runtime {
  return {
    name,
    missing: async () => undefined,
    async run({ origin, bundles }) {
      const server = new Miniflare({
        modules: true,
        scriptPath: bundles.worker,
        compatibilityDate: "2026-04-01",
        compatibilityFlags,
        cf: false,
      });
      try {
        const query = new URLSearchParams({ runtime: name, origin });
        const response = await server.dispatchFetch(`http://worker.test/?${query}`);
        return { version: packageVersion("workerd"), results: (await response.json()) as CaseResult[] };
      } finally {
        await server.dispose();
      }
    },
  };
}

export const bareWorkerd: Runtime = workerd("workerd", []);
export const nodejsWorkerd: Runtime = workerd("workerd-nodejs-compat", ["nodejs_compat"]);
