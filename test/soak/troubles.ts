import type { Cloud, Fault } from "@alicred/simulators";
import type { Random } from "../fuzz/support/random.ts";

/** A time of trouble at one service. */
export interface Trouble {
  readonly service: string;
  readonly kind: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

const SERVICES: readonly string[] = ["sts", "ecs-metadata", "credentials-uri", "oidc-issuer"];

/** Troubles that pass by themselves. What refuses for good, or hands out what is wrong, has tests of its own. */
const KINDS: readonly Fault[] = [
  { kind: "unavailable" },
  { kind: "throttling" },
  { kind: "internal-error" },
  { kind: "bad-gateway" },
  { kind: "connection-reset" },
  { kind: "hang" },
  { kind: "latency", ms: 2_000 },
  { kind: "truncated-body" },
  { kind: "html-body" },
];

const HOUR_MS = 3_600_000;

/** Plans troubles over a time: one service after another, for a minute to three quarters of an hour, sometimes for a part of calls. */
export function planTroubles(cloud: Cloud, endMs: number, random: Random): readonly Trouble[] {
  const troubles: Trouble[] = [];
  for (const service of SERVICES) {
    let fromMs = cloud.clock.now() + HOUR_MS + random.below(6 * HOUR_MS);
    while (fromMs < endMs - HOUR_MS) {
      const fault = random.of(KINDS);
      const untilMs = fromMs + 60_000 + random.below(45 * 60_000);
      const rate = random.of([1, 1, 0.5]);
      cloud.faults.add({ ...fault, service, from: fromMs, until: untilMs, rate });
      troubles.push({ service, kind: fault.kind, fromMs, untilMs });
      fromMs = untilMs + HOUR_MS + random.below(8 * HOUR_MS);
    }
  }
  return troubles;
}
