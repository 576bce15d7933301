import { createServer } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listen, type Served } from "../runtimes/listen.ts";

let script: string;
let upstream: Served;
let calls = 0;
let firstLifetimeMs = 3_600_000;

beforeAll(async () => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL("worker.ts", import.meta.url))],
    write: false,
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
  });
  script = outputFiles[0]?.text ?? "";
  const server = createServer((_request, response) => {
    const accessKeyId = `STS.${++calls}`;
    const lifetimeMs = calls === 1 ? firstLifetimeMs : 3_600_000;
    const expiration = new Date(Date.now() + lifetimeMs).toISOString();
    setTimeout(() => response.end(JSON.stringify({ accessKeyId, expiration })), 400);
  });
  upstream = await listen(server);
});

afterAll(() => upstream.close());

const dates = ["2023-01-01", "2025-06-01", "2026-04-01"];
const settings = dates.flatMap((date) => [[date, []] as const, [date, ["nodejs_compat"]] as const]);

async function inWorker(
  {
    compatibilityDate = "2026-04-01",
    compatibilityFlags = [] as readonly string[],
    requestScoped = true,
    inWindow = false,
  },
  use: (get: (path: string) => Promise<string>) => Promise<void>,
): Promise<void> {
  calls = 0;
  firstLifetimeMs = inWindow ? 60_000 : 3_600_000;
  const worker = new Miniflare({
    modules: true,
    script,
    compatibilityDate,
    compatibilityFlags: [...compatibilityFlags],
    bindings: { UPSTREAM: upstream.url, REQUEST_SCOPED: requestScoped },
    cf: false,
  });
  try {
    await use(async (path) => (await worker.dispatchFetch(`http://worker.test${path}`)).text());
  } finally {
    await worker.dispose();
  }
}

describe.each(settings)("workerd at %s with flags %j", (compatibilityDate, compatibilityFlags) => {
  const setting = { compatibilityDate, compatibilityFlags };

  test("a refresh that dies with the request that started it hangs no other request", async () => {
    await inWorker(setting, async (get) => {
      expect(await get("/early")).toBe("early");
      const followers = await Promise.all(Array.from({ length: 5 }, () => get("/")));
      expect(new Set(followers)).toEqual(new Set(["STS.2"]));
      expect(await get("/")).toBe("STS.2");
      expect(calls).toBe(2);
      const events: string[] = JSON.parse(await get("/events"));
      expect(events.filter((type) => type === "take-over")).toHaveLength(1);
    });
  });

  test("a refresh bound to waitUntil outlives its request, and the others get its answer", async () => {
    await inWorker(setting, async (get) => {
      expect(await get("/early-bound")).toBe("early");
      const followers = await Promise.all(Array.from({ length: 5 }, () => get("/")));
      expect(new Set(followers)).toEqual(new Set(["STS.1"]));
      expect(calls).toBe(1);
      expect(JSON.parse(await get("/events"))).not.toContain("take-over");
    });
  });
});

describe("in the advisory window, without waitUntil", () => {
  const setting = { inWindow: true };

  test("a request that starts a refresh after a wasted one waits for it", async () => {
    await inWorker(setting, async (get) => {
      expect(await get("/")).toBe("STS.1");
      await expect.poll(() => get("/"), { interval: 100 }).not.toBe("STS.1");
      const events: string[] = JSON.parse(await get("/events"));
      const wasted = events.filter((type) => type === "take-over").length;
      // The first cannot be known to be wasted.
      expect(wasted).toBeGreaterThanOrEqual(1);
      expect(wasted).toBeLessThanOrEqual(2);
      expect(calls).toBe(1 + wasted + 1);
    });
  });

  test("requests that wait for nothing waste two calls, however many they are", async () => {
    await inWorker(setting, async (get) => {
      expect(await get("/")).toBe("STS.1");
      // Each refresh counts as dead after a second of silence: time enough for five.
      for (const endMs = performance.now() + 5_500; performance.now() < endMs; await pause(50))
        expect(await get("/early")).toBe("early");
      expect(calls).toBe(1 + 2);
    });
  });
});

test("the scenario is a real one: where callers share a promise, the follower hangs", async () => {
  await inWorker({ requestScoped: false }, async (get) => {
    expect(await get("/early")).toBe("early");
    // Several times as long as the upstream takes.
    const patience = new Promise((resolve) => setTimeout(resolve, 2_000, "hangs"));
    const follower = get("/").catch(() => "hangs");
    expect(await Promise.race([follower, patience])).toBe("hangs");
  });
});
