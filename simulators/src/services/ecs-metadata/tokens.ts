import type { World } from "../../cloud/world/world.ts";
import type { EcsWorld } from "./world.ts";

/** Metadata tokens of one instance. */
export interface MetadataTokens {
  issue(ttlSeconds: number, nowMs: number): string;
  standing(token: string, nowMs: number): "valid" | "expired" | "unknown";
}

/** Tokens are held a day beyond their expiry, so that expired ones are told from unknown ones. */
const KEPT_EXPIRED_MS = 86_400_000;

export function createMetadataTokens(world: World<EcsWorld>, instanceId: string): MetadataTokens {
  let expiries = new Map<string, number>();

  world.state.add(`ecs-metadata:${instanceId}:tokens`, {
    snapshot: () => new Map(expiries),
    restore(saved) {
      expiries = new Map(saved as ReadonlyMap<string, number>);
    },
  });

  /**
   * Lives differ between tokens, so an old one may hide behind an older one with a longer life; never for more than six
   * hours.
   */
  function letGo(nowMs: number): void {
    for (const [token, expiresAtMs] of expiries) {
      if (expiresAtMs + KEPT_EXPIRED_MS > nowMs) break;
      expiries.delete(token);
    }
  }

  return {
    issue(ttlSeconds, nowMs) {
      letGo(nowMs);
      const token = world.canaries.mint("token", `a metadata token of ${instanceId}`);
      expiries.set(token, nowMs + ttlSeconds * 1000);
      return token;
    },
    standing(token, nowMs) {
      const expiresAtMs = expiries.get(token);
      if (expiresAtMs === undefined) return "unknown";
      return expiresAtMs > nowMs ? "valid" : "expired";
    },
  };
}
