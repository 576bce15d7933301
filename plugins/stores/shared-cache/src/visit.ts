/**
 * One resolution's look at the store.
 *
 * @module
 */
import { emit, type ResolveContext } from "@alicred/core";
import { open } from "./envelope.ts";
import type { Keys } from "./keys.ts";
import { type CheckedOptions, NAME } from "./options.ts";
import { isSame, isTooShort, isWanted, readSession, type SharedSession } from "./session.ts";
import type { Reading, StoreClient, StoreTrouble } from "./store-client.ts";

/** The content of the store, as this resolution sees it. */
export type Sight =
  /** A session to serve. */
  | { readonly kind: "good"; readonly session: SharedSession }
  /**
   * A session that serves only if there is no other: it is about to end, has less life left than the call asks for, or is
   * the one that the resolver has already.
   */
  | { readonly kind: "last" | "short" | "known"; readonly session: SharedSession }
  /** Nothing that can be used. */
  | { readonly kind: "none" }
  /** A value that was encrypted with a key which is not among those of this process. It is left alone. */
  | { readonly kind: "other-key" };

export interface Visit {
  readonly context: ResolveContext;
  readonly client: StoreClient;
  readonly keys: Keys;
  /** The id of the session, as the store knows it. */
  readonly place: string;
  /** The name of the store. */
  readonly store: string;
  /** The value that was seen last. */
  seen(): string | undefined;
  look(): Promise<Sight>;
  /** As `look`, of a value that was read already. */
  judge(reading: Reading): Promise<Sight>;
  /** Tells listeners. */
  tell(outcome: StoreOutcome, details?: { readonly ageMs?: number; readonly code?: string }): void;
  /** Notes what the store failed at. */
  note(trouble: StoreTrouble): void;
}

/** The result of asking a store, for the event `store`. */
export type StoreOutcome = Extract<Parameters<typeof emit>[1], { readonly type: "store" }>["outcome"];

export function visit(
  context: ResolveContext,
  client: StoreClient,
  keys: Keys,
  place: string,
  { store, minLifeMs, storeTimeoutMs, binding }: CheckedOptions,
): Visit {
  let seen: string | undefined;

  const tell: Visit["tell"] = (outcome, details) =>
    emit(context.onEvent, { type: "store", source: NAME, store: store.name, outcome, ...details });

  async function judge({ stored, tookMs }: Reading): Promise<Sight> {
    seen = stored?.value;
    if (stored === undefined) return { kind: "none" };
    const opened = await open(keys, place, stored.value);
    if ("unreadable" in opened) {
      const isOther = opened.unreadable === "other-key";
      const code = isOther ? "STORE_KEY_UNKNOWN" : "STORE_VALUE_DAMAGED";
      context.warn(
        isOther
          ? `Store ${store.name}: the session was encrypted with a key that this process does not have (${code}). Set the same keys in every process.`
          : `Store ${store.name}: what lies under the id is damaged, not encrypted as it should be, or of another version of this package (${code}). It is replaced.`,
      );
      tell("unreadable", { code });
      return { kind: isOther ? "other-key" : "none" };
    }
    const session = readSession(opened.text, stored, tookMs, context);
    if (session === undefined) return { kind: "none" };
    if (binding !== undefined && !(await binding.accepts(session.note ?? ""))) return { kind: "none" };
    if (isSame(session.credentials, context.rejected)) {
      // For everybody, unless somebody has replaced it already.
      await client.remove(session.value);
      tell("removed", { ageMs: session.ageMs });
      return { kind: "none" };
    }
    if (!isWanted(session.credentials, context)) return { kind: "known", session };
    if (isTooShort(session, context)) return { kind: "short", session };
    const isEnding = session.leftMs <= Math.max(session.endingMs, minLifeMs(session.firstMs));
    return { kind: isEnding ? "last" : "good", session };
  }

  return {
    context,
    client,
    keys,
    place,
    store: store.name,
    seen: () => seen,
    look: async () => judge(await client.read()),
    judge,
    tell,
    note({ code, message }) {
      const remedy = code === "STORE_TIMEOUT" ? ` within ${storeTimeoutMs} ms` : "";
      context.warn(
        `${message.replace(/ in time\.$/, `${remedy}.`)} (${code}) The source is asked without it. Check the store.`,
      );
      tell("failed", { code });
    },
  };
}
