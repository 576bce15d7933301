import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test, vi } from "vitest";
import { entriesOf, keptIn, roleHome } from "./support.ts";

// Kept sessions and trouble: refusals, a service that is away, processes that end or are killed.

test("a refusal drops it", async () => {
  const home = await roleHome();
  await home.resolve();
  home.change({ ram_role_arn: "acs:ram::1000000000000001:role/none" });
  await expect(home.resolve()).rejects.toThrow("UPSTREAM_REFUSED");
  expect(keptIn(home.folder)).toEqual([]);
});

test("a refusal of the session itself drops it too", async () => {
  const home = await roleHome();
  const first = await home.resolve();
  home.cloud.faults.add({
    kind: "error",
    code: "InvalidSecurityToken.Expired",
    operation: "GetCallerIdentity",
  });
  const env = { ALICRED_CACHE: "1", ALIBABA_CLOUD_STS_ENDPOINT: home.url };
  expect((await home.run(["whoami", "-p", "role"], env)).stderr).toContain("InvalidSecurityToken");
  expect(keptIn(home.folder)).toEqual([]);
  expect(await home.resolve()).not.toBe(first);
});

test("while the service is away, one that is still good serves", async () => {
  const home = await roleHome();
  const first = await home.resolve();
  home.cloud.faults.add({ kind: "status", status: 503 });
  vi.useFakeTimers({ now: Date.now() + 50 * 60_000, toFake: ["Date"] });
  const second = await home.resolve();
  vi.useRealTimers();
  expect(second).toBe(first);
});

test("a cache that cannot be used costs a warning, and nothing else", async () => {
  const home = await roleHome();
  writeFileSync(join(home.folder, ".cache"), "a file in place of the folder");
  const { code, stderr } = await home.run(["resolve", "-p", "role", "--cache"]);
  expect(code).toBe(0);
  expect(stderr).toMatch(/warning: sessions cannot be kept between runs \(FILE_UNWRITABLE\)/);
});

test("40 processes at once make one upstream call", async () => {
  const home = await roleHome();
  mkdirSync(join(home.folder, ".cache"));
  const results = await Promise.all(
    Array.from({ length: 40 }, async () => {
      const child = home.start(["resolve", "-p", "role", "--cache", "--json"]);
      const [stdout, stderr] = await Promise.all([
        text(child.stdout ?? process.stdin),
        text(child.stderr ?? process.stdin),
      ]);
      return { stdout, stderr };
    }),
  );
  const ids = results.map(({ stdout, stderr }) => (stdout === "" ? stderr : JSON.parse(stdout).accessKeyId));
  expect(new Set(ids).size, ids.join("\n")).toBe(1);
  expect(ids[0]).toMatch(/^STS\./);
  expect(home.issued()).toBe(1);
  // One of them made the key, and said where it is.
  expect(results.filter(({ stderr }) => stderr.includes("keyring"))).toHaveLength(1);
});

test("a process that is killed while it asks holds the others up for seconds only", async () => {
  const home = await roleHome();
  const hang = home.cloud.faults.add({ kind: "hang" });
  const child = home.start(["resolve", "-p", "role", "--cache", "--json"]);
  await vi.waitFor(() => expect(home.cloud.journal.entries().length).toBeGreaterThan(0), { timeout: 30_000 });
  const ended = new Promise((resolve) => child.on("exit", resolve));
  child.kill("SIGKILL");
  await ended;
  hang.remove();
  const startedMs = performance.now();
  await home.resolve();
  const tookMs = performance.now() - startedMs;
  expect(tookMs).toBeGreaterThan(2_000);
  expect(tookMs).toBeLessThan(60_000);
});

test("one that is ended by Ctrl+C, or that fails, holds up nobody", async () => {
  const home = await roleHome();
  const hang = home.cloud.faults.add({ kind: "hang" });
  const leases = (): readonly unknown[] =>
    entriesOf(home.folder).map((entry) => JSON.parse(readFileSync(entry, "utf8")).lease);
  const child = home.start(["resolve", "-p", "role", "--cache", "--json"]);
  const told = text(child.stderr ?? process.stdin);
  await vi.waitFor(() => expect(leases()).toEqual([expect.anything()]), { timeout: 30_000 });
  const ended = new Promise((resolve) => child.on("exit", (_code, signal) => resolve(signal)));
  child.kill("SIGINT");
  expect(await ended).toBe("SIGINT");
  hang.remove();
  expect(leases()).toEqual([undefined]);
  expect(await told).not.toContain("RESOLVER_CLOSED");
  const refusing = home.cloud.faults.add({ kind: "error", code: "NoPermission", operation: "AssumeRole" });
  await expect(home.resolve()).rejects.toThrow("NoPermission");
  refusing.remove();
  expect(JSON.parse(readFileSync(entriesOf(home.folder)[0] ?? "", "utf8"))).toEqual({});
  await home.resolve();
});

test("after a failure that may pass, the next run waits for seconds, whatever pause the service asks for", async () => {
  const home = await roleHome();
  const away = home.cloud.faults.add({ kind: "throttling", retryAfterSeconds: 600 });
  await expect(home.resolve()).rejects.toThrow("UPSTREAM_THROTTLED");
  away.remove();
  const [entry = ""] = entriesOf(home.folder);
  expect(JSON.parse(readFileSync(entry, "utf8")).lease.spanMs).toBeLessThanOrEqual(5_000);
});

test("what is not kept leaves no lease behind when the command ends", async () => {
  const home = await roleHome();
  home.change({ mode: "AK" });
  await home.resolve("resolve --as sdk --cache --json", { ALIBABA_CLOUD_PROFILE: "role" });
  const slots = entriesOf(home.folder).map((entry) => JSON.parse(readFileSync(entry, "utf8")));
  expect(slots).toEqual([{}]);
});
