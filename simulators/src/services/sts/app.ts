import type { Hono } from "hono";
import type { Exchange } from "../../cloud/exchange.ts";
import { nearest, ownMember } from "../../cloud/names.ts";
import { isoSeconds as isoSecondsOf, lastKept } from "../../cloud/replies.ts";
import { hostName, type ReceivedRequest } from "../../cloud/request.ts";
import {
  authenticate,
  checkTimestamp,
  instantOfTimestamp,
  stringToSignOf,
  TIMESTAMP_WINDOW_MS,
} from "../../cloud/rpc/authenticate.ts";
import { RpcError } from "../../cloud/rpc/errors.ts";
import { createNonceMemory } from "../../cloud/rpc/nonces.ts";
import { errorReply, type ReplyFields, successReply } from "../../cloud/rpc/reply.ts";
import { RpcQuery, type RpcRequest, readRpcRequest } from "../../cloud/rpc/request.ts";
import type { ServiceEnv, ServiceTraits } from "../../cloud/service.ts";
import { createThrottle } from "../../cloud/throttle.ts";
import type { World } from "../../cloud/world/world.ts";
import type { ActionContext, SignedAction, UnsignedAction } from "./actions/action.ts";
import { assumeRole } from "./actions/assume-role.ts";
import { assumeRoleWithOidc } from "./actions/assume-role-with-oidc.ts";
import { assumeRoleWithSaml } from "./actions/assume-role-with-saml.ts";
import { generateSessionAccessKey } from "./actions/generate-session-access-key.ts";
import { getCallerIdentity } from "./actions/get-caller-identity.ts";
import { StsError, stsRowOf } from "./errors.ts";
import { STS_HOSTS } from "./hosts.ts";
import type { StsWorld } from "./world.ts";

/** Version of the API. */
export const API_VERSION = "2015-04-01";
/** In force since September 2022; before that it was 6000 in a minute. */
const DEFAULT_REQUESTS_PER_SECOND = 100;
const SECOND_MS = 1000;

// Maps, for clients may name an action like what every object inherits.
const SIGNED_ACTIONS: ReadonlyMap<string, SignedAction> = new Map([
  ["AssumeRole", assumeRole],
  ["GetCallerIdentity", getCallerIdentity],
]);

const UNSIGNED_ACTIONS: ReadonlyMap<string, UnsignedAction> = new Map([
  ["AssumeRoleWithOIDC", assumeRoleWithOidc],
  ["AssumeRoleWithSAML", assumeRoleWithSaml],
  ["GenerateSessionAccessKey", generateSessionAccessKey],
]);

const REFUSALS: Readonly<Record<string, string>> = {
  throttling: "Throttling.User",
  "internal-error": "InternalError",
  unavailable: "ServiceUnavailable",
};

/** The security token service (STS, version 2015-04-01). */
export function createSts(world: World<StsWorld>): ServiceTraits {
  const { nonces, state: nonceState } = createNonceMemory(TIMESTAMP_WINDOW_MS);
  const { requestsPerMinute, requestsPerSecond = DEFAULT_REQUESTS_PER_SECOND } = world.description.sts ?? {};
  const { throttle, state: throttleState } =
    requestsPerMinute === undefined
      ? createThrottle(requestsPerSecond, SECOND_MS)
      : createThrottle(requestsPerMinute);
  world.state.add("sts:nonces", nonceState);
  world.state.add("sts:throttle", throttleState);

  const isoSeconds = lastKept(isoSecondsOf);
  const instantOf = lastKept(instantOfTimestamp);
  // A client that refreshes a session sends the same query each time: with ACS3 only headers change.
  const queryOf = lastKept((search: string) => new RpcQuery(search));
  let last: { readonly received: ReceivedRequest; readonly request: RpcRequest } | undefined;

  /** Keeps the last one, because one request is asked for several times in a row. */
  function rpcRequest(received: ReceivedRequest): RpcRequest {
    if (last?.received !== received)
      last = { received, request: readRpcRequest(received, queryOf(received.search)) };
    return last.request;
  }

  function takeToken(accountId: string): void {
    if (throttle.take(accountId, world.clock.now())) return;
    throw new StsError({ row: "Throttling.User", reason: `account ${accountId} is over its rate` });
  }

  function run(exchange: Exchange, request: RpcRequest): ReplyFields | Promise<ReplyFields> {
    if (world.description.sts?.network === "vpc" && isPublic(exchange.received))
      exchange.breakConnection("no way leads from this VPC to the public hosts of STS; ask sts-vpc.REGION");
    const action = checkAction(exchange, request);
    const context: ActionContext = { world, nonces, isoSeconds, instantOf, exchange, request };
    const unsigned = UNSIGNED_ACTIONS.get(action);
    if (unsigned) {
      if (request.timestamp !== undefined) checkTimestamp(context);
      takeToken(/^acs:ram::(\d+):/.exec(request.params.get("RoleArn") ?? "")?.[1] ?? "none");
      return unsigned(context);
    }
    const caller = authenticate(context);
    takeToken(caller.principal.accountId);
    return SIGNED_ACTIONS.get(action)?.(context, caller) ?? {};
  }

  /** @throws what is no refusal of the service. */
  function denied(exchange: Exchange, request: RpcRequest, error: unknown): Response {
    if (!(error instanceof RpcError)) throw error;
    const { status, code } = error.answer(world.description.sts?.errors);
    exchange.report({ decision: "denied", code, reason: error.reason, requestId: exchange.requestId });
    return errorReply(exchange, request.format, { error, status, code, product: "Sts" });
  }

  function addRoutes(app: Hono<ServiceEnv>): void {
    /** At once, unless the action has to wait. */
    app.on(["GET", "POST"], "/", (c) => {
      const { exchange } = c.env;
      const request = rpcRequest(exchange.received);
      const { requestId } = exchange;
      exchange.report({ requestId, credentialKind: "none" });
      if (request.accessKeyId) exchange.report({ accessKeyId: request.accessKeyId });
      try {
        const fields = run(exchange, request);
        if (!(fields instanceof Promise)) return allowed(exchange, request, fields);
        return fields.then(
          (ready) => allowed(exchange, request, ready),
          (error: unknown) => denied(exchange, request, error),
        );
      } catch (error) {
        return denied(exchange, request, error);
      }
    });
  }

  return {
    addRoutes,
    identify(received) {
      const { action, accessKeyId, params } = rpcRequest(received);
      const clientKey = accessKeyId ?? params.get("OIDCProviderArn") ?? params.get("SAMLProviderArn");
      return { operation: action, clientKey };
    },
    refuse(exchange, refusal, fault) {
      const code = ownMember(REFUSALS, refusal) ?? refusal;
      const { status, message } = fault.kind === "error" ? fault : {};
      const { row, subject } = stsRowOf(code) ?? { row: code };
      const request = rpcRequest(exchange.received);
      const named =
        row === "SignatureDoesNotMatch" ? stringToSignOf(world, exchange.received, request) : subject;
      return denied(
        exchange,
        request,
        new StsError({ row, ...(named !== undefined && { subject: named }), status, message }),
      );
    },
  };
}

function isPublic({ host }: ReceivedRequest): boolean {
  const name = hostName(host);
  return STS_HOSTS.includes(name) && !name.startsWith("sts-vpc.");
}

function allowed(exchange: Exchange, request: RpcRequest, fields: ReplyFields): Response {
  exchange.report({ decision: "allowed" });
  return successReply(exchange, request.format, request.action ?? "", fields);
}

function checkAction(exchange: Exchange, request: RpcRequest): string {
  const { action, version } = request;
  const { host, secure } = exchange.received;
  if (!secure && STS_HOSTS.includes(hostName(host))) throw new StsError({ row: "InvalidProtocol.NeedSsl" });
  if (!request.bodyUnderstood) throw new StsError({ row: "InvalidParameter.ContentType" });
  if (!action) throw new StsError({ row: "Missing{0}", subject: "Action" });
  if (!version) throw new StsError({ row: "Missing{0}", subject: "Version" });
  if (version !== API_VERSION) throw new StsError({ row: "InvalidParameter", subject: "Action or Version" });
  if (!SIGNED_ACTIONS.has(action) && !UNSIGNED_ACTIONS.has(action))
    throw new StsError({ row: "InvalidAction.NotFound", reason: noAction(action) });
  return action;
}

function noAction(action: string): string {
  const hint = nearest(action, [...SIGNED_ACTIONS.keys(), ...UNSIGNED_ACTIONS.keys()]);
  return `STS has no action ${action}${hint ? `; near: ${hint}` : ""}`;
}
