import type { Got, MemberOptions } from "./member.ts";
import type { World } from "./row.ts";
import type { Role, Upstream } from "./upstream.ts";

/** One situation that every store is put in. */
export interface Cell {
  /** The column of the matrix. */
  readonly name: string;
  /** @throws {Error} that says what went wrong */
  run(world: World, stage: Stage): Promise<void>;
}

/** A session of its own for one cell. */
export interface Stage {
  readonly role: Role;
  readonly options: MemberOptions;
}

/** The sessions of the cells live so long, unless a cell needs them shorter. */
const LIFE_MS = 900_000;
const CALL_MS = 150;
/** Where the store works it has all the time that a busy machine may take. */
const STORE_TIMEOUT_MS = 15_000;
const LEASE_MS = 10_000;
/** Where somebody or something fails, and the others are to notice soon. */
const IMPATIENT = { leaseMs: 1_000, storeTimeoutMs: 1_000 };
/** A machine that is busy answers late; what hangs does not answer at all. */
const SLACK_MS = 15_000;
/** A life short enough to be seen to its end: its windows are 2 s and 500 ms. */
const SHORT_LIFE_MS = 6_000;
const CALLERS = 50;

const KEYS = [1, 2].map((byte) => Buffer.alloc(32, byte).toString("base64"));

let count = 0;

/** A role and an id that nothing else uses. */
export function stage(upstream: Upstream, lifeMs: number = LIFE_MS, delayMs: number = CALL_MS): Stage {
  const id = `session-${++count}`;
  const role = upstream.role(id, { lifeMs, delayMs });
  const [key = ""] = KEYS;
  return {
    role,
    options: { url: role.url, id, key, leaseMs: LEASE_MS, storeTimeoutMs: STORE_TIMEOUT_MS },
  };
}

export const cells: readonly Cell[] = [
  {
    name: "cold",
    async run(world, { role, options }) {
      const members = await Promise.all([1, 2, 3].map(() => world.member(options)));
      const all = await Promise.all(members.map((member) => member.get(CALLERS)));
      await close(members);
      for (const got of all) expectGood(got, role);
      expectCalls(role, 1, 1);
      const dump = await world.dump();
      for (const secret of ["secret-", "token-", "STS.", options.id, options.key])
        expect(!dump.includes(secret), "the store shows a part of the session");
    },
  },
  {
    name: "refresh",
    async run(world, { role, options }) {
      role.set({ lifeMs: SHORT_LIFE_MS });
      const members = await Promise.all([1, 2, 3].map(() => world.member(options)));
      const all = await Promise.all(members.map((member) => member.run(3, 50, 2 * SHORT_LIFE_MS)));
      await close(members);
      for (const got of all) expectGood(got, role);
      expectOnePerRotation(role, SHORT_LIFE_MS);
      const seen = all.map(({ keys }) => Object.keys(keys).length);
      expect(Math.min(...seen) >= 2, `a process saw only ${Math.min(...seen)} sessions`);
    },
  },
  {
    name: "holder dies",
    async run(world, { role, options: patient }) {
      const options = { ...patient, ...IMPATIENT };
      role.set({ delayMs: 60_000 });
      const [holder, waiter] = await Promise.all([world.member(options), world.member(options)]);
      const isAsked = role.nextCall();
      holder.get(1).catch(() => undefined);
      await isAsked;
      holder.kill();
      role.set({ delayMs: CALL_MS });
      const got = await waiter.get(CALLERS);
      await waiter.close();
      expectGood(got, role);
      expectCalls(role, 2, 2);
      expectQuick(got, IMPATIENT.leaseMs + CALL_MS);
    },
  },
  { name: "store down", run: (world, scene) => withTrouble(world, scene, () => world.down(scene.options)) },
  { name: "store slow", run: (world, scene) => withTrouble(world, scene, () => world.slow(scene.options)) },
  {
    name: "skew",
    async run(world, { role, options }) {
      // A process with a wrong clock takes a session to be as old as it may be: as the write may have taken.
      const storeTimeoutMs = SHORT_LIFE_MS / 4;
      role.set({ lifeMs: 2 * SHORT_LIFE_MS });
      const members = await Promise.all(
        world.skewsMs.map((skewMs) => world.member({ ...options, storeTimeoutMs, skewMs })),
      );
      const cold = await Promise.all(members.map((member) => member.get(CALLERS)));
      for (const got of cold) expectGood(got, role);
      expectCalls(role, 1, 1);
      const all = await Promise.all(members.map((member) => member.run(3, 50, 3 * SHORT_LIFE_MS)));
      await close(members);
      for (const got of all) expectGood(got, role);
      expectOnePerRotation(role, SHORT_LIFE_MS);
    },
  },
  {
    name: "wrong key",
    async run(world, { role, options }) {
      const [, key = ""] = KEYS;
      const [right, wrong, third] = await Promise.all([
        world.member(options),
        world.member({ ...options, key }),
        world.member(options),
      ]);
      const first = await right.get(CALLERS);
      const other = await wrong.get(CALLERS);
      const last = await third.get(CALLERS);
      await close([right, wrong, third]);
      for (const got of [first, other, last]) expectGood(got, role);
      expectCalls(role, 2, 2);
      expect(other.outcomes.includes("unreadable"), "no event says that the key is wrong");
      expect(keyOf(first) === keyOf(last), "a process with a wrong key replaced the session of the others");
    },
  },
  {
    name: "invalidate",
    async run(world, { role, options }) {
      const members = await Promise.all([1, 2].map(() => world.member(options)));
      const before = await Promise.all(members.map((member) => member.get(CALLERS)));
      for (const member of members) await member.invalidate();
      const after = await Promise.all(members.map((member) => member.get(CALLERS)));
      const late = await world.member(options);
      after.push(await late.get(CALLERS));
      await close([...members, late]);
      for (const got of [...before, ...after]) expectGood(got, role);
      expectCalls(role, 2, 2);
      expect(new Set(after.map(keyOf)).size === 1, "the processes have different sessions afterwards");
      expect(!after.map(keyOf).includes(keyOf(before[0])), "a rejected session is served again");
    },
  },
];

/** While the store fails each process is served by itself, soon; afterwards all share a session again. */
async function withTrouble(
  world: World,
  { role, options: patient }: Stage,
  begin: () => Promise<() => Promise<void>>,
): Promise<void> {
  const options = { ...patient, ...IMPATIENT };
  const members = await Promise.all([1, 2].map(() => world.member(options)));
  const end = await begin();
  try {
    const all = await Promise.all(members.map((member) => member.get(CALLERS)));
    for (const got of all) {
      expectGood(got, role);
      expectQuick(got, IMPATIENT.storeTimeoutMs + CALL_MS);
      expect(got.outcomes.includes("failed"), "no event says that the store failed");
    }
    expectCalls(role, 2, 2);
  } finally {
    await end();
  }
  // Calls that the processes began before may still arrive.
  const fresh = { ...patient, id: `${options.id}-after` };
  for (const member of members) await member.reopen(fresh);
  const all = await Promise.all(members.map((member) => member.get(CALLERS)));
  await close(members);
  for (const got of all) expectGood(got, role);
  const calls = role.calls.length - 2;
  // A client may still be connecting again.
  expect(calls <= 2, `${calls} calls after the store was back`);
}

async function close(members: readonly { close(): Promise<void> }[]): Promise<void> {
  await Promise.all(members.map((member) => member.close()));
}

function keyOf(got: Got | undefined): string | undefined {
  return Object.keys(got?.keys ?? {})[0];
}

/** Nothing expired, nothing torn, no error. */
export function expectGood({ keys, errors, torn }: Got, role: Role): void {
  expect(errors.length === 0, `callers got ${[...new Set(errors)].join(", ")}`);
  expect(torn === 0, `${torn} callers got parts of different sessions`);
  expect(Object.keys(keys).length > 0, "callers got nothing");
  for (const [key, atMs] of Object.entries(keys)) {
    const expiredMs = atMs - role.endOf(key);
    expect(expiredMs < 0, `a session was served ${expiredMs} ms after its end`);
  }
}

function expectQuick({ slowestMs }: Got, limitMs: number): void {
  expect(slowestMs <= limitMs + SLACK_MS, `a caller waited ${slowestMs} ms, not ${limitMs}`);
}

export function expectCalls(role: Role, least: number, most: number): void {
  const { length } = role.calls;
  expect(length >= least && length <= most, `${length} upstream calls, not ${least} to ${most}`);
}

/** Two calls are never closer than the time in which nobody wants a new session. */
export function expectOnePerRotation(role: Role, lifeMs: number): void {
  const gaps = role.calls.slice(1).map((atMs, index) => atMs - (role.calls[index] ?? 0));
  expect(gaps.length > 0, "no session was renewed");
  const shortest = Math.min(...gaps);
  expect(shortest >= lifeMs / 2, `two upstream calls within ${shortest} ms, in a life of ${lifeMs}`);
}

export function expect(condition: boolean, complaint: string): void {
  if (!condition) throw new Error(complaint);
}
