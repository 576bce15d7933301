/**
 * `durableObjectStore`: sessions in Durable Objects, one object for each.
 *
 * @module
 */
import { type SessionStore, type StoreCall, slotStore } from "@alicred/shared-cache";
import type { ObjectAnswer, ObjectCall } from "./session-object.ts";

/** The part of a Durable Object binding that the store uses. */
export interface ObjectNamespace<Id = unknown> {
  idFromName(name: string): Id;
  get(id: Id): ObjectStub;
}

export interface ObjectStub {
  fetch(
    url: string,
    init: { readonly method: string; readonly body: string; readonly signal: AbortSignal },
  ): Promise<{ readonly ok: boolean; readonly status: number; json(): Promise<unknown> }>;
}

export interface DurableObjectStoreOptions<Id = unknown> {
  /** The binding of the class `SessionObject`, such as `env.SESSIONS`, or a jurisdiction of it. */
  readonly namespace: ObjectNamespace<Id>;
}

/**
 * Sessions shared by all Workers that have the binding, wherever they run. An object is strongly consistent, and its own
 * clock counts, so that leases and lives are right whatever the Workers' clocks say. The object holds the waiting calls.
 */
export function durableObjectStore<Id>({ namespace }: DurableObjectStoreOptions<Id>): SessionStore {
  async function ask(id: string, call: ObjectCall, { signal }: StoreCall): Promise<ObjectAnswer> {
    signal.throwIfAborted();
    const object = namespace.get(namespace.idFromName(id));
    // The host of the URL is never looked up.
    const reply = await object.fetch("https://session.object/", {
      method: "POST",
      body: JSON.stringify(call),
      signal,
    });
    if (!reply.ok) throw new Error(`the Durable Object answered with status ${reply.status}`);
    return (await reply.json()) as ObjectAnswer;
  }

  return slotStore({
    name: "durable-object",
    read: async (id, call) => (await ask(id, { op: "read" }, call)).stored,
    change: async (id, change, call) => (await ask(id, change, call)).isChanged === true,
    wait: async (id, seen, waitMs, call) => (await ask(id, { op: "wait", seen, waitMs }, call)).stored,
  });
}
