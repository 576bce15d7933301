import type { Context, Hono } from "hono";
import { refusalName } from "../../cloud/errors.ts";
import type { Exchange } from "../../cloud/exchange.ts";
import type { ReceivedRequest } from "../../cloud/request.ts";
import type { ServiceEnv, ServiceTraits } from "../../cloud/service.ts";
import type { World } from "../../cloud/world/world.ts";
import { describeSite, revokeToken, tellUser } from "./about.ts";
import { decideOnAuthorizePage, showAuthorizePage } from "./authorize-page.ts";
import { EXCHANGE_PATH, errorReply, type OAuthContext, successReply } from "./context.ts";
import { OAUTH_ERRORS, OAuthError, type OAuthErrorName } from "./errors.ts";
import { exchangeToken } from "./exchange.ts";
import { createOAuthGrants, type OAuthGrants } from "./grants.ts";
import { placeOf } from "./sites.ts";
import { issueTokens } from "./token.ts";
import type { OAuthWorld } from "./world.ts";

const AUTHORIZE_PATH = "/oauth2/v1/auth";

const REFUSALS: Readonly<Record<string, OAuthErrorName>> = {
  "internal-error": "server_error",
  unavailable: "temporarily_unavailable",
};

/** The OAuth service of both sites: authorization page, tokens, and their exchange for credentials. */
export function createOAuth(world: World<OAuthWorld>): ServiceTraits {
  const grants = world.use(createOAuthGrants);

  function contextOf(c: Context<ServiceEnv>): OAuthContext {
    return { world, grants, exchange: c.env.exchange };
  }

  function answer(
    act: (context: OAuthContext) => Record<string, unknown>,
  ): (c: Context<ServiceEnv>) => Response | Promise<Response> {
    return (c) => {
      const context = contextOf(c);
      try {
        return successReply(context.exchange, act(context));
      } catch (error) {
        if (!(error instanceof OAuthError)) throw error;
        return errorReply(world, context.exchange, error);
      }
    };
  }

  function addRoutes(app: Hono<ServiceEnv>): void {
    app.use(async (c, next) => {
      const { exchange } = c.env;
      const { host, secure } = exchange.received;
      const { role } = placeOf(host);
      if (role !== undefined && !secure)
        exchange.breakConnection("the OAuth service is reached by https: alone");
      const ofPages = c.req.path === AUTHORIZE_PATH;
      if (role === undefined || (role === "signin") === ofPages) return next();
      return elsewhere(exchange, ofPages);
    });
    app.get(AUTHORIZE_PATH, (c) => showAuthorizePage(contextOf(c)));
    app.post(AUTHORIZE_PATH, (c) => decideOnAuthorizePage(contextOf(c)));
    app.post("/v1/token", answer(issueTokens));
    app.post(EXCHANGE_PATH, answer(exchangeToken));
    app.post("/v1/revoke", answer(revokeToken));
    app.get("/v1/userinfo", answer(tellUser));
    app.get("/.well-known/openid-configuration", answer(describeSite));
  }

  return {
    addRoutes,
    identify: (received, path) => ({
      operation: operationOf(received, path),
      clientKey: clientOf(grants, received),
    }),
    refuse: (exchange, refusal) =>
      errorReply(world, exchange, new OAuthError(refusalName("OAuth", OAUTH_ERRORS, refusal, REFUSALS))),
  };
}

/** The sign-in hosts have the page, the OAuth hosts the rest. */
function elsewhere(exchange: Exchange, ofPages: boolean): Response {
  const reason = ofPages
    ? "the authorization page is at the sign-in host"
    : "this is not at the sign-in host";
  exchange.report({ decision: "unmatched", reason });
  return new Response("404 page not found\n", { status: 404, headers: { "content-type": "text/plain" } });
}

function operationOf({ method, body }: ReceivedRequest, path: string): string | undefined {
  if (path === AUTHORIZE_PATH) return method === "POST" ? "DecideOnAuthorization" : "ShowAuthorizePage";
  if (path === EXCHANGE_PATH) return "Exchange";
  if (path === "/v1/revoke") return "RevokeToken";
  if (path === "/v1/userinfo") return "GetUserInfo";
  if (path === "/.well-known/openid-configuration") return "GetConfiguration";
  if (path !== "/v1/token") return undefined;
  const grantType = new URLSearchParams(new TextDecoder().decode(body)).get("grant_type");
  return grantType === "refresh_token" ? "RefreshToken" : "IssueToken";
}

function clientOf(grants: OAuthGrants, { headers, query, body }: ReceivedRequest): string | undefined {
  const { bearer } = headers;
  if (bearer !== undefined) return grants.grant(grants.accessToken(bearer)?.grantId ?? "")?.clientId;
  const form = new URLSearchParams(new TextDecoder().decode(body));
  return query.get("client_id") ?? form.get("client_id") ?? undefined;
}
