/**
 * The upstream of a scenario: it issues numbered credentials, as slowly and as badly as the scenario wants, and knows when
 * each of them really ends.
 *
 * @module
 */
import type { Issued, Setting } from "./subject.ts";
import type { TimeMachine } from "./time-machine.ts";

/** How an upstream fails: by status 500, by status 429, or by never answering. */
export type Fault = "500" | "throttle" | "hang";

/** The error of an upstream that fails. */
export class UpstreamFailure extends Error {
  readonly status: 500 | 429;

  constructor(status: 500 | 429) {
    super(`The upstream answered with status ${status}.`);
    this.name = "UpstreamFailure";
    this.status = status;
  }
}

export interface Upstream extends Pick<Setting, "issue"> {
  latencyMs: number;
  /** The life of what it issues, in milliseconds. */
  lifeMs: number;
  fault: Fault | undefined;
  /** How many calls have arrived. */
  readonly calls: number;
  /** How many of them wait for their answer, without those that never get one. */
  readonly inFlight: number;
  /** The life left of what was issued with this id, in milliseconds, by the true time. 0 for an unknown id. */
  lifeLeftMs(id: string): number;
}

export function createUpstream(machine: TimeMachine): Upstream {
  const endsAtMs = new Map<string, number>();
  const ids = /LTAI-\d+/;
  let calls = 0;
  let inFlight = 0;
  const upstream: Upstream = {
    latencyMs: 0,
    lifeMs: 3_600_000,
    fault: undefined,
    get calls() {
      return calls;
    },
    get inFlight() {
      return inFlight;
    },
    lifeLeftMs: (text) => (endsAtMs.get(ids.exec(text)?.[0] ?? "") ?? 0) - machine.elapsedMs(),
    async issue(): Promise<Issued> {
      const number = ++calls;
      if (upstream.fault === "hang") return new Promise<never>(() => undefined);
      inFlight++;
      try {
        const { fault, latencyMs } = upstream;
        if (latencyMs > 0) await new Promise((resolve) => setTimeout(resolve, latencyMs));
        if (fault !== undefined) throw new UpstreamFailure(fault === "500" ? 500 : 429);
        const accessKeyId = `LTAI-${number}`;
        // In whole seconds, as services state it.
        const nowMs = machine.wallMs();
        const endMs = Math.floor((nowMs + upstream.lifeMs) / 1000) * 1000;
        endsAtMs.set(accessKeyId, machine.elapsedMs() + endMs - nowMs);
        const expiration = new Date(endMs);
        return {
          accessKeyId,
          accessKeySecret: `secret-${number}`,
          securityToken: `token-LTAI-${number}`,
          expiration,
        };
      } finally {
        inFlight--;
      }
    },
  };
  return upstream;
}
