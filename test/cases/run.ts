import type { Host } from "@alicred/core";
import { assert } from "./assert.ts";
import type { RuntimeCase, RuntimeName } from "./case.ts";

export interface CaseResult {
  readonly name: string;
  readonly status: "passed" | "excepted" | "failed";
  /** The exception's reason, or the failure's message. */
  readonly detail?: string;
  readonly durationMs: number;
}

const caseTimeoutMs = 20_000;
/** In a bundle, file names are gone and function names remain. */
const assertionFrame = /assert\.ts|at (?:Object\.)?(?:fail|equal|deepEqual|ok|rejects) /;

/** Runs the list in order, in whatever runtime calls it. Never rejects: a failure is a result. */
export async function runCases(
  cases: readonly RuntimeCase[],
  runtime: RuntimeName,
  origin: string,
  host: Host,
): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  for (const one of cases) {
    const startedMs = Date.now();
    const failure = await withDeadline(one.run({ ...assert, runtime, origin, host })).then(
      () => undefined,
      (reason: unknown) => describe(reason),
    );
    results.push({
      name: one.name,
      ...judge(one.except?.[runtime], failure),
      durationMs: Date.now() - startedMs,
    });
  }
  return results;
}

function judge(
  exception: string | undefined,
  failure: string | undefined,
): Pick<CaseResult, "status" | "detail"> {
  if (exception === undefined) {
    return failure === undefined ? { status: "passed" } : { status: "failed", detail: failure };
  }
  return failure === undefined
    ? { status: "failed", detail: `passes, so this exception is out of date: ${exception}` }
    : { status: "excepted", detail: exception };
}

async function withDeadline(run: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no result after ${caseTimeoutMs} ms`)), caseTimeoutMs);
  });
  try {
    await Promise.race([run, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

function describe(reason: unknown): string {
  if (!(reason instanceof Error)) return String(reason);
  const where = reason.stack?.split("\n").find((line) => /^\s+at /.test(line) && !assertionFrame.test(line));
  return where === undefined
    ? `${reason.name}: ${reason.message}`
    : `${reason.name}: ${reason.message}\n${where}`;
}
