/**
 * The issuer's time, learnt from the `Date` header of its replies.
 *
 * @module
 */
import type { Clock, FetchResponse } from "./host.ts";
import { ageMs, type Instant, instantOf, monotonicMs } from "./time.ts";

/** A clock that follows the issuer's when the local one is off. */
export interface ServerClock {
  /**
   * The issuer's time in epoch milliseconds: the local time until a reply has been observed, and as long as the replies
   * do not contradict it; otherwise never behind the issuer's, and ahead by at most a second and a request's way.
   * Setting the local clock does not put it back.
   */
  now(): number;
  /**
   * The time by which expirations are judged: `now()`, unless that is more than two days behind the local clock. So
   * much is more likely the fault of a server without a clock, and must not lengthen a life.
   */
  expiryNow(): number;
  /** `now()` minus the local time, in milliseconds; 0 until a reply has been observed. */
  skewMs(): number;
  /**
   * Takes the skew that another process on this machine has learnt (`skewMs()`, stored beside shared credentials), until
   * a reply has been observed here. Anything but a finite number is ignored. Between machines a skew means nothing,
   * because it is relative to the local clock.
   */
  assume(skewMs: number): void;
  /**
   * Learns from a reply's `Date` and `Age` headers, right after it has arrived.
   *
   * @param sentAt when the request left
   */
  observe(headers: FetchResponse["headers"], sentAt: Instant): void;
}

/** The issuer's time at one instant. */
interface Learnt {
  readonly at: Instant;
  readonly leastMs: number;
  readonly mostMs: number;
  readonly timeMs: number;
}

const LONGEST_BELIEVED_LAG_MS = 172_800_000;

/** A server clock on top of a local one. */
export function createServerClock(clock: Clock): ServerClock {
  let learnt: Learnt | undefined;
  const now = (): number => (learnt ? learnt.timeMs + ageMs(clock, learnt.at) : clock.now());
  return {
    now,
    expiryNow() {
      const localMs = clock.now();
      const serverMs = now();
      return localMs - serverMs > LONGEST_BELIEVED_LAG_MS ? localMs : serverMs;
    },
    skewMs: () => now() - clock.now(),
    assume(skewMs) {
      if (learnt || !Number.isFinite(skewMs)) return;
      const at = instantOf(clock);
      const timeMs = at.wallMs + skewMs;
      // As a reply's `Date` would have left it: the time is the upper bound.
      learnt = { at, leastMs: timeMs - 1000, mostMs: timeMs, timeMs };
    },
    observe(headers, sentAt) {
      const dateMs = Date.parse(headers.get("date") ?? "");
      if (!dateMs) return;
      const at = instantOf(clock);
      const age = headers.get("age") ?? "";
      const isCached = /^\d+$/.test(age);
      let leastMs = dateMs + (isCached ? Number(age) * 1000 : 0);
      // Both headers name whole seconds (RFC 9110, section 5.6.7; RFC 9111, section 5.1).
      let mostMs = leastMs + (isCached ? 2000 : 1000) + ageMs(clock, sentAt);
      if (learnt) {
        const wallMs = at.wallMs - learnt.at.wallMs;
        const passedMs = monotonicMs(clock) - learnt.at.monotonicMs;
        const knownLeastMs = learnt.leastMs + Math.min(wallMs, passedMs);
        const knownMostMs = learnt.mostMs + Math.max(wallMs, passedMs);
        // A contradiction means that the issuer's clock was set, or is another issuer's: the latest reply counts.
        if (knownLeastMs <= mostMs && leastMs <= knownMostMs) {
          leastMs = Math.max(leastMs, knownLeastMs);
          mostMs = Math.min(mostMs, knownMostMs);
        }
      }
      // Where the local clock may be right, it is taken to be, so that credentials live to their last second. Where it
      // is not, the upper bound lets them expire a little too early rather than too late.
      const isLocalRight = leastMs <= at.wallMs && at.wallMs <= mostMs;
      learnt = { at, leastMs, mostMs, timeMs: isLocalRight ? at.wallMs : mostMs };
    },
  };
}
