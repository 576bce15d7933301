/**
 * Calls to a store: each one ends in time, whatever the store does, and its answer is checked.
 *
 * @module
 */

import {
  AlicredError,
  instantOf,
  type ResolveContext,
  safeIdentifier,
  UnavailableError,
} from "@alicred/core";
import { textOf } from "@alicred/plugin-kit";
import { NAME } from "./options.ts";
import type { SessionStore, StoreCall, StoredValue } from "./store.ts";

/** A store did not do what it was asked to. The source is asked instead. */
export class StoreTrouble extends UnavailableError {}

/** A value, and how long it took to read it. */
export interface Reading {
  readonly stored: StoredValue | undefined;
  readonly tookMs: number;
}

/** A store, on behalf of one resolution and one holder. */
export interface StoreClient {
  read(): Promise<Reading>;
  /** As `SessionStore.wait`; `undefined` for a store that cannot. */
  readonly wait: ((seen: string | undefined, waitMs: number) => Promise<Reading>) | undefined;
  lease(leaseMs: number): Promise<boolean>;
  remove(value: string): Promise<void>;
  /** As `lease`; like all that follow, it continues when the caller has gone, and costs it nothing. */
  prolong(leaseMs: number): Promise<boolean>;
  write(value: string, keepMs: number): Promise<boolean>;
  /** As `remove`. */
  undo(value: string): Promise<void>;
  release(): Promise<void>;
  /** The time that the store may still cost this resolution, in milliseconds. */
  budgetMs(): number;
  /** A pause was made on purpose: what the store costs counts anew. */
  startAnew(): void;
}

/** @param id as the store knows it */
export function storeClient(
  store: SessionStore,
  id: string,
  fence: string,
  timeoutMs: number,
  { host, signal }: ResolveContext,
): StoreClient {
  const { clock } = host;
  let spentMs = 0;
  const budgetMs = (): number => timeoutMs - spentMs;

  /** A call that the resolution waits for. */
  async function awaited<T>(limitMs: number, work: (call: StoreCall) => Promise<T>): Promise<T> {
    const startedAtMs = instantOf(clock).monotonicMs;
    try {
      return await raced(store.name, host, signal, limitMs, work);
    } finally {
      spentMs += instantOf(clock).monotonicMs - startedAtMs;
    }
  }

  /** A call that continues when the caller has gone. */
  function behind<T>(work: (call: StoreCall) => Promise<T>): Promise<T> {
    return raced(store.name, host, undefined, timeoutMs, work);
  }

  async function reading(
    limitMs: number,
    work: (call: StoreCall) => Promise<StoredValue | undefined>,
  ): Promise<Reading> {
    const startedAtMs = instantOf(clock).monotonicMs;
    const stored = await awaited(limitMs, work);
    const tookMs = instantOf(clock).monotonicMs - startedAtMs;
    if (stored === undefined || stored === null) return { stored: undefined, tookMs };
    const { value, leftMs } = stored;
    if (typeof value !== "string" || !(leftMs > 0)) throw trouble(store.name, "returned an invalid value");
    return { stored: { value, leftMs }, tookMs };
  }

  return {
    budgetMs,
    startAnew() {
      spentMs = 0;
    },
    read: () => reading(budgetMs(), (call) => store.read(id, call)),
    wait:
      store.wait &&
      (async (seen, waitMs) => {
        const work = async (call: StoreCall) => store.wait?.(id, seen, waitMs, call);
        const { stored, tookMs } = await reading(waitMs + timeoutMs, work);
        // The answer may have been on its way for no longer than a call may take.
        return { stored, tookMs: Math.min(tookMs, timeoutMs) };
      }),
    lease: async (leaseMs) =>
      (await awaited(budgetMs(), (call) => store.lease(id, fence, leaseMs, call))) === true,
    remove: (value) => awaited(budgetMs(), (call) => store.remove(id, value, call)),
    prolong: async (leaseMs) => (await behind((call) => store.lease(id, fence, leaseMs, call))) === true,
    write: async (value, keepMs) =>
      (await behind((call) => store.write(id, fence, value, keepMs, call))) === true,
    undo: (value) => behind((call) => store.remove(id, value, call)),
    release: () => behind((call) => store.release(id, fence, call)),
  };
}

/**
 * Runs a call to a store, and ends when the time is over or the caller gives up, even if the store takes no notice.
 *
 * @throws {StoreTrouble} `STORE_TIMEOUT` or `STORE_FAILED`; the reason of an aborted `parent`.
 */
async function raced<T>(
  store: string,
  host: ResolveContext["host"],
  parent: AbortSignal | undefined,
  limitMs: number,
  work: (call: StoreCall) => Promise<T>,
): Promise<T> {
  parent?.throwIfAborted();
  const worker = new AbortController();
  const timer = new AbortController();
  const abort = (): void => {
    timer.abort(parent?.reason);
    worker.abort(parent?.reason);
  };
  parent?.addEventListener("abort", abort);
  const expire = async (): Promise<never> => {
    await host.clock.sleep(Math.max(0, limitMs), timer.signal);
    const error = new StoreTrouble("STORE_TIMEOUT", `Store ${store} did not answer in time.`);
    worker.abort(error);
    throw error;
  };
  try {
    return await Promise.race([work({ host, signal: worker.signal }), expire()]);
  } catch (thrown) {
    parent?.throwIfAborted();
    throw thrown instanceof StoreTrouble ? thrown : trouble(store, `failed${describe(thrown)}`);
  } finally {
    parent?.removeEventListener("abort", abort);
    timer.abort();
  }
}

function trouble(store: string, what: string): StoreTrouble {
  return new StoreTrouble("STORE_FAILED", `Store ${store} ${what}.`, { source: NAME });
}

/** The class and the code of a foreign error, as far as they cannot be a secret. Its message may quote anything. */
function describe(thrown: unknown): string {
  const { name, code }: { readonly name?: unknown; readonly code?: unknown } = Object(thrown);
  const isOwn = thrown instanceof AlicredError;
  const names = [name, code].filter(
    (each) => isOwn || /^([A-Z]\w*)?(Error|Exception)$|^[A-Z]+(_[A-Z\d]+)*$/.test(textOf(each)),
  );
  const shown = names.map(safeIdentifier).filter((each) => each !== undefined);
  return shown.length > 0 ? ` (${shown.join(" ")})` : "";
}
