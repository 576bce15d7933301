import type { Exchange } from "../../../cloud/exchange.ts";
import type { PolicyDocument } from "../../../cloud/ram/policy.ts";
import type { Principal } from "../../../cloud/ram/principal.ts";
import type { World } from "../../../cloud/world/world.ts";
import type { NonceMemory } from "../nonces.ts";
import type { ReplyFields } from "../reply.ts";
import type { RpcRequest } from "../request.ts";
import type { StsWorld } from "../world.ts";

/** A caller whose signature holds. */
export interface Caller {
  readonly principal: Principal;
  readonly sessionPolicy: PolicyDocument | undefined;
  /** That of the session, which those that descend from it keep. */
  readonly sourceIdentity?: string | undefined;
}

/** The things that an action works with. */
export interface ActionContext {
  readonly world: World<StsWorld>;
  readonly exchange: Exchange;
  readonly request: RpcRequest;
  readonly nonces: NonceMemory;
  /** `2026-01-07T08:00:00Z` */
  isoSeconds(ms: number): string;
  /** The time of a timestamp in that form; NaN for any other text. */
  instantOf(timestamp: string): number;
}

/** An action of signed callers. */
export type SignedAction = (context: ActionContext, caller: Caller) => ReplyFields | Promise<ReplyFields>;

/** An action that brings its own proof instead of a signature. */
export type UnsignedAction = (context: ActionContext) => ReplyFields | Promise<ReplyFields>;
