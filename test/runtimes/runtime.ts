import type { RuntimeName } from "../cases/case.ts";
import type { CaseResult } from "../cases/run.ts";
import type { Bundles } from "./bundle.ts";

export interface RunContext {
  readonly origin: string;
  /** A home folder with a `config.json`, for the runtimes that have files. */
  readonly home: string;
  readonly bundles: Bundles;
}

export interface RuntimeReport {
  readonly version: string;
  readonly results: readonly CaseResult[];
}

/** One way to run the cases. */
export interface Runtime {
  readonly name: RuntimeName;
  /** Why it cannot run on this machine, with what to install; `undefined` when it can. */
  missing(): Promise<string | undefined>;
  run(context: RunContext): Promise<RuntimeReport>;
}
