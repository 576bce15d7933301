import type { Exchange } from "../exchange.ts";
import type { StatePart } from "../world/state.ts";
import { RpcError } from "./errors.ts";

/** Remembers nonces for as long as a request that carries one could be replayed. */
export interface NonceMemory {
  /** @throws `RpcError` when a key has used this nonce before. @returns what to remember once the request holds. */
  refuseUsed(exchange: Exchange, accessKeyId: string, nonce: string): string;
  remember(use: string, nowMs: number): void;
  /** How many are held. */
  size(): number;
}

/**
 * A timestamp may be ahead and behind by the window, so a nonce counts for twice that. Nonces are kept in two
 * generations, each that long, and let go with their generation.
 */
export function createNonceMemory(windowMs: number): { nonces: NonceMemory; state: StatePart } {
  const keptMs = windowMs * 2;
  let young = new Map<string, number>();
  let old = new Map<string, number>();
  let turnsOldAtMs = Number.NEGATIVE_INFINITY;

  return {
    nonces: {
      refuseUsed(exchange, accessKeyId, nonce) {
        // `join` copies. A template would refer to its parts, and they to the query that they were cut out of.
        const use = [accessKeyId, nonce].join(" ");
        const usedAtMs = young.get(use) ?? old.get(use);
        if (usedAtMs === undefined || usedAtMs + keptMs < exchange.now()) return use;
        exchange.report({ nonceReplay: true });
        throw new RpcError({ row: "SignatureNonceUsed" });
      },
      remember(use, nowMs) {
        if (nowMs > turnsOldAtMs) {
          old = nowMs > turnsOldAtMs + keptMs ? new Map() : young;
          young = new Map();
          turnsOldAtMs = nowMs + keptMs;
        }
        young.set(use, nowMs);
      },
      size: () => young.size + old.size,
    },
    state: {
      snapshot: () => ({ young: new Map(young), old: new Map(old), turnsOldAtMs }),
      restore(saved) {
        const state = saved as { young: typeof young; old: typeof old; turnsOldAtMs: number };
        young = new Map(state.young);
        old = new Map(state.old);
        turnsOldAtMs = state.turnsOldAtMs;
      },
    },
  };
}
