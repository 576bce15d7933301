import type { Exchange } from "../service/exchange.ts";
import type { StatePart } from "../world/state.ts";
import { StsError } from "./errors.ts";

/** Remembers nonces for as long as a request that carries one could be replayed. */
export interface NonceMemory {
  /** @throws `StsError` when a key has used this nonce before. */
  refuseUsed(exchange: Exchange, accessKeyId: string, nonce: string): void;
  remember(accessKeyId: string, nonce: string, nowMs: number): void;
}

/** A timestamp may be ahead and behind by the window, so a nonce counts for twice that. */
export function createNonceMemory(windowMs: number): { nonces: NonceMemory; state: StatePart } {
  let until = new Map<string, number>();
  return {
    nonces: {
      refuseUsed(exchange, accessKeyId, nonce) {
        if (!until.has(`${accessKeyId} ${nonce}`)) return;
        exchange.report({ nonceReplay: true });
        throw new StsError({ row: "SignatureNonceUsed" });
      },
      remember(accessKeyId, nonce, nowMs) {
        for (const [old, endMs] of until) {
          if (endMs >= nowMs) break;
          until.delete(old);
        }
        until.set(`${accessKeyId} ${nonce}`, nowMs + windowMs * 2);
      },
    },
    state: {
      snapshot: () => new Map(until),
      restore(saved) {
        until = new Map(saved as Map<string, number>);
      },
    },
  };
}
