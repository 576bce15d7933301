import type { Hono } from "hono";
import { refusalName } from "../../cloud/errors.ts";
import type { Exchange } from "../../cloud/exchange.ts";
import { principalArn } from "../../cloud/ram/principal.ts";
import { hostName } from "../../cloud/request.ts";
import type { ServiceEnv, ServiceTraits } from "../../cloud/service.ts";
import type { World } from "../../cloud/world/world.ts";
import { METADATA_ERRORS, MetadataError } from "./errors.ts";
import { identityDocument, identityPkcs7 } from "./identity.ts";
import { createEcsInstances, ECS_METADATA_HOSTS, type EcsInstanceState } from "./instance.ts";
import { credentialsDocument, errorReply, jsonReply, textReply } from "./reply.ts";
import { lookUp, metadataTree, nearestPath } from "./tree.ts";
import type { EcsWorld } from "./world.ts";

const TOKEN_HEADER = "x-aliyun-ecs-metadata-token";
const TTL_HEADER = "x-aliyun-ecs-metadata-token-ttl-seconds";
const MAX_TTL_SECONDS = 21_600;
/** The version that cloud-init asks for says the same. */
const VERSION = /^\/(?:latest|2016-01-01)(?=\/)/;
const TOKEN_PATH = "/api/token";
const CREDENTIALS_PATH = "/meta-data/ram/security-credentials";
const IDENTITY_PATH = "/dynamic/instance-identity/document";
const PKCS7_PATH = "/dynamic/instance-identity/pkcs7";
const DEFAULT_EXPIRED_AGO_MS = 60_000;

/** The metadata service that an ECS instance reaches at `http://100.100.100.200`. */
export function createEcsMetadata(world: World<EcsWorld>): ServiceTraits {
  const instances = world.use(createEcsInstances);

  function refuse(exchange: Exchange, error: MetadataError): Response {
    const overrides = instances.asking(exchange.received.host)?.description.metadata?.errors;
    return errorReply(exchange, error, overrides);
  }

  function addRoutes(app: Hono<ServiceEnv>): void {
    app.on("ALL", ["/latest/*", "/2016-01-01/*"], (c) => {
      const exchange = c.env.exchange;
      exchange.report({ credentialKind: "none", requestId: exchange.requestId });
      try {
        const instance = admit(world, exchange, instances.asking(exchange.received.host));
        const reply = answer(exchange, instance, c.req.method, pathOf(c.req.path));
        exchange.report({ decision: "allowed" });
        return reply;
      } catch (error) {
        if (!(error instanceof MetadataError)) throw error;
        return refuse(exchange, error);
      }
    });
  }

  return {
    addRoutes,
    identify: ({ host }, path) => ({
      operation: operationOf(pathOf(path)),
      clientKey: instances.asking(host)?.id,
    }),
    refuse(exchange, refusal) {
      const row = refusalName("the metadata service", METADATA_ERRORS, refusal);
      return refuse(exchange, new MetadataError(row, `by the fault ${refusal}`));
    },
  };
}

/** The path within a version. The role's directory has a second spelling. */
function pathOf(path: string): string {
  return path.replace(VERSION, "").replace(/^\/meta-data\/Ram\//, "/meta-data/ram/");
}

function operationOf(path: string): string {
  if (path === TOKEN_PATH) return "CreateToken";
  if (path === CREDENTIALS_PATH || path === `${CREDENTIALS_PATH}/`) return "GetRoleName";
  if (path.startsWith(`${CREDENTIALS_PATH}/`)) return "GetCredentials";
  return path === IDENTITY_PATH || path === PKCS7_PATH ? "GetIdentityDocument" : "GetMetadata";
}

/** The instance that asks, if its metadata can be reached. */
function admit(
  world: World<EcsWorld>,
  exchange: Exchange,
  instance: EcsInstanceState | undefined,
): EcsInstanceState {
  const { secure, host } = exchange.received;
  if (secure && ECS_METADATA_HOSTS.includes(hostName(host)))
    exchange.breakConnection("metadata is read by http:, nothing listens for TLS");
  if (instance === undefined) throw new MetadataError("NotFound", `the world has no ECS instance at ${host}`);
  if (instance.metadataOptions().httpEndpoint === "disabled")
    throw new MetadataError("Disabled", `the metadata of ${instance.id} is disabled`);
  if (!instance.throttle.take(instance.id, world.clock.now())) {
    const seconds = instance.throttle.retryAfterSeconds(instance.id);
    throw new MetadataError("Throttling", `the instance ${instance.id} is over its rate`, seconds);
  }
  return instance;
}

function answer(exchange: Exchange, instance: EcsInstanceState, method: string, path: string): Response {
  if (path === TOKEN_PATH) return issueToken(exchange, instance, method);
  if (method !== "GET" && method !== "HEAD")
    throw new MetadataError("MethodNotAllowed", `metadata is read by GET, not ${method}`);
  checkToken(exchange, instance);
  if (path === IDENTITY_PATH) return jsonReply(identityDocument(instance));
  if (path === PKCS7_PATH) {
    const audience = exchange.received.query.get("audience") ?? undefined;
    return textReply(identityPkcs7(identityDocument(instance, audience)));
  }
  const operation = operationOf(path);
  const roleName = operation === "GetMetadata" ? instance.roleName() : roleNameNow(exchange, instance);
  if (operation === "GetCredentials")
    return credentials(exchange, instance, roleName, path.slice(CREDENTIALS_PATH.length + 1));
  if (roleName === undefined && operation === "GetRoleName")
    throw new MetadataError("NotFound", `${instance.id} has no role`);
  const tree = metadataTree(instance, roleName);
  if (path === "/meta-data/all") return jsonReply(JSON.stringify(tree["meta-data"]));
  const found = lookUp(tree, path);
  if (found !== undefined) return textReply(found);
  const hint = nearestPath({ ...tree, api: { token: "" } }, path);
  const { path: asked } = exchange.received;
  throw new MetadataError("NotFound", `no metadata at ${asked}${hint ? `; near: /latest${hint}` : ""}`);
}

function issueToken(exchange: Exchange, instance: EcsInstanceState, method: string): Response {
  if (method !== "PUT") throw new MetadataError("MethodNotAllowed", `tokens are made by PUT, not ${method}`);
  const { headers } = exchange.received;
  if (headers.has("x-forwarded-for"))
    throw new MetadataError("ForwardedRequest", "the request has been forwarded: X-Forwarded-For is present");
  const ttl = headers.get(TTL_HEADER);
  if (ttl === undefined) throw new MetadataError("InvalidParameters", `the header ${TTL_HEADER} is missing`);
  const seconds = Number(ttl);
  if (!/^\d{1,9}$/.test(ttl) || seconds < 1 || seconds > MAX_TTL_SECONDS) {
    throw new MetadataError(
      "InvalidParameters",
      `the header ${TTL_HEADER} is not within 1 to ${MAX_TTL_SECONDS}`,
    );
  }
  return textReply(instance.tokens.issue(seconds, exchange.now()));
}

function checkToken(exchange: Exchange, instance: EcsInstanceState): void {
  const token = exchange.received.headers.get(TOKEN_HEADER);
  if (token === undefined) {
    if (instance.metadataOptions().httpTokens === "required")
      throw new MetadataError("TokenRequired", `${instance.id} requires a token (hardened mode)`);
    return;
  }
  exchange.report({ credentialKind: "token" });
  if (exchange.fault("token-rejected"))
    throw new MetadataError("InvalidToken", "the token is rejected by the fault token-rejected");
  const standing = instance.tokens.standing(token, exchange.now());
  if (standing !== "valid") throw new MetadataError("InvalidToken", `the metadata token is ${standing}`);
}

function roleNameNow(exchange: Exchange, instance: EcsInstanceState): string | undefined {
  const change = exchange.fault("role-name-change");
  const name = instance.roleName();
  return change ? (change.role ?? `${name ?? "role"}-renamed`) : name;
}

function credentials(
  exchange: Exchange,
  instance: EcsInstanceState,
  roleName: string | undefined,
  asked: string,
): Response {
  if (roleName === undefined) throw new MetadataError("NotFound", `${instance.id} has no role`);
  const role = asked === roleName ? instance.ecsRole(asked) : undefined;
  if (role === undefined)
    throw new MetadataError("NotFound", `the role of ${instance.id} is ${roleName}, not ${asked}`);
  const principal = instance.principal(role);
  const { sessions } = instance;
  const expired = exchange.fault("expired-credentials");
  let session = exchange.fault("stale-metadata") ? sessions.stale(principal) : sessions.current(principal);
  if (expired) session = sessions.expired(principal, expired.agoMs ?? DEFAULT_EXPIRED_AGO_MS);
  exchange.report({ identity: principalArn(principal), reason: `${session.accessKeyId} is handed out` });
  return jsonReply(credentialsDocument(session));
}
