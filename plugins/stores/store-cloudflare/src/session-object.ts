/**
 * `SessionObject`: the Durable Object that keeps one session and its lease.
 *
 * @module
 */
import type { Clock } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import {
  changedSlot,
  endOfSlot,
  leaseLeftMs,
  type Slot,
  type SlotChange,
  type StoredValue,
  storedIn,
} from "@alicred/shared-cache";

/** A call to the object, as JSON in the body of a request. */
export type ObjectCall =
  | SlotChange
  | { readonly op: "read" }
  | { readonly op: "wait"; readonly seen?: string | undefined; readonly waitMs: number };

/** The answer: whether the slot was changed, or what is in it. */
export interface ObjectAnswer {
  readonly isChanged?: boolean | undefined;
  readonly stored?: StoredValue | undefined;
}

/** The part of the runtime's `DurableObjectState` that the object uses. */
export interface ObjectState {
  readonly storage: ObjectStorage;
  blockConcurrencyWhile(callback: () => Promise<void>): unknown;
}

export interface ObjectStorage {
  get(key: string): Promise<unknown>;
  put(key: string, value: unknown): Promise<void>;
  setAlarm(atMs: number): Promise<void>;
  deleteAll(): Promise<void>;
}

const KEY = "slot";

/**
 * Keeps one session, encrypted, and its lease. Export it from the Worker and bind it as a Durable Object, with
 * `new_sqlite_classes` or `new_classes`. Each session has an object of its own.
 *
 * It holds waiting calls until there is something new, so that no Worker polls; and it forgets everything when the
 * session has ended. Only Workers with the binding can call it.
 */
export class SessionObject {
  // By this mark Cloudflare's types know the class of a Durable Object. It has no value.
  declare readonly __DURABLE_OBJECT_BRAND: never;
  readonly #storage: ObjectStorage;
  /** The clock of the object, the only one that counts for the session. */
  readonly #clock: Clock = webHost().clock;
  readonly #waiting = new Set<() => void>();
  #slot: Slot = {};

  constructor(state: ObjectState) {
    this.#storage = state.storage;
    // No call comes before it is read.
    void state.blockConcurrencyWhile(async () => {
      this.#slot = ((await this.#storage.get(KEY)) ?? {}) as Slot;
    });
  }

  async fetch(request: Request): Promise<Response> {
    const call = (await request.json()) as ObjectCall;
    return Response.json(await this.#answer(call));
  }

  async alarm(): Promise<void> {
    if (endOfSlot(this.#slot) > this.#clock.now()) return this.#storage.setAlarm(endOfSlot(this.#slot));
    this.#slot = {};
    await this.#storage.deleteAll();
  }

  async #answer(call: ObjectCall): Promise<ObjectAnswer> {
    if (call.op === "read") return { stored: storedIn(this.#slot, this.#clock.now()) };
    if (call.op === "wait") return { stored: await this.#wait(call.seen, call.waitMs) };
    const nowMs = this.#clock.now();
    const slot = changedSlot(this.#slot, call, nowMs);
    if (slot === undefined) return { isChanged: false };
    // In memory at once: other calls run while it is stored. No answer leaves the object before that has succeeded.
    this.#slot = slot;
    for (const wake of this.#waiting) wake();
    await Promise.all([
      this.#storage.put(KEY, slot),
      this.#storage.setAlarm(Math.max(nowMs, endOfSlot(slot))),
    ]);
    return { isChanged: true };
  }

  async #wait(seen: string | undefined, waitMs: number): Promise<StoredValue | undefined> {
    const untilMs = this.#clock.now() + waitMs;
    for (;;) {
      const nowMs = this.#clock.now();
      const stored = storedIn(this.#slot, nowMs);
      const restMs = Math.min(untilMs - nowMs, leaseLeftMs(this.#slot, nowMs));
      if ((stored && stored.value !== seen) || restMs <= 0) return stored;
      await this.#change(restMs);
    }
  }

  /** Settles at the next change, or after so many milliseconds. */
  async #change(ms: number): Promise<void> {
    const timer = new AbortController();
    let wake = (): void => undefined;
    const changed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    this.#waiting.add(wake);
    await Promise.race([changed, this.#clock.sleep(ms, timer.signal)]);
    this.#waiting.delete(wake);
    timer.abort();
  }
}
