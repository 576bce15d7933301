/**
 * `SessionStore`: where processes share a session. A store keeps short texts that it cannot read, and gives each of them
 * a lease; everything else is the work of `sharedCache`.
 *
 * @module
 */
import type { Host } from "@alicred/core";

/** The text under an id, as a store gives it back. */
export interface StoredValue {
  /** Exactly the text that was written. */
  readonly value: string;
  /**
   * How long the store will still keep it, in milliseconds, by the store's own clock: `keepMs` of the write less the time
   * since. Readers learn from it how old the text is, whatever their own clocks say.
   */
  readonly leftMs: number;
}

/** The means that a store may use for one call. */
export interface StoreCall {
  /** The runtime of the caller: its fetch, its clock, its files. A store uses no globals for these. */
  readonly host: Host;
  /**
   * Aborts when nobody waits for the call any more. `sharedCache` gives up at that moment even if the store ignores it;
   * hand it to whatever the store waits for, and change nothing once it has aborted.
   */
  readonly signal: AbortSignal;
}

/**
 * A place that processes share. Under each id lies at most one value and at most one lease, both of which end by
 * themselves. Calls may come at any time, from many processes at once, and twice.
 *
 * An id has 32 characters of `0-9a-f` and tells nothing. A value is printable ASCII, up to 16 KiB. A fence is the random
 * text, in 32 characters of `0-9a-f`, that names one holder. All durations are whole milliseconds above 0.
 *
 * A store belongs to the program that made it: `sharedCache` does not close it. A call that fails rejects with any error; `sharedCache` shows its class and code, never its message. `read`, `lease`,
 * `write` and `remove` must see each other's effects at once (a strongly consistent store): where reads may be old, a
 * lease protects nobody.
 */
export interface SessionStore {
  /** Kebab-case, for traces and events: `redis`. */
  readonly name: string;
  /** The value under the id; `undefined` when there is none, or its time is over. */
  read(id: string, call: StoreCall): Promise<StoredValue | undefined>;
  /**
   * Gives the lease of the id to this fence for `leaseMs` from now: when it is free, when that of another has ended, and
   * when it is this fence's already. One step: of many callers one gets it.
   *
   * @returns whether the lease is this fence's now
   */
  lease(id: string, fence: string, leaseMs: number, call: StoreCall): Promise<boolean>;
  /**
   * Replaces the value, and ends the lease, if the lease is still this fence's; otherwise changes nothing. One step: a
   * holder that slept past the end of its lease must not overwrite what the next one wrote.
   *
   * @param keepMs when the value ends, from now
   * @returns whether it was written
   */
  write(id: string, fence: string, value: string, keepMs: number, call: StoreCall): Promise<boolean>;
  /** Ends the lease if it is this fence's; otherwise changes nothing. */
  release(id: string, fence: string, call: StoreCall): Promise<void>;
  /** Removes the value if it is still exactly this one; leases stay. One step. */
  remove(id: string, value: string, call: StoreCall): Promise<void>;
  /**
   * Waits, for a store that can hold a call: until the value is another than `seen`, or nobody has the lease, or
   * `waitMs` are over; at once if that is so already. Absent: `sharedCache` looks again after pauses of 50 ms up to a
   * second.
   *
   * @param seen the value that the caller knows; `undefined` for none
   * @returns what `read` returns then
   */
  readonly wait?:
    | ((
        id: string,
        seen: string | undefined,
        waitMs: number,
        call: StoreCall,
      ) => Promise<StoredValue | undefined>)
    | undefined;
}
