import { describe, expect, test } from "vitest";
import { SCENARIO_NAMES } from "../../../src/commands/bench/names.ts";
import { alicred } from "../../../src/commands/bench/suite/alicred-subject.ts";
import type { Row } from "../../../src/commands/bench/suite/figures.ts";
import { SCENARIOS } from "../../../src/commands/bench/suite/mod.ts";
import { runScenario, type Scenario } from "../../../src/commands/bench/suite/scenario.ts";
import type { Issued, Subject } from "../../../src/commands/bench/suite/subject.ts";
import { createTimeMachine, realMs } from "../../../src/commands/bench/suite/time-machine.ts";
import { createUpstream, UpstreamFailure } from "../../../src/commands/bench/suite/upstream.ts";

/** Keeps nothing. */
const naive: Subject = { name: "naive", create: ({ issue }) => ({ get: () => issue() }) };

/** Keeps what it has until its own wall clock says that it has expired, and for all callers alone. */
const byWallClock: Subject = {
  name: "by the wall clock",
  create({ issue }) {
    let held: Issued | undefined;
    return {
      async get() {
        if (held === undefined || held.expiration.getTime() <= Date.now()) held = await issue();
        return held;
      },
    };
  },
};

function scenario(name: string): Scenario {
  const found = SCENARIOS.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no scenario ${name}`);
  return found;
}

async function run(name: string, subject: Subject): Promise<ReadonlyMap<string, Row["figures"]>> {
  const rows = await runScenario(scenario(name), subject, { quick: true });
  return new Map(rows.map((row) => [row.case, row.figures]));
}

test("the command knows the scenarios by name", () => {
  expect(SCENARIOS.map(({ name }) => name)).toEqual([...SCENARIO_NAMES]);
});

describe("a stampede", () => {
  test("is one call with a cache that shares it, and one for each caller without", async () => {
    const [shared, alone] = [await run("stampede", alicred), await run("stampede", naive)];
    expect(shared.get("1,000 callers")).toMatchObject({ calls: 1, failed: 0 });
    expect(alone.get("1,000 callers")).toMatchObject({ calls: 1_000, failed: 0 });
  });
});

describe("a clock that is set back", () => {
  test("keeps nothing expired alive in alicred, and does in a cache that trusts it", async () => {
    const [own, trusting] = [await run("freeze", alicred), await run("freeze", byWallClock)];
    expect(own.get("clock back 8 h")).toMatchObject({ failed: 0, expired: 0, pending: 0, calls: 1 });
    expect(trusting.get("clock back 8 h")).toMatchObject({ failed: 0, expired: 20, calls: 0 });
  });
});

describe("short sessions", () => {
  test("are refreshed within the bound by alicred, and at each call without a cache", async () => {
    const [own, none] = [await run("short-sessions", alicred), await run("short-sessions", naive)];
    for (const figures of own.values()) expect(figures["timesBound"]).toBeLessThan(1.1);
    expect(none.get("900 s")).toMatchObject({ calls: 1_440, expired: 0 });
  });
});

describe("a hit", () => {
  test("has its time and bytes, and those of peek", async () => {
    const figures = (await run("hit", alicred)).get("");
    for (const name of ["ns", "bytes", "peekNs", "clockNs"]) expect(figures?.[name]).toBeGreaterThan(0);
  });
});

describe("an upstream", () => {
  test("issues numbered credentials that end at their true time, whatever the clocks say", async () => {
    const machine = createTimeMachine();
    const upstream = createUpstream(machine);
    upstream.lifeMs = 60_000;
    const { accessKeyId, securityToken } = await upstream.issue();
    machine.setWall(-3_600_000);
    machine.travel(59_000);
    expect(upstream.lifeLeftMs(accessKeyId)).toBeGreaterThan(0);
    expect(upstream.lifeLeftMs(`Bearer ${securityToken}`)).toBeGreaterThan(0);
    machine.travel(2_000);
    expect(upstream.lifeLeftMs(accessKeyId)).toBeLessThan(0);
  });

  test("fails as it is told, and counts every call", async () => {
    const upstream = createUpstream(createTimeMachine());
    upstream.fault = "throttle";
    await expect(upstream.issue()).rejects.toEqual(new UpstreamFailure(429));
    upstream.fault = "500";
    await expect(upstream.issue()).rejects.toEqual(new UpstreamFailure(500));
    upstream.fault = undefined;
    await upstream.issue();
    expect(upstream.calls).toBe(3);
  });
});

describe("a time machine", () => {
  test("moves every clock of the process, and puts it back", () => {
    const [date, uptime, started] = [Date, process.uptime(), process.hrtime()];
    const machine = createTimeMachine();
    const restore = machine.install();
    try {
      machine.travel(3_600_000);
      expect(process.uptime() - uptime).toBeGreaterThan(3_599);
      expect(process.hrtime(started)[0]).toBeGreaterThan(3_598);
      expect(performance.now() - realMs()).toBeGreaterThan(3_599_000);
      expect(Date.now() - date.now()).toBeGreaterThan(3_590_000);
      expect(new Date(0)).toBeInstanceOf(Date);
      machine.setWall(-7_200_000);
      expect(Date.now()).toBeLessThan(date.now());
    } finally {
      restore();
    }
    expect(Date).toBe(date);
    expect(process.uptime() - uptime).toBeLessThan(3_000);
    expect(process.hrtime(started)[0]).toBeLessThan(3_000);
  });
});
