/**
 * `cloudflareKv`: reads through Workers KV, beside a store that is strongly consistent.
 *
 * @module
 */
import { instantOf } from "@alicred/core";
import type { SessionStore, StoreCall, StoredValue } from "@alicred/shared-cache";

/** The part of a KV binding that the store uses. */
export interface KvNamespace {
  getWithMetadata(key: string): Promise<{ readonly value: string | null; readonly metadata: unknown }>;
  put(
    key: string,
    value: string,
    options: { readonly expirationTtl: number; readonly metadata: object },
  ): Promise<void>;
  delete(key: string): Promise<void>;
}

export interface CloudflareKvOptions {
  /** The KV binding, such as `env.SESSION_COPIES`. Keys begin with `alicred:`. */
  readonly namespace: KvNamespace;
  /** The store that has the last word, such as `durableObjectStore(…)`. */
  readonly store: SessionStore;
}

/** The life of a copy, in epoch milliseconds by the clock of the Worker that wrote it. */
interface Life {
  readonly writtenAtMs: number;
  readonly endsAtMs: number;
}

/** KV keeps nothing for a shorter time. */
const MIN_KEEP_MS = 60_000;

/** KV may take so long to answer a read; then the store is asked. */
const PATIENCE_MS = 250;

/** A younger copy than that is read from KV; when more of its life is over, the store may have a newer one. */
const YOUNG = 0.5;

/**
 * A store with copies in Workers KV, which are read close to the Worker instead of where the object lives. KV is
 * eventually consistent, so it only answers reads, and only from a session in the first half of its life; leases, writes
 * and waiting calls are those of the store, and so is every read that KV cannot answer.
 */
export function cloudflareKv({ namespace, store }: CloudflareKvOptions): SessionStore {
  /** By id, the value that was removed last: KV may show it for a minute. */
  const removed = new Map<string, string>();
  /** By id, until when nothing is read from KV, because a lease was asked for. Milliseconds of the monotonic clock. */
  const direct = new Map<string, number>();

  async function copyOf(id: string, { host: { clock } }: StoreCall): Promise<StoredValue | undefined> {
    if (instantOf(clock).monotonicMs < (direct.get(id) ?? Number.NEGATIVE_INFINITY)) return undefined;
    const { value, metadata } = await namespace.getWithMetadata(keyOf(id));
    const { writtenAtMs, endsAtMs } = Object(metadata) as Life;
    const nowMs = clock.now();
    const isYoung = nowMs >= writtenAtMs && nowMs < writtenAtMs + (endsAtMs - writtenAtMs) * YOUNG;
    return value === null || value === removed.get(id) || !isYoung
      ? undefined
      : { value, leftMs: endsAtMs - nowMs };
  }

  function copy(id: string, value: string, keepMs: number, writtenAtMs: number): Promise<void> {
    if (keepMs < MIN_KEEP_MS) return namespace.delete(keyOf(id));
    const metadata: Life = { writtenAtMs, endsAtMs: writtenAtMs + keepMs };
    return namespace.put(keyOf(id), value, { expirationTtl: Math.floor(keepMs / 1000), metadata });
  }

  return {
    name: "cloudflare-kv",
    wait:
      store.wait &&
      ((id, seen, waitMs, call) => store.wait?.(id, seen, waitMs, call) ?? store.read(id, call)),
    async read(id, call) {
      const timer = new AbortController();
      const patience = call.host.clock.sleep(PATIENCE_MS, timer.signal).then(() => undefined);
      const found = await Promise.race([copyOf(id, call), patience]).catch(() => undefined);
      timer.abort();
      return found ?? store.read(id, call);
    },
    lease(id, fence, leaseMs, call) {
      direct.set(id, instantOf(call.host.clock).monotonicMs + leaseMs);
      return store.lease(id, fence, leaseMs, call);
    },
    async write(id, fence, value, keepMs, call) {
      // Taken before, so that the copy ends no later than the original.
      const writtenAtMs = call.host.clock.now();
      const isWritten = await store.write(id, fence, value, keepMs, call);
      direct.delete(id);
      if (isWritten) await behind(call, copy(id, value, keepMs, writtenAtMs));
      return isWritten;
    },
    release: (id, fence, call) => store.release(id, fence, call),
    async remove(id, value, call) {
      removed.set(id, value);
      await Promise.all([store.remove(id, value, call), behind(call, namespace.delete(keyOf(id)))]);
    },
  };
}

/** Copies are a convenience: nobody waits for one where the runtime can finish it later, or fails without it. */
async function behind({ host }: StoreCall, work: Promise<void>): Promise<void> {
  const done = work.catch(() => undefined);
  if (host.waitUntil) host.waitUntil(done);
  else await done;
}

function keyOf(id: string): string {
  return `alicred:${id}`;
}
