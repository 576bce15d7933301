import type { Hono } from "hono";
import { z } from "zod";
import { refusalName, statusAndCode } from "../../cloud/errors.ts";
import type { Exchange } from "../../cloud/exchange.ts";
import { isoSeconds, jsonReply } from "../../cloud/replies.ts";
import { hostName } from "../../cloud/request.ts";
import type { ServiceEnv, ServiceTraits } from "../../cloud/service.ts";
import type { World } from "../../cloud/world/world.ts";
import { ISSUER_ERRORS, IssuerError } from "./errors.ts";
import { createOidcIssuers, issuerHosts, type OidcIssuerState, type TokenRequest } from "./issuer.ts";
import type { OidcWorld } from "./world.ts";

const CONFIGURATION_PATH = "/.well-known/openid-configuration";
/** Where Kubernetes has it. */
const KEYS_PATH = "/openid/v1/jwks";
const MINT_PATH = "/mint";
const DEFAULT_EXPIRED_AGO_MS = 60_000;

const OPERATIONS: Readonly<Record<string, { readonly name: string; readonly method: string }>> = {
  [CONFIGURATION_PATH]: { name: "GetConfiguration", method: "GET" },
  [KEYS_PATH]: { name: "GetKeys", method: "GET" },
  [MINT_PATH]: { name: "MintToken", method: "POST" },
};

const tokenRequestSchema: z.ZodType<TokenRequest> = z.strictObject({
  claims: z.record(z.string(), z.unknown()).optional(),
  lifetimeSeconds: z.int().optional(),
  issuedAgoSeconds: z.int().optional(),
  key: z.enum(["current", "previous", "retired", "forged"]).optional(),
});

/** An issuer and the path below its address. */
interface Place {
  readonly issuer: OidcIssuerState;
  readonly below: string;
}

/**
 * OIDC issuers: configuration (OpenID Connect Discovery 1.0), key set (RFC 7517), and an endpoint that mints any token.
 */
export function createOidcIssuer(world: World<OidcWorld>): ServiceTraits {
  const issuers = world.use(createOidcIssuers);

  const hosts = issuerHosts(world.description);

  /**
   * The issuer at an address. At a host that none of them has, and so does not tell them apart, the first whose path
   * fits.
   */
  function locate(host: string, path: string): Place | undefined {
    const anyHost = !hosts.includes(hostName(host));
    for (const issuer of issuers.all()) {
      const address = new URL(issuer.issuer);
      const base = address.pathname.replace(/\/$/, "");
      const atHost = anyHost || hostName(host) === address.hostname;
      if (atHost && path.startsWith(`${base}/`)) return { issuer, below: path.slice(base.length) };
    }
    return undefined;
  }

  function addRoutes(app: Hono<ServiceEnv>): void {
    app.all("*", async (c) => {
      const exchange = c.env.exchange;
      exchange.report({ credentialKind: "none", requestId: exchange.requestId });
      const place = locate(exchange.received.host, c.req.path);
      try {
        if (place === undefined) throw new IssuerError("NotFound", `no issuer at ${c.req.path}`);
        const reply = await answer(world, exchange, place, c.req.path);
        exchange.report({ decision: "allowed" });
        return reply;
      } catch (error) {
        if (!(error instanceof IssuerError)) throw error;
        return refuse(exchange, place?.issuer, error);
      }
    });
  }

  return {
    addRoutes,
    identify({ host }, path) {
      const place = locate(host, path);
      return { operation: OPERATIONS[place?.below ?? ""]?.name, clientKey: place?.issuer.issuer };
    },
    refuse(exchange, refusal) {
      const row = refusalName("the OIDC issuer", ISSUER_ERRORS, refusal);
      return refuse(exchange, undefined, new IssuerError(row, `by the fault ${refusal}`));
    },
  };
}

function refuse(exchange: Exchange, issuer: OidcIssuerState | undefined, error: IssuerError): Response {
  const { status, code } = statusAndCode(ISSUER_ERRORS, error.row, issuer?.description.errors);
  exchange.report({ decision: "denied", code, reason: error.message });
  return jsonReply({ error: code, error_description: error.message }, status);
}

async function answer(
  world: World<OidcWorld>,
  exchange: Exchange,
  { issuer, below }: Place,
  path: string,
): Promise<Response> {
  const operation = OPERATIONS[below];
  if (operation === undefined) {
    const known = Object.keys(OPERATIONS).join(", ");
    throw new IssuerError("NotFound", `nothing at ${below} of the issuer ${issuer.issuer}; it has ${known}`);
  }
  const { method } = exchange.received;
  if (method !== operation.method && !(method === "HEAD" && operation.method === "GET"))
    throw new IssuerError("MethodNotAllowed", `${below} is for ${operation.method}, not ${method}`);
  if (below === CONFIGURATION_PATH)
    return published(configuration(exchange, issuer, path), "application/json");
  if (below === KEYS_PATH) return published(issuer.jwks(), "application/jwk-set+json");
  return await mint(world, exchange, issuer);
}

function published(json: unknown, type: string): Response {
  return new Response(JSON.stringify(json), {
    headers: { "content-type": type, "cache-control": "public, max-age=3600" },
  });
}

/**
 * The members of a Kubernetes cluster. At a host that is not the issuer's the keys are where the configuration was
 * asked for.
 */
function configuration(exchange: Exchange, { issuer }: OidcIssuerState, path: string): object {
  const { host, secure, path: asked } = exchange.received;
  const base = asked.slice(0, asked.length - path.length) + path.slice(0, -CONFIGURATION_PATH.length);
  return {
    issuer,
    jwks_uri:
      hostName(host) === new URL(issuer).hostname
        ? `${issuer}${KEYS_PATH}`
        : `${secure ? "https" : "http"}://${host}${base}${KEYS_PATH}`,
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}

async function mint(world: World<OidcWorld>, exchange: Exchange, issuer: OidcIssuerState): Promise<Response> {
  const request = readTokenRequest(exchange.received.body);
  const { lifetimeSeconds = issuer.tokenSeconds, issuedAgoSeconds = 0 } = request;
  const expired = exchange.fault("expired-credentials");
  const agoSeconds = expired
    ? lifetimeSeconds + Math.ceil((expired.agoMs ?? DEFAULT_EXPIRED_AGO_MS) / 1000)
    : issuedAgoSeconds;
  const token = await issuer.mint({ ...request, issuedAgoSeconds: agoSeconds }).catch((error: unknown) => {
    if (error instanceof TypeError) throw new IssuerError("InvalidRequest", error.message);
    throw error;
  });
  const nowMs = world.clock.now() + world.serverClockOffsetMs;
  exchange.report({ reason: "a token is minted" });
  return jsonReply({ token, expiration: isoSeconds(nowMs + (lifetimeSeconds - agoSeconds) * 1000) });
}

function readTokenRequest(body: Uint8Array): TokenRequest {
  if (body.length === 0) return {};
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(body));
  } catch {
    throw new IssuerError("InvalidRequest", "the body is not JSON");
  }
  const { data, error } = tokenRequestSchema.safeParse(json);
  if (error) throw new IssuerError("InvalidRequest", z.prettifyError(error));
  return data;
}
