import { expect, it } from "vitest";
import { runWeek } from "./week.ts";

const SEED = 20260107;

it("a day of fifty sources with troubles: nothing expired, no needless failure, no timer left", async () => {
  const report = await runWeek({ seed: SEED, sources: 50, days: 1 });
  expect(report.faults).toEqual([]);
  expect(report.timers).toBe(0);
  expect(report.calls).toBe(50 * 288);
  // The seed has troubles that last longer than what is left of some session.
  expect(report.failedRefreshes).toBeGreaterThan(0);
  expect(report.failedCalls).toBeGreaterThan(0);
});
