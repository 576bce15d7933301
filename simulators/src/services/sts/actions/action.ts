import type { Caller, RpcContext } from "../../../cloud/rpc/authenticate.ts";
import type { ReplyFields } from "../../../cloud/rpc/reply.ts";
import type { World } from "../../../cloud/world/world.ts";
import type { StsWorld } from "../world.ts";

/** The things that an action works with. */
export interface ActionContext extends RpcContext {
  readonly world: World<StsWorld>;
  /** `2026-01-07T08:00:00Z` */
  isoSeconds(ms: number): string;
}

/** An action of signed callers. */
export type SignedAction = (context: ActionContext, caller: Caller) => ReplyFields | Promise<ReplyFields>;

/** An action that brings its own proof instead of a signature. */
export type UnsignedAction = (context: ActionContext) => ReplyFields | Promise<ReplyFields>;
