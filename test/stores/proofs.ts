import { setTimeout as sleep } from "node:timers/promises";
import { createRandom } from "@alicred/simulators";
import { expect, expectCalls, expectGood, expectOnePerRotation, stage } from "./cells.ts";
import { type Got, merged } from "./member.ts";
import type { ProcessMember, World } from "./row.ts";
import type { Role, Upstream } from "./upstream.ts";

/** A proof at full size, for the stores that it applies to. */
export interface Proof {
  readonly name: string;
  applies(world: World): boolean;
  /** @returns what was counted. */
  run(world: World, upstream: Upstream): Promise<string>;
}

const PROCESSES = 8;
const CALLERS = 50;
/** A life short enough to see several: its windows are 2 s and 500 ms. */
const LIFE_MS = 6_000;
const RUN_MS = 20_000;
const HOUR_MS = 3_600_000;
/** Of the processes that are killed, each store has a third. */
const KILLS = 34;
const SEED = "kill the holder";
/** From the first look at the store to the end of the write. */
const LONGEST_LIFE_MS = 260;

export const proofs: readonly Proof[] = [
  { name: "8 × 50 callers", applies: ({ hasProcesses }) => hasProcesses, run: manyCallers },
  {
    name: "50 × 20 callers",
    applies: ({ isolates = 0 }) => isolates >= 50,
    run: (world, upstream) => manyCallers(world, upstream, 50, 20),
  },
  { name: "kill -9", applies: ({ hasProcesses }) => hasProcesses, run: kills },
  { name: "disturbed", applies: ({ disturbances }) => disturbances !== undefined, run: disturbed },
];

/** Cold one call, and one for each rotation, of many callers in many processes. */
async function manyCallers(
  world: World,
  upstream: Upstream,
  processes: number = PROCESSES,
  callers: number = CALLERS,
): Promise<string> {
  const [first, cold, rotating] = [stage(upstream), stage(upstream), stage(upstream, LIFE_MS)];
  const members = await Promise.all(Array.from({ length: processes }, () => world.member(first.options)));
  try {
    // Their code is new: while fifty isolates compile it at once, a refresh may look dead to those who wait for it.
    await Promise.all(members.map((member) => member.get(1)));
    await Promise.all(members.map((member) => member.reopen(cold.options)));
    for (const got of await Promise.all(members.map((member) => member.get(callers))))
      expectGood(got, cold.role);
    expectCalls(cold.role, 1, 1);
    const { role, options } = rotating;
    await Promise.all(members.map((member) => member.reopen(options)));
    const warm = await Promise.all(members.map((member) => member.run(callers, 50, RUN_MS)));
    for (const got of warm) expectGood(got, role);
    expectOnePerRotation(role, LIFE_MS);
    const sessions = Object.keys(merged(warm).keys).length;
    return `${role.calls.length} calls in ${RUN_MS / 1000} s for ${sessions} sessions of ${LIFE_MS / 1000} s`;
  } finally {
    await Promise.all(members.map((member) => member.close()));
  }
}

/** A process that is killed at any moment of its work costs the others no more than its lease. */
async function kills(world: World, upstream: Upstream): Promise<string> {
  const random = createRandom(SEED);
  const { options } = stage(upstream);
  const survivor = await world.member(options);
  const spare: Promise<ProcessMember>[] = [];
  let slowestMs = 0;
  let calls = 0;
  for (let run = 0; run < KILLS; run++) {
    while (spare.length < 2) {
      const next = world.member(options);
      // It counts only when it is needed.
      next.catch(() => undefined);
      spare.push(next);
    }
    const victim = await (spare.shift() ?? world.member(options));
    const { role, options: patient } = stage(upstream);
    const own = { ...patient, leaseMs: 1_000, storeTimeoutMs: 1_000 };
    await victim.reopen(own);
    await survivor.reopen(own);
    const lifeMs = Math.round(random.next() * LONGEST_LIFE_MS);
    victim.get(1).catch(() => undefined);
    await sleep(lifeMs);
    victim.kill();
    const got: Got = await survivor.get(CALLERS);
    expectGood(got, role);
    expect(role.calls.length <= 2, `${role.calls.length} calls after the holder was killed at ${lifeMs} ms`);
    slowestMs = Math.max(slowestMs, got.slowestMs);
    calls += role.calls.length;
  }
  await survivor.close();
  for (const each of spare) (await each).kill();
  return `${KILLS} killed, ${calls} calls, the longest wait ${slowestMs} ms (seed "${SEED}")`;
}

/**
 * A store that is paused, emptied, cut off and restarted in the middle of work, with clocks that are hours apart and one
 * process whose key is wrong: nobody notices, but for some calls more.
 */
async function disturbed(world: World, upstream: Upstream): Promise<string> {
  const { role, options } = stage(upstream, LIFE_MS);
  const settings = Array.from({ length: PROCESSES }, (_, index) => ({
    ...options,
    leaseMs: 1_000,
    storeTimeoutMs: 1_000,
    skewMs: ((index % 3) - 1) * 2 * HOUR_MS,
    ...(index === PROCESSES - 1 && { key: Buffer.alloc(32, 9).toString("base64") }),
  }));
  const members = await Promise.all(settings.map((each) => world.member(each)));
  const disturbances = Object.entries(world.disturbances ?? {});
  const restMs = LIFE_MS / 2;
  const forMs = (disturbances.length + 1) * LIFE_MS;
  const running = Promise.all(members.map((member) => member.run(CALLERS, 50, forMs)));
  for (const [, disturb] of disturbances) {
    await sleep(restMs);
    // While a process asks for all, and others wait for it.
    await role.nextCall();
    await disturb();
  }
  const all = await running;
  await Promise.all(members.map((member) => member.close()));
  for (const got of all) expectGood(got, role);
  expectBoundedCalls(role, forMs, disturbances.length);
  const failed = merged(all).outcomes.filter((outcome) => outcome === "failed").length;
  return `${disturbances.map(([name]) => name).join(", ")}: ${role.calls.length} calls, ${failed} calls to the store failed`;
}

/** In each disturbance every process may have to ask for itself, once; the one with the wrong key always does. */
function expectBoundedCalls(role: Role, forMs: number, disturbances: number): void {
  const rotations = Math.ceil(forMs / (LIFE_MS / 2));
  expectCalls(role, 2, 2 * rotations + disturbances * PROCESSES);
}
