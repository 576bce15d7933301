/**
 * The contract of every store, as checks for any test runner.
 *
 * @example
 * ```ts
 * import { nodeHost } from "@alicred/core/host/node";
 * import { memoryStore } from "@alicred/shared-cache";
 * import { storeContract } from "@alicred/shared-cache/contract";
 * import { test } from "node:test";
 *
 * for (const { name, run } of storeContract({ store: memoryStore(), host: nodeHost() })) test(name, run);
 * ```
 *
 * @module
 */
import type { Host } from "@alicred/core";
import type { SessionStore, StoreCall, StoredValue } from "./store.ts";

/** The store under test, and what surrounds it. */
export interface StoreCases {
  readonly store: SessionStore;
  /** A second client of the same place, as another process has one. Default: the same. */
  readonly other?: SessionStore | undefined;
  readonly host: Host;
  /** The length of a short lease, in milliseconds: longer than a few calls take. Default: 250. */
  readonly shortMs?: number | undefined;
  /** Lets time pass. Default: by the host's clock. */
  readonly elapse?: ((ms: number) => Promise<void>) | undefined;
  /** Checks that the store cannot pass, by their names, each with the reason. */
  readonly except?: Readonly<Record<string, string>> | undefined;
}

/** One check of the contract: rejects with an `Error` that says what is broken. */
export interface StoreCheck {
  readonly name: string;
  readonly run: () => Promise<void>;
}

/** A place in the store that no other check uses. */
interface Place {
  read(): Promise<StoredValue | undefined>;
  lease(fence: string, ms?: number): Promise<boolean>;
  write(fence: string, value: string, ms?: number): Promise<boolean>;
  release(fence: string): Promise<void>;
  remove(value: string): Promise<void>;
  wait(seen: string | undefined, ms: number): Promise<StoredValue | undefined>;
  /** The same place, seen by the other client. */
  readonly other: Place;
}

const LONG_MS = 60_000;
/** As many as want a lease at once. */
const CROWD = 20;
/** The largest value. */
const MOST_CHARACTERS = 16_384;

type Body = (place: Place, tools: Tools) => Promise<void>;

interface Tools {
  readonly shortMs: number;
  readonly elapse: (ms: number) => Promise<void>;
  /** A random fence. */
  readonly fence: () => string;
  readonly host: Host;
}

const checks: Readonly<Record<string, Body>> = {
  async "reads nothing under a new id"(place) {
    expect((await place.read()) === undefined, "there is a value under an id that was never used");
  },
  async "gives a free lease to one, and refuses it to others"(place, { fence }) {
    expect(await place.lease(fence()), "a free lease was refused");
    expect(!(await place.lease(fence())), "a second holder got the lease");
    expect(!(await place.other.lease(fence())), "a second client got the lease");
  },
  async "gives a lease to one of many who ask at once"(place, { fence }) {
    const clients = [place, place.other];
    const asked = Array.from({ length: CROWD }, (_, index) => clients[index % 2]?.lease(fence()));
    const winners = (await Promise.all(asked)).filter(Boolean).length;
    expect(winners === 1, `${winners} of ${CROWD} got the lease`);
  },
  async "lets the holder prolong its lease"(place, { fence, shortMs, elapse }) {
    const holder = fence();
    await place.lease(holder, shortMs);
    expect(await place.lease(holder, LONG_MS), "the holder was refused its own lease");
    await elapse(shortMs * 1.5);
    expect(!(await place.other.lease(fence())), "the lease ended although it was prolonged");
  },
  async "ends a lease by itself"(place, { fence, shortMs, elapse }) {
    await place.lease(fence(), shortMs);
    await elapse(shortMs * 1.5);
    expect(await place.other.lease(fence()), "the lease of a dead holder does not end");
  },
  async "frees a released lease, for its holder alone"(place, { fence }) {
    const holder = fence();
    await place.lease(holder);
    await place.release(fence());
    expect(!(await place.other.lease(fence())), "a stranger released the lease");
    await place.release(holder);
    expect(await place.other.lease(fence()), "the lease is not free after its release");
  },
  async "gives back what the holder wrote, and how long it stays"(place, { fence }) {
    const holder = fence();
    await place.lease(holder);
    expect(await place.write(holder, "one", LONG_MS), "the holder may not write");
    const { value, leftMs = 0 } = (await place.other.read()) ?? {};
    expect(value === "one", "another text was read than was written");
    expect(leftMs > LONG_MS / 2 && leftMs <= LONG_MS, `leftMs is ${leftMs} of ${LONG_MS}`);
  },
  async "counts leftMs down"(place, { fence, shortMs, elapse }) {
    const holder = fence();
    await place.lease(holder);
    await place.write(holder, "one", LONG_MS);
    await elapse(shortMs);
    const { leftMs = 0 } = (await place.read()) ?? {};
    expect(leftMs <= LONG_MS - shortMs * 0.9, `leftMs is ${leftMs} of ${LONG_MS}, ${shortMs} ms later`);
  },
  async "ends the lease with the write"(place, { fence }) {
    const holder = fence();
    await place.lease(holder);
    await place.write(holder, "one");
    expect(!(await place.write(holder, "two")), "the lease outlived the write");
    expect(await place.other.lease(fence()), "the lease is not free after the write");
  },
  async "replaces a value"(place, { fence }) {
    for (const value of ["one", "two"]) {
      const holder = fence();
      await place.lease(holder);
      expect(await place.write(holder, value), `"${value}" was not written`);
    }
    expect((await place.other.read())?.value === "two", "the second value did not replace the first");
  },
  async "refuses to write without a lease"(place, { fence }) {
    expect(!(await place.write(fence(), "one")), "it wrote for somebody without a lease");
    expect((await place.read()) === undefined, "a refused write left a value");
  },
  async "refuses a holder whose lease has ended"(place, { fence, shortMs, elapse }) {
    const late = fence();
    await place.lease(late, shortMs);
    await elapse(shortMs * 1.5);
    expect(!(await place.write(late, "late")), "it wrote although the lease had ended");
    const next = fence();
    await place.other.lease(next);
    expect(!(await place.write(late, "late")), "it wrote under the lease of the next holder");
    expect(await place.other.write(next, "next"), "the late holder cost the next one its lease");
    expect((await place.read())?.value === "next", "the late holder overwrote the next one's value");
  },
  async "ends a value by itself"(place, { fence, shortMs, elapse }) {
    const holder = fence();
    await place.lease(holder);
    await place.write(holder, "one", shortMs);
    await elapse(shortMs * 1.5);
    expect((await place.read()) === undefined, "the value outlived its time");
  },
  async "removes the value that it is told, and no other"(place, { fence }) {
    const holder = fence();
    await place.lease(holder);
    await place.write(holder, "one");
    await place.other.remove("another");
    expect((await place.read())?.value === "one", "a value was removed that was not the one");
    await place.other.remove("one");
    expect((await place.read()) === undefined, "the value is still there");
    await place.remove("one");
  },
  async "keeps a lease when a value is removed"(place, { fence }) {
    const [first, second] = [fence(), fence()];
    await place.lease(first);
    await place.write(first, "one");
    await place.lease(second);
    await place.other.remove("one");
    expect(await place.write(second, "two"), "the removal of the old value cost the holder its lease");
  },
  async "keeps a long value, to the last character"(place, { fence, host }) {
    const holder = fence();
    const value = Array.from(host.random(MOST_CHARACTERS), (byte) =>
      String.fromCharCode(33 + (byte % 94)),
    ).join("");
    await place.lease(holder);
    expect(await place.write(holder, value), "a value of 16 KiB was not written");
    expect((await place.other.read())?.value === value, "a value of 16 KiB came back changed");
  },
};

const waits: Readonly<Record<string, Body>> = {
  async "wait: returns at once what the caller does not know"(place, { fence }) {
    const holder = fence();
    await place.lease(holder);
    await place.write(holder, "one");
    await place.lease(fence());
    expect((await place.wait(undefined, LONG_MS))?.value === "one", "it did not return the value");
  },
  async "wait: returns at once when nobody has the lease"(place) {
    expect((await place.wait(undefined, LONG_MS)) === undefined, "it returned a value that is not there");
  },
  async "wait: returns the value that another writes"(place, { fence, shortMs, elapse }) {
    const holder = fence();
    await place.other.lease(holder);
    const waiting = place.wait(undefined, LONG_MS);
    await elapse(shortMs);
    await place.other.write(holder, "one");
    expect((await waiting)?.value === "one", "the waiting call did not get the value");
  },
  async "wait: returns when the lease is released or ends"(place, { fence, shortMs, elapse }) {
    const holder = fence();
    await place.other.lease(holder);
    const waiting = place.wait(undefined, LONG_MS);
    await elapse(shortMs);
    await place.other.release(holder);
    expect((await waiting) === undefined, "it returned a value that is not there");
    await place.other.lease(fence(), shortMs);
    const [outcome] = await Promise.all([place.wait(undefined, LONG_MS), elapse(shortMs * 2)]);
    expect(outcome === undefined, "it returned a value that is not there");
  },
  async "wait: returns after its time"(place, { fence, shortMs, elapse }) {
    await place.other.lease(fence());
    const [outcome] = await Promise.all([place.wait(undefined, shortMs), elapse(shortMs * 2)]);
    expect(outcome === undefined, "it returned a value that is not there");
  },
};

/**
 * The contract of every store, as checks for any test runner:
 * `for (const { name, run } of storeContract(cases)) test(name, run)`. Each uses ids of its own, so that they may run in
 * any order, at once, and again.
 *
 * @throws {Error} when `except` names a check that does not exist.
 */
export function storeContract(cases: StoreCases): readonly StoreCheck[] {
  const { store, other = store, host, except = {}, shortMs = 250 } = cases;
  const elapse = cases.elapse ?? ((ms) => host.clock.sleep(ms));
  const fence = (): string => hex(host);
  const tools: Tools = { shortMs, elapse, fence, host };
  const bodies = { ...checks, ...(store.wait && waits) };
  const unknown = Object.keys(except).filter((name) => !(name in bodies));
  if (unknown.length > 0) throw new Error(`no check is named ${unknown.join(", ")}`);
  return [
    {
      name: "has a kebab-case name",
      run: async () => expect(/^[a-z][a-z\d]*(-[a-z\d]+)*$/.test(store.name), "its name is not kebab-case"),
    },
    ...Object.entries(bodies)
      .filter(([name]) => !(name in except))
      .map(([name, body]) => ({ name, run: () => body(placeIn(store, other, hex(host), host), tools) })),
  ];
}

function placeIn(store: SessionStore, other: SessionStore, id: string, host: Host): Place {
  const call: StoreCall = { host, signal: new AbortController().signal };
  return {
    read: () => store.read(id, call),
    lease: (fence, ms = LONG_MS) => store.lease(id, fence, ms, call),
    write: (fence, value, ms = LONG_MS) => store.write(id, fence, value, ms, call),
    release: (fence) => store.release(id, fence, call),
    remove: (value) => store.remove(id, value, call),
    wait: async (seen, ms) => store.wait?.(id, seen, ms, call),
    get other() {
      return placeIn(other, store, id, host);
    },
  };
}

function hex(host: Host): string {
  return Array.from(host.random(16), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function expect(condition: boolean, complaint: string): void {
  if (!condition) throw new Error(complaint);
}
