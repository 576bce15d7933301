import type { Exchange } from "../service/exchange.ts";
import type { World } from "../world/world.ts";
import type { OAuthGrants } from "./grants.ts";

/** What answering one OAuth request takes. */
export interface OAuthContext {
  readonly world: World;
  readonly grants: OAuthGrants;
  readonly exchange: Exchange;
}
