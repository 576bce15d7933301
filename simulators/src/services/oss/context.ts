import type { Exchange } from "../../cloud/exchange.ts";
import type { PolicyDocument } from "../../cloud/ram/policy.ts";
import type { Principal } from "../../cloud/ram/principal.ts";
import type { World } from "../../cloud/world/world.ts";
import type { OssRequest } from "./request.ts";
import type { OssStore } from "./store.ts";
import type { OssWorld } from "./world.ts";

/** A caller whose signature holds. */
export interface OssCaller {
  readonly principal: Principal;
  readonly sessionPolicy: PolicyDocument | undefined;
}

/** The things needed to answer one request of OSS. */
export interface OssContext {
  readonly world: World<OssWorld>;
  readonly store: OssStore;
  readonly exchange: Exchange;
  readonly request: OssRequest;
  /** `undefined` for an anonymous request. */
  readonly caller: OssCaller | undefined;
}
