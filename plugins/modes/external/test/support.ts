import { createTestHost, type TestHostOptions } from "@alicred/conformance";
import type { Host, ProcessResult, RunOptions } from "@alicred/core";

export interface Run extends RunOptions {
  readonly argv: readonly string[];
}

export interface Bench {
  readonly host: Host;
  /** The processes that were started, in order. */
  readonly runs: Run[];
}

/** A host whose every process ends with this result, or by this function. */
export function bench(
  result: unknown | ((run: Run) => Promise<ProcessResult>),
  options: TestHostOptions = {},
): Bench {
  const runs: Run[] = [];
  const host: Host = {
    ...createTestHost(options),
    processes: {
      async run(argv, runOptions) {
        const run = { argv, ...runOptions };
        runs.push(run);
        runOptions.signal?.throwIfAborted();
        return typeof result === "function" ? result(run) : printed(result);
      },
    },
  };
  return { host, runs };
}

export function printed(output: unknown, exitCode = 0): ProcessResult {
  return { exitCode, stdout: typeof output === "string" ? output : JSON.stringify(output) };
}

export const NOW_MS: number = Date.parse("2026-01-07T08:00:00Z");
export const KEY = { access_key_id: "LTAIkey", access_key_secret: "canary-secret" };
export const SESSION = {
  mode: "StsToken",
  access_key_id: "STS.session",
  access_key_secret: "canary-secret",
  sts_token: "canary-token",
  expiration: "2026-01-07T09:00:00Z",
};
