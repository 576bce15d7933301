import type { World } from "../../cloud/world/world.ts";
import { type AuthorizationRequest, approve, readAuthorizationRequest, refuse } from "./authorization.ts";
import { wireError } from "./context.ts";
import { OAuthError } from "./errors.ts";
import { createOAuthGrants } from "./grants.ts";
import { findPerson, type Person, people } from "./people.ts";
import { CLI_CLIENT_IDS, type OAuthSite } from "./sites.ts";
import type { OAuthWorld } from "./world.ts";

/** The actions of a person at the authorization page, for tests without a browser. */
export interface OAuthControl {
  /**
   * Approves what an authorization address asks for.
   *
   * @param user name of a RAM user, a sign-in name such as `alice@1000000000000001.onaliyun.com`, an ARN, or the id of
   * a main account.
   * @returns the address to which the browser is sent, with `code` and `state`.
   * @throws `TypeError` when the page would not ask, or there is no such user.
   */
  approve(authorizationUrl: string | URL, decision: { readonly user: string }): URL;
  /**
   * @returns the address to which the browser is sent, with `error` and `state`.
   * @throws `TypeError` when the page would not ask.
   */
  deny(authorizationUrl: string | URL): URL;
  /**
   * Tokens of the aliyun CLI for a user, without the sign-in that leads to them.
   *
   * @param site default `CN`.
   * @throws `TypeError` when there is no such user.
   */
  signIn(
    user: string,
    site?: OAuthSite,
  ): {
    readonly accessToken: string;
    readonly refreshToken: string;
    readonly accessExpiresAtMs: number;
  };
}

export function createOAuthControl(world: World<OAuthWorld>): OAuthControl {
  const grants = world.use(createOAuthGrants);
  const serverNow = (): number => world.clock.now() + world.serverClockOffsetMs;

  function read(authorizationUrl: string | URL): AuthorizationRequest {
    const url = new URL(authorizationUrl);
    const request = wellFormed(() => readAuthorizationRequest(world, url.host, url.searchParams));
    if (request.problem) throw new TypeError(`the page would not ask: ${request.problem.message}`);
    return request;
  }

  function known(user: string): Person {
    const person = findPerson(world.directory, user);
    if (person !== undefined) return person;
    const names = people(world.directory).map(({ signInName }) => signInName);
    throw new TypeError(`${JSON.stringify(user)} is not one user of the world; it has: ${names.join(", ")}`);
  }

  return {
    approve: (authorizationUrl, { user }) =>
      approve(grants, read(authorizationUrl), known(user), serverNow()),
    deny(authorizationUrl) {
      const error = new OAuthError("access_denied");
      return refuse(read(authorizationUrl), wireError(world, error).code, error.message);
    },
    signIn(user, site = "CN") {
      const { principal, signInName } = known(user);
      const nowMs = serverNow();
      const grant = grants.begin({ clientId: CLI_CLIENT_IDS[site], site, principal, signInName }, nowMs);
      const { accessToken, accessExpiresAtMs, refreshToken = "" } = grants.issue(grant, nowMs);
      return { accessToken, refreshToken, accessExpiresAtMs };
    },
  };
}

function wellFormed<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof OAuthError) throw new TypeError(`the page would not ask: ${error.message}`);
    throw error;
  }
}
