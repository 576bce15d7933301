import { getEventListeners } from "node:events";
import { expect, it } from "vitest";
import { systemClock } from "../../src/host/clock.ts";
import { nodeHost } from "../../src/host/node.ts";
import { rejection } from "../support/outcome.ts";

it("a sleep leaves nothing behind at its signal, over or ended", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = (): number => getEventListeners(signal, "abort").length;
  const sleeping = systemClock.sleep(5, signal);
  expect(listeners()).toBe(1);
  await sleeping;
  expect(listeners()).toBe(0);
  const ended = rejection(systemClock.sleep(1e6, signal));
  controller.abort(new Error("enough"));
  expect((await ended).message).toBe("enough");
  expect(listeners()).toBe(0);
});

it("a sleep needs no signal", async () => {
  expect(await systemClock.sleep(1)).toBeUndefined();
});

it.each([
  ["of every runtime", systemClock],
  ["of the Node host", nodeHost().clock],
])("the clock that only goes forward counts milliseconds: %s", async (_, clock) => {
  const startMs = Number(clock.monotonic?.());
  const startedAt = performance.now();
  await clock.sleep(60);
  const passedMs = Number(clock.monotonic?.()) - startMs;
  const byTimelineMs = performance.now() - startedAt;
  expect(passedMs).toBeGreaterThan(byTimelineMs / 2);
  expect(passedMs).toBeLessThan(byTimelineMs * 2);
});
