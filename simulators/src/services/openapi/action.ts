import type { Caller, RpcContext } from "../../cloud/rpc/authenticate.ts";
import type { ReplyFields } from "../../cloud/rpc/reply.ts";
import type { RpcRequest } from "../../cloud/rpc/request.ts";
import type { World } from "../../cloud/world/world.ts";
import { OpenApiError } from "./errors.ts";
import type { OpenApiWorld } from "./world.ts";

/** The things that an action works with. */
export interface OpenApiContext extends RpcContext {
  readonly world: World<OpenApiWorld>;
  readonly product: string;
  readonly action: string;
  /** `2026-01-07T08:00:00Z` */
  isoSeconds(ms: number): string;
}

/** An action of a product. */
export interface ProductAction {
  /** ARN that policies are asked about, and whether the caller is allowed without them. */
  permission(context: OpenApiContext, caller: Caller): { readonly resource: string; readonly free?: boolean };
  run(context: OpenApiContext, caller: Caller): { readonly status?: number; readonly fields: ReplyFields };
}

/** A parameter that is required. @throws `OpenApiError` `Missing{name}`. */
export function required({ params }: RpcRequest, name: string): string {
  const value = params.get(name);
  if (value) return value;
  throw new OpenApiError({ row: "Missing{0}", subject: name });
}
