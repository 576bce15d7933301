// Roles that assume each other, each from the credentials of the one below, at a simulated STS in this process.
import { assumeRole } from "@alicred/assume-role";
import { type CredentialSource, refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { simulateCloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";
import { median } from "../../cli/src/commands/bench/suite/figures.ts";
import type { Measure } from "../harness/work.ts";

const LATENCY_MS = 10;
const ROLE = "acs:ram::1000000000000001:role/admin";

export const measure: Measure = async ({ quick }) => {
  const depths = quick ? [1, 5, 10] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  const rows = [];
  await resolveThrough(1);
  for (const depth of depths) {
    const rounds = [];
    for (let round = 0; round < (quick ? 3 : 9); round++) rounds.push(await resolveThrough(depth));
    rows.push({
      subject: "alicred, assumeRole",
      kind: "own" as const,
      group: "in process",
      case: depth === 1 ? "1 role" : `${depth} roles`,
      figures: {
        calls: median(rounds.map(({ calls }) => calls)),
        hitCalls: Math.max(...rounds.map(({ hitCalls }) => hitCalls)),
        // The least: whatever else the machine does only adds to it.
        ms: Math.min(...rounds.map(({ ms }) => ms)),
        msPerRole: Math.min(...rounds.map(({ ms }) => ms / depth)),
      },
    });
  }
  return rows;
};

async function resolveThrough(depth: number): Promise<{ calls: number; hitCalls: number; ms: number }> {
  const cloud = simulateCloud();
  let calls = 0;
  const host = nodeHost({
    clock: {
      now: () => cloud.clock.now(),
      monotonic: () => performance.now(),
      sleep: nodeHost().clock.sleep,
    },
    async fetch(url, init) {
      calls++;
      await new Promise((resolve) => setTimeout(resolve, LATENCY_MS));
      return cloud.fetch(url, init);
    },
  });
  let source: CredentialSource = staticCredentials(cloud.accessKey("alice"));
  for (let hop = 1; hop <= depth; hop++)
    source = assumeRole({ from: source, roleArn: ROLE, roleSessionName: `hop-${hop}` });
  const resolver = refreshing(source, { host });
  const startMs = performance.now();
  await resolver.get();
  const ms = performance.now() - startMs;
  const cold = calls;
  await resolver.get();
  resolver.close();
  return { calls: cold, hitCalls: calls - cold, ms };
}
