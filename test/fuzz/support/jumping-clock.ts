import type { Clock } from "@alicred/core";

/** A clock that waits for nothing: once all else has come to rest, it jumps to the next timer. */
export function jumpingClock(startMs: number = Date.parse("2026-01-07T08:00:00Z")): Clock {
  let nowMs = startMs;
  let isJumping = false;
  const timers = new Set<{ readonly atMs: number; readonly fire: () => void }>();

  // Replies and files of these tests come without any I/O; only WebCrypto works elsewhere, and not for long.
  async function jump(): Promise<void> {
    isJumping = true;
    for (let turn = 0; turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
    isJumping = false;
    const [next] = [...timers].sort((a, b) => a.atMs - b.atMs);
    if (next === undefined) return;
    nowMs = Math.max(nowMs, next.atMs);
    timers.delete(next);
    next.fire();
    if (timers.size > 0) void jump();
  }

  return {
    now: () => nowMs,
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const abort = (): void => {
          timers.delete(timer);
          reject(signal?.reason);
        };
        const timer = {
          atMs: nowMs + ms,
          fire() {
            signal?.removeEventListener("abort", abort);
            resolve();
          },
        };
        timers.add(timer);
        signal?.addEventListener("abort", abort, { once: true });
        if (!isJumping) void jump();
      });
    },
  };
}
