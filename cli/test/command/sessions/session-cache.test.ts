import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test, vi } from "vitest";
import { entriesOf, roleHome } from "./support.ts";

// Sessions that are kept between runs: when one is used again, and when not.

test("a session is kept only where that is asked for", async () => {
  const home = await roleHome();
  await home.resolve("resolve -p role --json");
  await home.resolve("resolve -p role --json", { ALICRED_CACHE: "0" });
  await home.resolve("resolve -p role --json --no-cache", { ALICRED_CACHE: "1" });
  expect(home.issued()).toBe(3);
  expect(readdirSync(home.folder)).toEqual([".aliyun"]);
  const first = await home.resolve();
  expect(await home.resolve()).toBe(first);
  expect(await home.resolve("resolve -p role --json", { ALICRED_CACHE: "1" })).toBe(first);
  expect(home.issued()).toBe(4);
});

test("the second run says where the session is from, with region and provenance", async () => {
  const home = await roleHome();
  const runs = [];
  for (let run = 0; run < 2; run++) {
    const { stdout } = await home.run(["resolve", "-p", "role", "--cache", "--json"]);
    runs.push(JSON.parse(stdout));
  }
  expect(runs[1]).toEqual(runs[0]);
  expect(runs[1]).toMatchObject({
    region: "cn-hangzhou",
    provenance: ["shared-config", "assume-role", "static"],
  });
});

test("a command of an external profile keeps sessions, unless that is refused", async () => {
  const home = await roleHome();
  const external = ["resolve", "-p", "role", "--format", "external"];
  const first = await home.run(external);
  expect(await home.run(external)).toEqual({ ...first, stderr: "" });
  expect(home.issued()).toBe(1);
  await home.run([...external, "--no-cache"]);
  await home.run(external, { ALICRED_CACHE: "0" });
  expect(home.issued()).toBe(3);
});

test("nothing of it is readable in the files, which only the owner can read", async () => {
  const home = await roleHome();
  const { stdout } = await home.run(["resolve", "-p", "role", "--cache", "--json"]);
  const { accessKeyId, accessKeySecret, securityToken } = JSON.parse(stdout);
  const [entry = ""] = entriesOf(home.folder);
  const content = readFileSync(entry, "utf8") + entry;
  for (const secret of [accessKeyId, accessKeySecret, securityToken, "role", "admin"]) {
    expect(content).not.toContain(secret);
    const [, , payload = ""] = JSON.parse(readFileSync(entry, "utf8")).value.text.split(".");
    expect(payload.length).toBeGreaterThan(100);
    expect(Buffer.from(payload, "base64").toString("latin1")).not.toContain(secret);
  }
  for (const path of [entry, join(home.folder, ".cache/alicred/key.json")])
    expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(home.folder, ".cache/alicred")).mode & 0o777).toBe(0o700);
});

describe("an earlier session does not count", () => {
  test.each([
    ["ram_role_arn", { ram_role_arn: "acs:ram::1000000000000001:role/reader" }],
    ["a field that this mode does not read", { external_id: "x1" }],
    ["a field that nobody knows", { mfa_serial: "x" }],
    ["region_id", { region_id: "cn-beijing" }],
    ["name of the session", { ram_session_name: "another" }],
  ])("after a change of the profile: %s", async (_what, fields) => {
    const home = await roleHome();
    const first = await home.resolve();
    home.change(fields);
    const second = await home.resolve();
    expect(second).not.toBe(first);
    expect(await home.resolve()).toBe(second);
    expect(home.issued()).toBe(2);
  });

  test("after a change of a variable that the sources read", async () => {
    const home = await roleHome();
    await home.resolve();
    await home.resolve(undefined, { ALIBABA_CLOUD_STS_REGION: "cn-beijing" });
    expect(home.issued()).toBe(2);
    await home.resolve(undefined, { UNRELATED: "1", ALIBABA_CLOUD_STS_REGION: "cn-beijing" });
    expect(home.issued()).toBe(2);
  });

  test("for another profile, another file, other options", async () => {
    const home = await roleHome();
    await home.resolve();
    const copy = join(home.folder, "copy.json");
    writeFileSync(copy, readFileSync(home.file));
    await home.resolve(`resolve -p role --cache --json -c ${copy}`);
    await home.resolve("resolve --as cli --cache --json");
    expect(home.issued()).toBe(3);
  });

  test("when it is about to end", async () => {
    const home = await roleHome();
    const first = await home.resolve();
    vi.useFakeTimers({ now: Date.now() + 50 * 60_000, toFake: ["Date"] });
    const second = await home.resolve();
    vi.useRealTimers();
    expect(second).not.toBe(first);
  });

  test("when it does not live as long as --min-ttl asks for", async () => {
    const home = await roleHome();
    const first = await home.resolve();
    vi.useFakeTimers({ now: Date.now() + 20 * 60_000, toFake: ["Date"] });
    expect(await home.resolve("resolve -p role --cache --json --min-ttl 30min")).toBe(first);
    const second = await home.resolve("resolve -p role --cache --json --min-ttl 50min");
    expect(second).not.toBe(first);
    expect(await home.resolve()).toBe(second);
    vi.useRealTimers();
  });

  test("when the clock was set back since it was kept", async () => {
    const home = await roleHome();
    vi.useFakeTimers({ now: Date.now() + 10 * 60_000, toFake: ["Date"] });
    const first = await home.resolve();
    vi.useRealTimers();
    expect(await home.resolve()).not.toBe(first);
  });

  test("when its file is damaged, or encrypted with another key", async () => {
    const home = await roleHome();
    await home.resolve();
    const [entry = ""] = entriesOf(home.folder);
    writeFileSync(entry, readFileSync(entry, "utf8").replace(/(?<=alicred1\.\w+\.)..../, "AAAA"));
    await home.resolve();
    expect(home.issued()).toBe(2);
    writeFileSync(entry, "no JSON");
    await home.resolve();
    await home.resolve();
    await home.resolve();
    expect(home.issued()).toBe(3);
    rmSync(join(home.folder, ".cache/alicred/key.json"));
    await home.resolve();
    expect(home.issued()).toBe(4);
  });
});

// Windows has no shell that gives a program's output as a file.
test.skipIf(process.platform === "win32")(
  "a file that can be read once only is not read to compare",
  async () => {
    const home = await roleHome();
    const line = 'exec "$0" "$1" resolve -p role --cache -c <(cat "$2") --json';
    const ids = new Set<string>();
    for (let run = 0; run < 2; run++) {
      const child = home.start(line);
      ids.add(JSON.parse(await text(child.stdout ?? process.stdin)).accessKeyId);
    }
    expect(ids.size).toBe(2);
  },
);

test("an access key is not kept, nor is a dry run answered from what is", async () => {
  const home = await roleHome();
  home.change({ mode: "AK" });
  await home.resolve();
  // Not even a key was made.
  expect(readdirSync(home.folder)).toEqual([".aliyun"]);
  home.change({ mode: "RamRoleArn" });
  await home.resolve();
  const { stdout } = await home.run(["why", "-p", "role"], { ALICRED_CACHE: "1" });
  expect(stdout).toContain("assume-role");
});

test("cache list and clear", async () => {
  const home = await roleHome();
  expect((await home.run(["cache", "list"])).stderr).toContain("No sessions are kept");
  const id = await home.resolve();
  const { stdout } = await home.run(["cache", "list"]);
  expect(stdout.replace(/ {2,}/g, " | ")).toMatch(
    /^PROFILE \| ACCESS KEY \| FROM \| STATE\nrole \| STS\.….{4} \| shared-config < assume-role < static \| .* left\n$/,
  );
  expect(JSON.parse((await home.run(["cache", "list", "--json"])).stdout)).toEqual([
    {
      profile: "role",
      accessKeyId: id,
      provenance: ["shared-config", "assume-role", "static"],
      expiration: expect.any(String),
    },
  ]);
  expect((await home.run(["cache", "clear", "other"])).stderr).toContain("0 sessions removed");
  expect((await home.run(["cache", "clear", "role"])).stderr).toContain("1 session removed");
  await home.resolve();
  expect((await home.run(["cache", "clear"])).stderr).toContain("1 session removed");
  expect(readdirSync(join(home.folder, ".cache/alicred"))).toEqual([]);
  expect(home.issued()).toBe(2);
});

test("a session is bound to the profiles that its profile leads to", async () => {
  const home = await roleHome();
  const chained = "resolve -p chained --cache --json";
  const first = await home.resolve(chained);
  expect(await home.resolve(chained)).toBe(first);
  expect(home.issued()).toBe(2);
  home.change({ external_id: "x1" });
  expect(await home.resolve(chained)).not.toBe(first);
});
