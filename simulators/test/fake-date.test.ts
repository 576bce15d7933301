import { afterEach, expect, it, vi } from "vitest";
import { simulateCloud } from "../src/mod.ts";
import { v3Request } from "./support/sign.ts";
import { timestampOf, whoAmI } from "./support/worlds.ts";

afterEach(() => {
  vi.useRealTimers();
});

it("a fake Date that is bound to the clock is right at every instant, for clients that sign by it", async () => {
  const cloud = simulateCloud();
  vi.useFakeTimers({ toFake: ["Date"] });
  const forget = cloud.clock.onTick((nowMs) => vi.setSystemTime(nowMs));
  expect(new Date().toISOString()).toBe("2026-01-07T08:00:00.000Z");

  const seen: string[] = [];
  void (async () => {
    for (;;) {
      await cloud.clock.sleep(3_600_000);
      const signed = {
        keys: cloud.accessKey("alice"),
        params: whoAmI,
        timestamp: timestampOf(Date.now()),
        nonce: `nonce-${seen.length}`,
      };
      seen.push(`${new Date().toISOString()} ${(await cloud.fetch(v3Request(signed))).status}`);
    }
  })();
  await cloud.advance("2h 30m");
  expect(seen).toEqual(["2026-01-07T09:00:00.000Z 200", "2026-01-07T10:00:00.000Z 200"]);
  expect(new Date().toISOString()).toBe("2026-01-07T10:30:00.000Z");

  cloud.clock.moveTo(0);
  expect(Date.now()).toBe(0);
  forget();
  cloud.clock.moveTo(1);
  expect(Date.now()).toBe(0);
});
