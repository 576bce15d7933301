import type { Hono } from "hono";
import { refusalName, statusAndCode } from "../../cloud/errors.ts";
import type { Exchange } from "../../cloud/exchange.ts";
import { replacedBy, spoiledBy } from "../../cloud/faults/catalogue.ts";
import type { FaultScene } from "../../cloud/faults/fault.ts";
import { type Fault, type FaultOf, faultOf } from "../../cloud/faults/fault.ts";
import { nearest } from "../../cloud/names.ts";
import { principalArn } from "../../cloud/ram/principal.ts";
import { isoSeconds, jsonReply } from "../../cloud/replies.ts";
import type { ServiceEnv, ServiceTraits } from "../../cloud/service.ts";
import type { HeldSession } from "../../cloud/session-rotation.ts";
import type { World } from "../../cloud/world/world.ts";
import { createCredentialsDocuments, type DocumentState } from "./documents.ts";
import { CREDENTIALS_URI_ERRORS, CredentialsUriError } from "./errors.ts";
import type { CredentialsUriWorld } from "./world.ts";

const DEFAULT_EXPIRED_AGO_MS = 60_000;
const DEFAULT_REDIRECT_STATUS = 302;

/** Addresses that hand out credentials, as `ALIBABA_CLOUD_CREDENTIALS_URI` names one. */
export function createCredentialsUri(world: World<CredentialsUriWorld>): ServiceTraits {
  const documents = world.use(createCredentialsDocuments);
  const overrides = world.description.credentialsUri?.errors;

  function refuse(exchange: Exchange, { row, message }: CredentialsUriError): Response {
    const { status, code } = statusAndCode(CREDENTIALS_URI_ERRORS, row, overrides);
    exchange.report({ decision: "denied", code, reason: message });
    return jsonReply({ Code: code, Message: CREDENTIALS_URI_ERRORS[row].message }, status);
  }

  function addRoutes(app: Hono<ServiceEnv>): void {
    app.all("*", async (c) => {
      const exchange = c.env.exchange;
      exchange.report({ credentialKind: "none", requestId: exchange.requestId });
      try {
        const document = documents.find(c.req.path);
        if (document === undefined) {
          const hint = nearest(c.req.path, documents.paths());
          throw new CredentialsUriError(
            "NotFound",
            `no credentials at ${c.req.path}${hint ? `; near: ${hint}` : ""}`,
          );
        }
        authorize(exchange, document);
        const scene: FaultScene = {
          clock: world.clock,
          signal: exchange.received.signal,
          disconnect: c.env.disconnect,
          idle: (waiting) => waiting,
        };
        const reply = await answer(exchange, document, c.req.path, scene);
        exchange.report({ decision: "allowed" });
        return reply;
      } catch (error) {
        if (!(error instanceof CredentialsUriError)) throw error;
        return refuse(exchange, error);
      }
    });
  }

  return {
    addRoutes,
    identify: (_received, path) => ({ operation: "GetCredentials", clientKey: path }),
    refuse(exchange, refusal) {
      const row = refusalName("credentials-uri", CREDENTIALS_URI_ERRORS, refusal);
      return refuse(exchange, new CredentialsUriError(row, `by the fault ${refusal}`));
    },
  };
}

function authorize(exchange: Exchange, { authorizationToken }: DocumentState): void {
  const { method, headers } = exchange.received;
  if (method !== "GET" && method !== "HEAD") throw new CredentialsUriError("MethodNotAllowed");
  if (authorizationToken === undefined) return;
  const given = headers.get("authorization");
  if (given === undefined)
    throw new CredentialsUriError("Unauthorized", "the header Authorization is missing");
  if (given.replace(/^Bearer /i, "") !== authorizationToken)
    throw new CredentialsUriError("Unauthorized", "the authorization token is wrong");
  exchange.report({ credentialKind: "token" });
}

async function answer(
  exchange: Exchange,
  document: DocumentState,
  path: string,
  scene: FaultScene,
): Promise<Response> {
  const { session, description } = document;
  const faults: readonly Fault[] = description.faults ?? [];
  const replaced = faults.map(replacedBy).find((reply) => reply !== undefined);
  if (replaced) return replaced;
  if (session === undefined) return redirect(exchange, document, path);
  const { principal, rotation } = session;
  const fault = <K extends "expired-credentials" | "stale-metadata">(kind: K): FaultOf<K> | undefined =>
    exchange.fault(kind) ?? faultOf(faults, kind);
  const expired = fault("expired-credentials");
  let held = fault("stale-metadata") ? rotation.stale(principal) : rotation.current(principal);
  if (expired) held = rotation.expired(principal, expired.agoMs ?? DEFAULT_EXPIRED_AGO_MS);
  exchange.report({ identity: principalArn(principal), reason: `${held.accessKeyId} is handed out` });
  let reply = jsonReply(members(held));
  for (const standing of faults) reply = await spoiledBy(standing, reply, scene);
  return reply;
}

function members(session: HeldSession): Readonly<Record<string, string>> {
  return {
    Code: "Success",
    AccessKeyId: session.accessKeyId,
    AccessKeySecret: session.accessKeySecret,
    SecurityToken: session.securityToken,
    Expiration: isoSeconds(session.expiresAtMs),
  };
}

/** Paths of this service are given as the client sees them, with the prefix on a loopback host. */
function redirect(exchange: Exchange, { description }: DocumentState, path: string): Response {
  const { location = "", status = DEFAULT_REDIRECT_STATUS } = description.redirect ?? {};
  const prefix = exchange.received.path.slice(0, -path.length);
  exchange.report({ reason: `redirect to ${location}` });
  return new Response(null, {
    status,
    headers: { location: location.startsWith("/") ? prefix + location : location },
  });
}
