import { diagnostics } from "../../src/diagnostics.ts";
import type { Fetch, Host, RefreshPolicy, ResolverEvent } from "../../src/mod.ts";
import { type VirtualClock, virtualClock } from "./virtual-clock.ts";

export interface TestHost extends Host {
  readonly clock: VirtualClock;
}

export interface TestHostOptions {
  readonly clock?: VirtualClock;
  readonly seed?: number;
  readonly fetch?: Fetch;
  readonly requestScoped?: boolean;
  readonly waitUntil?: Host["waitUntil"];
}

const noFetch: Fetch = () => Promise.reject(new TypeError("This test has no network."));

/** A host on a virtual clock, with random bytes from a seed. */
export function testHost(options: TestHostOptions = {}): TestHost {
  const { clock = virtualClock(), seed = 1, fetch = noFetch, requestScoped, waitUntil } = options;
  return { runtime: "test", clock, random: seededBytes(seed), fetch, requestScoped, waitUntil, diagnostics };
}

/** A host whose every random number in [0, 1) is this one. */
export function hostWithFraction(fraction: number, options: TestHostOptions = {}): TestHost {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, Math.floor(fraction * 2 ** 32), true);
  return { ...testHost(options), random: (length) => bytes.slice(0, length) };
}

/** Bytes of mulberry32 (public domain, by Tommy Ettinger), a small generator with a 32-bit seed. */
export function seededBytes(seed: number): (length: number) => Uint8Array {
  let state = seed >>> 0;
  return (length) =>
    Uint8Array.from({ length }, () => {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) & 0xff;
    });
}

/** A listener that keeps what it hears. */
export function recorder(): { events: ResolverEvent[]; onEvent: NonNullable<RefreshPolicy["onEvent"]> } {
  const events: ResolverEvent[] = [];
  return { events, onEvent: (event) => void events.push(event) };
}
