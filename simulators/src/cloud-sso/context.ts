import type { Exchange } from "../service/exchange.ts";
import type { World } from "../world/world.ts";
import type { SsoDirectory } from "./directory.ts";
import type { SsoLogins } from "./logins.ts";

/** What answering one request of the portal takes. */
export interface SsoContext {
  readonly world: World;
  readonly directory: SsoDirectory;
  readonly logins: SsoLogins;
  readonly exchange: Exchange;
  /** Address of the portal as the client reached it, without a slash at the end. */
  readonly baseUrl: string;
}
