/**
 * A scenario, and the stage on which it runs.
 *
 * @module
 */
import type { Row } from "./figures.ts";
import type { Setting, Subject } from "./subject.ts";
import { createTimeMachine, type TimeMachine } from "./time-machine.ts";
import { createUpstream, type Upstream } from "./upstream.ts";

/** The surroundings of one run. */
export interface Stage {
  readonly upstream: Upstream;
  readonly machine: TimeMachine;
  readonly setting: Setting;
  /** Whether the run is to be short, for a first look. */
  readonly quick: boolean;
  /** Stops the whole process for so long, where the runner can. */
  readonly freeze?: (ms: number) => Promise<void>;
}

export interface Scenario {
  readonly name: string;
  /** Whether it moves the clocks of the process: then nothing else may run in it. */
  readonly travels: boolean;
  run(subject: Subject, stage: Stage): Promise<readonly Row[]>;
}

/** How a runner reaches the upstream over HTTP. */
export interface Serving {
  readonly url: string;
  close(): Promise<void>;
}

export interface StageOptions extends Pick<Stage, "quick" | "freeze"> {
  /** Serves the upstream over HTTP. Default: it is not served, and the address refuses connections. */
  readonly serve?: (upstream: Upstream, machine: TimeMachine) => Promise<Serving>;
}

/** Runs a scenario for a subject on a new stage. The clocks of the process are right again afterwards. */
export async function runScenario(
  scenario: Scenario,
  subject: Subject,
  { quick, freeze, serve }: StageOptions,
): Promise<readonly Row[]> {
  const machine = createTimeMachine();
  const upstream = createUpstream(machine);
  const serving = await serve?.(upstream, machine);
  const setting = { issue: upstream.issue, url: serving?.url ?? "http://127.0.0.1:9" };
  const restore = scenario.travels ? machine.install() : undefined;
  try {
    return await scenario.run(subject, { upstream, machine, setting, quick, ...(freeze && { freeze }) });
  } finally {
    restore?.();
    await serving?.close();
  }
}

/** Time for an answer to arrive over the loopback, in milliseconds. */
const ARRIVAL_MS = 3;

/** Waits until the upstream has answered all it will, and the subject has heard of it. */
export async function settle({ upstream }: Pick<Stage, "upstream">): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  if (upstream.inFlight === 0) return;
  while (upstream.inFlight > 0) await new Promise((resolve) => setImmediate(resolve));
  await pause(ARRIVAL_MS);
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
