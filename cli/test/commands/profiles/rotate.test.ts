import { spawn } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type Cloud, createVirtualClock, defaultWorld, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { bundledCommand } from "../../support/bundled-command.ts";
import { alike, shown } from "./readme.ts";
import { type Home, homeWith } from "./support.ts";

// A new access key for a user, against the simulated RAM, and what is left when the command is killed on the way.

const ALICE = "LTAI5tAliceMayAssume0001";

interface RotationHome {
  readonly home: Home;
  readonly cloud: Cloud;
  /** The key of a profile. */
  key(name?: string): { readonly id: string; readonly secret: string };
  /** RAM's keys of alice: their ids, and whether each is active. */
  keys(): Promise<Readonly<Record<string, boolean>>>;
  operations(): readonly string[];
}

async function rotationHome(more: readonly object[] = []): Promise<RotationHome> {
  const cloud = simulateCloud({
    clock: createVirtualClock({ startMs: Date.now(), speed: 1 }),
    world: { ...defaultWorld, openapi: { usersManageAccessKeys: true } },
  });
  const served = await serve(cloud);
  onTestFinished(async () => {
    await served.close();
    cloud.clock.setSpeed(0);
  });
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  const prod = {
    name: "prod",
    mode: "AK",
    region_id: "cn-hangzhou",
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    sts_endpoint: served.url,
    endpoint: served.url,
    theirs: { kept: [1, 2] },
  };
  const home = homeWith({ current: "prod", profiles: [prod, ...more.map((each) => ({ ...prod, ...each }))] });
  return {
    home,
    cloud,
    key(name = "prod") {
      const profile = home.json().profiles.find((each) => each["name"] === name) ?? {};
      return { id: String(profile["access_key_id"]), secret: String(profile["access_key_secret"]) };
    },
    async keys() {
      const { ramClient } = await import("../../../src/commands/profiles/rotate/ram.ts");
      const { createContext } = await import("@alicred/core");
      const { nodeHost } = await import("@alicred/core/host/node");
      const context = createContext({ host: nodeHost(), signal: new AbortController().signal });
      const profile = home.json().profiles[0] ?? {};
      const key = {
        accessKeyId: String(profile["access_key_id"]),
        accessKeySecret: String(profile["access_key_secret"]),
      };
      const list = await ramClient(context, { endpoint: served.url }).listKeys(key);
      return Object.fromEntries(list.map(({ id, isActive }) => [id, isActive]));
    },
    operations: () => cloud.journal.entries().map(({ operation }) => String(operation)),
  };
}

test("the new key is proven, the profile has it, and the old one is disabled", async () => {
  const { home, key, keys, cloud, operations } = await rotationHome([
    { name: "same" },
    { name: "other", access_key_id: "LTAI5tOther00000000" },
  ]);
  const before = home.text();
  const old = key();
  const { code, stdout, stderr } = await home.profiles("rotate prod");
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  const next = key();
  expect(next.id).not.toBe(old.id);
  expect(key("same")).toEqual(next);
  expect(key("other").id).toBe("LTAI5tOther00000000");
  // Everything else is as it was.
  expect(home.text()).toBe(
    before
      .replaceAll(`"${ALICE}"`, `"${next.id}"`)
      .replace(old.secret, next.secret)
      .replace(old.secret, next.secret),
  );
  expect(await keys()).toEqual({ [ALICE]: false, [next.id]: true });
  const short = `${next.id.slice(0, 4)}…${next.id.slice(-4)}`;
  expect(stderr.split("\n")).toEqual([
    `New key ${short} of user alice: works.`,
    'Written to: "prod", "same".',
    "Old key LTAI…0001: disabled.",
    `If something still needs it, enable it again: alicred exec prod -- aliyun ram UpdateAccessKey --UserAccessKeyId ${ALICE} --Status Active`,
    `When nothing misses it, delete it: alicred exec prod -- aliyun ram DeleteAccessKey --UserAccessKeyId ${ALICE}`,
    "",
  ]);
  for (const secret of [old.secret, next.secret]) expect(stderr).not.toContain(secret);
  expect(existsSync(`${home.file}.rotation.json`)).toBe(false);
  expect(operations().indexOf("GetCallerIdentity")).toBeLessThan(operations().indexOf("CreateAccessKey"));
  expect(cloud.journal.entries().length).toBeGreaterThan(0);
});

test("the README shows what it prints", async () => {
  const { home } = await rotationHome();
  expect(alike((await home.profiles("rotate prod")).stderr)).toBe(shown("alicred profiles rotate prod"));
});

test("--delete-old deletes it", async () => {
  const { home, key, keys } = await rotationHome();
  expect((await home.profiles("rotate prod --delete-old")).code).toBe(0);
  expect(await keys()).toEqual({ [key().id]: true });
});

describe("refused, and nothing is changed", () => {
  test("with two keys already: names both, before a third is tried", async () => {
    const { home, operations } = await rotationHome();
    await home.profiles("rotate prod");
    const before = home.text();
    const count = operations().filter((each) => each === "CreateAccessKey").length;
    const { code, stderr } = await home.profiles("rotate prod");
    expect({ code, text: home.text() }).toEqual({ code: 2, text: before });
    expect(stderr).toMatch(
      /has two access keys already.*\(Inactive\).*\(Active\).*DeleteAccessKey --UserAccessKeyId LTAI5tAliceMayAssume0001/s,
    );
    expect(operations().filter((each) => each === "CreateAccessKey")).toHaveLength(count);
    expect(existsSync(`${home.file}.rotation.json`)).toBe(false);
  });

  test("the main account's key, and keys of sessions and other modes", async () => {
    const { home, cloud } = await rotationHome([
      { name: "root", access_key_id: "LTAI5tRootOfTheAccount01" },
      { name: "sts", access_key_id: "STS.x", sts_token: "t", mode: "StsToken" },
      { name: "half", access_key_id: "STS.x" },
    ]);
    const { profiles, current } = home.json();
    const { accessKeySecret } = cloud.accessKey("LTAI5tRootOfTheAccount01");
    const withRoot = profiles.map((each) =>
      each["name"] === "root" ? { ...each, access_key_secret: accessKeySecret } : each,
    );
    writeFileSync(home.file, JSON.stringify({ current, profiles: withRoot }));
    expect((await home.profiles("rotate root")).stderr).toContain("is that of the main account");
    expect((await home.profiles("rotate sts")).stderr).toContain("has the mode StsToken");
    expect((await home.profiles("rotate half")).stderr).toContain("is that of a session");
    expect((await home.profiles("rotate none")).stderr).toContain("PROFILE_NOT_FOUND");
  });

  test("a user that may not: says so", async () => {
    const { home, key } = await rotationHome();
    const cloud = simulateCloud({
      clock: createVirtualClock({ startMs: Date.now(), speed: 1 }),
      world: { ...defaultWorld, openapi: { usersManageAccessKeys: false } },
    });
    const served = await serve(cloud);
    onTestFinished(async () => {
      await served.close();
      cloud.clock.setSpeed(0);
    });
    const { accessKeySecret } = cloud.accessKey("alice");
    const old = key();
    const [profile] = home.json().profiles;
    const fields = {
      ...profile,
      access_key_secret: accessKeySecret,
      sts_endpoint: served.url,
      endpoint: served.url,
    };
    writeFileSync(home.file, JSON.stringify({ profiles: [fields] }));
    const { code, stderr } = await home.profiles("rotate prod");
    expect(code).toBe(1);
    expect(stderr).toMatch(/UPSTREAM_REFUSED/);
    expect(key().id).toBe(old.id);
  });
});

test("a reply that is lost leaves a key whose secret nobody has: the next run deletes it", async () => {
  const { home, key, keys, cloud } = await rotationHome();
  const fault = cloud.faults.add({ kind: "slow-reset", ms: 0, operation: "CreateAccessKey" });
  const first = await home.profiles("rotate prod");
  expect(first.code).toBe(1);
  expect(key().id).toBe(ALICE);
  expect(statSync(`${home.file}.rotation.json`).mode & 0o777).toBe(0o600);
  fault.remove();
  const { code, stderr } = await home.profiles("rotate prod");
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('Continuing the rotation of "prod"');
  expect(stderr).toContain("its secret is lost: it is deleted");
  expect(await keys()).toEqual({ [ALICE]: false, [key().id]: true });
});

test("a key that becomes known only later is asked for again", async () => {
  const { home, key, keys, cloud } = await rotationHome();
  // The second question is that with the new key.
  cloud.faults.add({
    kind: "error",
    code: "InvalidAccessKeyId.NotFound",
    operation: "GetCallerIdentity",
    nth: 2,
  } as never);
  const { code, stderr } = await home.profiles("rotate prod");
  expect(code, stderr).toBe(0);
  expect(await keys()).toEqual({ [ALICE]: false, [key().id]: true });
});

const SEED = Number(process.env["ALICRED_SEED"] ?? Date.now() % 1_000_000);

/** A number between 0 and 1, of a sequence that the seed determines. */
function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

// The calls: who, keys, create, who (new), who (old), keys, disable. The command is killed soon after each of them.
test.each([1, 2, 3, 4, 5, 6, 7])(
  "killed after call %i, the next run continues and ends with one active key",
  async (calls) => {
    const program = await bundledCommand();
    const random = sequence(SEED + calls);
    const { home, key, keys, cloud, operations } = await rotationHome();
    // A call takes longer than the kill waits at most, so that none but the last can end the command before it.
    cloud.faults.add({ kind: "latency", ms: 150 });
    const env = { PATH: process.env["PATH"], HOME: home.folder, USERPROFILE: home.folder };
    const child = spawn(process.execPath, [program, "profiles", "rotate", "prod"], { env, stdio: "ignore" });
    const ended = new Promise<boolean>((resolve) => child.on("exit", (code) => resolve(code === null)));
    await vi.waitFor(() => expect(operations().length).toBeGreaterThanOrEqual(calls), {
      timeout: 30_000,
      interval: 2,
    });
    await new Promise((resolve) => setTimeout(resolve, random() * 50));
    child.kill("SIGKILL");
    const wasKilled = await ended;
    const told = `seed ${SEED}, killed ${wasKilled}, calls ${operations().join(" ")}`;
    // It was done already if nothing is left to continue. A journal without entries may be left, which the next rotation removes.
    const journal = `${home.file}.rotation.json`;
    const isPending = (): boolean =>
      existsSync(journal) && Object.keys(JSON.parse(readFileSync(journal, "utf8"))).length > 0;
    const isDone = key().id !== ALICE && !isPending();
    if (!isDone) {
      const { code, stderr } = await home.profiles("rotate prod");
      expect(code, `${told}: ${stderr}`).toBe(0);
    }
    expect(key().id, told).not.toBe(ALICE);
    expect(await keys(), told).toEqual({ [ALICE]: false, [key().id]: true });
    expect(isPending(), told).toBe(false);
    if (calls < 7) expect(wasKilled, told).toBe(true);
  },
);
