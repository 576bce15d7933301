import { mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Cloud, simulateCloud } from "../../src/mod.ts";
import { type TokenFile, writeTokenFile } from "../../src/reach/serve/token-file.ts";

let directory = "";
let file: TokenFile | undefined;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "token-file-"));
});

afterEach(async () => {
  await file?.stop().catch(() => {});
  file = undefined;
  await rm(directory, { recursive: true, force: true });
});

async function issuedAt(path: string): Promise<string> {
  return new Date((decodeJwt(await readFile(path, "utf8")).iat ?? 0) * 1000).toISOString();
}

/** Somebody who wakes up every hour. */
function keepAwake({ clock }: Cloud): void {
  void (async () => {
    for (;;) await clock.sleep(3_600_000);
  })();
}

describe("a token file", () => {
  it("is replaced when 80 % of the token's life have passed", async () => {
    const cloud = simulateCloud();
    file = await writeTokenFile(cloud, { directory });
    expect(await issuedAt(file.path)).toBe("2026-01-07T08:00:00.000Z");
    await cloud.advance("47m 59s");
    expect(file.writes()).toBe(1);
    await cloud.advance("1s");
    expect([file.writes(), await issuedAt(file.path)]).toEqual([2, "2026-01-07T08:48:00.000Z"]);
    keepAwake(cloud);
    await cloud.advance("1d");
    expect(file.writes()).toBe(32);
  });

  it("is replaced each day at the latest", async () => {
    const cloud = simulateCloud();
    file = await writeTokenFile(cloud, { directory, lifetimeSeconds: 10 * 86_400 });
    keepAwake(cloud);
    await cloud.advance("3d");
    expect(file.writes()).toBe(4);
  });

  it("is not written while time passes over it and nobody else sleeps, and then holds the last token", async () => {
    const cloud = simulateCloud();
    file = await writeTokenFile(cloud, { directory });
    await cloud.advance("30d");
    expect(file.writes()).toBe(2);
    expect(await issuedAt(file.path)).toBe("2026-02-06T08:00:00.000Z");
    await cloud.advance("48m");
    expect(await issuedAt(file.path)).toBe("2026-02-06T08:48:00.000Z");
  });

  it("has the name that is asked for", async () => {
    file = await writeTokenFile(simulateCloud(), { directory, name: "identity" });
    expect(file.path).toBe(join(directory, "identity"));
    expect(await issuedAt(file.path)).toBe("2026-01-07T08:00:00.000Z");
  });

  it("holds the token alone, with the claims asked for, and cannot be read by others", async () => {
    const cloud = simulateCloud();
    file = await writeTokenFile(cloud, { directory, claims: { sub: "me" }, lifetimeSeconds: 600 });
    const text = await readFile(file.path, "utf8");
    expect(text).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(decodeJwt(text)).toMatchObject({ sub: "me" });
    expect((await stat(file.path)).mode & 0o777).toBe(0o600);
  });

  it("is laid out as in a pod: old tokens are gone, and the link is renamed over the one before", async () => {
    const cloud = simulateCloud();
    file = await writeTokenFile(cloud, { directory });
    const first = await readlink(join(directory, "..data"));
    await cloud.advance("48m");
    const second = await readlink(join(directory, "..data"));
    expect(second).not.toBe(first);
    expect((await readdir(directory)).sort()).toEqual(["..data", second, "token"].sort());
    expect(await readlink(file.path)).toBe(join("..data", "token"));
  });

  it("goes back in time with the cloud, to the very token of that time", async () => {
    const cloud = simulateCloud();
    file = await writeTokenFile(cloud, { directory });
    const first = await readFile(file.path, "utf8");
    const snapshot = cloud.snapshot();
    await cloud.advance("2h");
    const later = await readFile(file.path, "utf8");
    cloud.restore(snapshot);
    await cloud.clock.settle();
    expect(await readFile(file.path, "utf8")).toBe(first);
    await cloud.advance("47m 59s");
    expect(await readFile(file.path, "utf8")).toBe(first);
    await cloud.advance("1s");
    expect(await issuedAt(file.path)).toBe("2026-01-07T08:48:00.000Z");
    await cloud.advance("1h 12m");
    expect(await readFile(file.path, "utf8")).toBe(later);
  });

  it("holds a token of whatever instant the clock is put to", async () => {
    const cloud = simulateCloud();
    file = await writeTokenFile(cloud, { directory });
    for (const instant of ["2026-01-08T08:00:00.000Z", "2026-01-06T08:00:00.000Z"]) {
      cloud.clock.moveTo(Date.parse(instant));
      await cloud.clock.settle();
      expect(await issuedAt(file.path)).toBe(instant);
    }
    await cloud.advance("48m");
    expect(await issuedAt(file.path)).toBe("2026-01-06T08:48:00.000Z");
    expect(cloud.clock.pendingTimers()).toBe(1);
  });

  it("stays as it is once stopped", async () => {
    const cloud = simulateCloud();
    const stopped = await writeTokenFile(cloud, { directory });
    await stopped.stop();
    await cloud.advance("1d");
    cloud.clock.moveTo(0);
    await cloud.clock.settle();
    expect([stopped.writes(), cloud.clock.pendingTimers()]).toEqual([1, 0]);
    expect(await issuedAt(stopped.path)).toBe("2026-01-07T08:00:00.000Z");
  });

  it("comes back when its directory was removed", async () => {
    const cloud = simulateCloud();
    file = await writeTokenFile(cloud, { directory });
    await rm(directory, { recursive: true });
    await cloud.advance("48m");
    expect(await issuedAt(file.path)).toBe("2026-01-07T08:48:00.000Z");
  });

  it("tells at the end what went wrong on the way", async () => {
    const cloud = simulateCloud();
    const broken = await writeTokenFile(cloud, { directory });
    await rm(directory, { recursive: true });
    await writeFile(directory, "not a directory");
    await cloud.advance("1d");
    expect(broken.writes()).toBe(1);
    await expect(broken.stop()).rejects.toMatchObject({ code: "EEXIST" });
  });

  it.each([
    [{ lifetimeSeconds: 599 }, "at least 600"],
    [{ lifetimeSeconds: Number.NaN }, "at least 600"],
    [{ issuer: "https://nobody.example" }, "no OIDC issuer https://nobody.example"],
  ])("is not written for %j", async (options, message) => {
    await expect(writeTokenFile(simulateCloud(), { directory, ...options })).rejects.toThrow(message);
    expect(await readdir(directory)).toEqual([]);
  });
});
