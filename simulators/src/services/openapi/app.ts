import type { Hono } from "hono";
import type { Exchange } from "../../cloud/exchange.ts";
import { ownMember } from "../../cloud/names.ts";
import { isoSeconds as isoSecondsOf, lastKept } from "../../cloud/replies.ts";
import type { ReceivedRequest } from "../../cloud/request.ts";
import { authenticate, instantOfTimestamp, TIMESTAMP_WINDOW_MS } from "../../cloud/rpc/authenticate.ts";
import { RpcError, rowOfCode } from "../../cloud/rpc/errors.ts";
import { createNonceMemory } from "../../cloud/rpc/nonces.ts";
import { errorReply, successReply } from "../../cloud/rpc/reply.ts";
import { RpcQuery, type RpcRequest, readRpcRequest } from "../../cloud/rpc/request.ts";
import type { ServiceEnv, ServiceTraits } from "../../cloud/service.ts";
import type { World } from "../../cloud/world/world.ts";
import type { OpenApiContext } from "./action.ts";
import { authorize } from "./authorize.ts";
import { authenticateBearer, isBearer } from "./bearer.ts";
import { type Catalogue, createCatalogue } from "./catalogue.ts";
import { OPENAPI_ERRORS, OpenApiError } from "./errors.ts";
import { productOf } from "./product.ts";
import type { OpenApiWorld } from "./world.ts";

const REFUSALS: Readonly<Record<string, string>> = {
  throttling: "Throttling.User",
  "internal-error": "InternalError",
  unavailable: "ServiceUnavailable",
};

/** Subjects of messages when only their code is asked for. */
const USUAL_SUBJECTS: Readonly<Record<string, string>> = {
  InvalidParameter: "RegionId",
  MissingParameter: "RegionId",
};

/** The gateway in front of every product that no other service is. */
export function createOpenApi(world: World<OpenApiWorld>): ServiceTraits {
  const { nonces, state } = createNonceMemory(TIMESTAMP_WINDOW_MS);
  world.state.add("openapi:nonces", state);
  const catalogue = createCatalogue(world.description.openapi);
  for (const { name, value } of world.description.openapi?.secrets ?? [])
    world.canaries.adopt(value, `the secret ${name}`);
  const isoSeconds = lastKept(isoSecondsOf);
  const instantOf = lastKept(instantOfTimestamp);
  const productAt = lastKept(productOf);
  const queryOf = lastKept((search: string) => new RpcQuery(search));
  let last: { readonly received: ReceivedRequest; readonly request: RpcRequest } | undefined;

  /** Keeps the last one, because one request is asked for several times in a row. */
  function rpcRequest(received: ReceivedRequest): RpcRequest {
    if (last?.received !== received)
      last = { received, request: readRpcRequest(received, queryOf(received.search)) };
    return last.request;
  }

  function run(exchange: Exchange, request: RpcRequest): Response {
    const { action } = request;
    if (!action) throw new OpenApiError({ row: "Missing{0}", subject: "Action" });
    const product = productAt(exchange.received.host) ?? guessProduct(catalogue, exchange, request);
    if (product === "ram" && !exchange.received.secure && productAt(exchange.received.host) === product)
      throw new OpenApiError({ row: "InvalidProtocol.NeedSsl" });
    const does = catalogue.find(product, request);
    const context: OpenApiContext = {
      world,
      exchange,
      request,
      nonces,
      product,
      action,
      isoSeconds,
      instantOf,
    };
    const caller = isBearer(context) ? authenticateBearer(context) : authenticate(context);
    authorize(context, caller, does);
    const { status, fields } = does.run(context, caller);
    exchange.report({ decision: "allowed" });
    return successReply(exchange, request.format, action, fields, status);
  }

  /** @throws what is no refusal of the gateway. */
  function denied(exchange: Exchange, request: RpcRequest, error: unknown): Response {
    if (!(error instanceof RpcError)) throw error;
    const { status, code } = error.answer(world.description.openapi?.errors);
    exchange.report({ decision: "denied", code, reason: error.reason, requestId: exchange.requestId });
    const product =
      productOf(exchange.received.host) ?? catalogue.productOf(request.action, request.version) ?? "";
    const name = product.charAt(0).toUpperCase() + product.slice(1);
    return errorReply(exchange, request.format, { error, status, code, product: name });
  }

  function addRoutes(app: Hono<ServiceEnv>): void {
    app.all("*", (c) => {
      const { exchange } = c.env;
      const request = rpcRequest(exchange.received);
      exchange.report({ requestId: exchange.requestId, credentialKind: "none" });
      if (request.accessKeyId) exchange.report({ accessKeyId: request.accessKeyId });
      try {
        return run(exchange, request);
      } catch (error) {
        return denied(exchange, request, error);
      }
    });
  }

  return {
    addRoutes,
    identify(received) {
      const { action, accessKeyId } = rpcRequest(received);
      return { operation: action, clientKey: accessKeyId };
    },
    refuse(exchange, refusal, fault) {
      const code = ownMember(REFUSALS, refusal) ?? refusal;
      const { status, message } = fault.kind === "error" ? fault : {};
      const { row, subject } = rowOfCode(OPENAPI_ERRORS, code, USUAL_SUBJECTS) ?? { row: code };
      const error = new OpenApiError({ row, ...(subject !== undefined && { subject }), status, message });
      return denied(exchange, rpcRequest(exchange.received), error);
    },
  };
}

/** By the action and its version, where the host names no product. @throws `OpenApiError` when they do not tell. */
function guessProduct(catalogue: Catalogue, { received }: Exchange, request: RpcRequest): string {
  const product = catalogue.productOf(request.action, request.version);
  if (product !== undefined) return product;
  throw new OpenApiError({
    row: "InvalidProduct.NotFound",
    reason: `${received.host} names no product, and no product of the world has ${request.action} in version ${request.version}`,
  });
}
