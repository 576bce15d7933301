import type { Hono } from "hono";
import { refusalName, statusAndCode } from "../../cloud/errors.ts";
import type { Exchange } from "../../cloud/exchange.ts";
import { nearest } from "../../cloud/names.ts";
import type { ServiceEnv, ServiceTraits } from "../../cloud/service.ts";
import type { World } from "../../cloud/world/world.ts";
import { CONSOLE_ERRORS, ConsoleError } from "./errors.ts";
import { login, refusalPage } from "./login.ts";
import { type FederationRequest, readFederationRequest, siteOf } from "./request.ts";
import { getSigninToken } from "./signin-token.ts";
import type { ConsoleWorld } from "./world.ts";

/** The only path. */
export const FEDERATION_PATH = "/federation";

/** The operations. */
export const CONSOLE_OPERATIONS = ["GetSigninToken", "Login"] as const;

/** The federation endpoint of the console: from the session of a role to a browser that is signed in. */
export function createConsole(world: World<ConsoleWorld>): ServiceTraits {
  function answer(exchange: Exchange): Response | Promise<Response> {
    const { received, requestId } = exchange;
    if (!received.secure && siteOf(received) !== undefined)
      exchange.breakConnection("the sign-in host is reached by https: alone");
    exchange.report({ requestId, credentialKind: "none" });
    const request = readFederationRequest(received);
    try {
      if (operationOf(request) === "Login") return login(world, exchange, request);
      const SigninToken = getSigninToken(world, exchange, request);
      exchange.report({ decision: "allowed" });
      return jsonReply(200, { RequestId: requestId, SigninToken });
    } catch (error) {
      if (!(error instanceof ConsoleError)) throw error;
      const reply = refuse(exchange, error);
      return request.action === "Login" ? refusalPage(exchange, error, reply) : reply;
    }
  }

  function refuse(exchange: Exchange, error: ConsoleError): Response {
    const { status, code } = statusAndCode(CONSOLE_ERRORS, error.row, world.description.console?.errors);
    const { requestId } = exchange;
    exchange.report({ decision: "denied", code, reason: error.reason, requestId });
    return jsonReply(status, { RequestId: requestId, Code: code, Message: error.message });
  }

  function addRoutes(app: Hono<ServiceEnv>): void {
    app.on(["GET", "POST"], FEDERATION_PATH, (c) => answer(c.env.exchange));
  }

  return {
    addRoutes,
    identify: (received) => identify(readFederationRequest(received)),
    refuse: (exchange, refusal) =>
      refuse(exchange, new ConsoleError(refusalName("the console", CONSOLE_ERRORS, refusal))),
  };
}

function identify({ action, params }: FederationRequest): ReturnType<ServiceTraits["identify"]> {
  return { operation: action, clientKey: params.get("AccessKeyId") };
}

/** @throws `ConsoleError` for an unknown action, or a body that is not a form. */
function operationOf({ action, bodyUnderstood }: FederationRequest): string {
  if (!bodyUnderstood) throw new ConsoleError("InvalidContentType");
  if (!action) throw new ConsoleError("MissingParameter", { subject: "Action" });
  if (CONSOLE_OPERATIONS.some((known) => known === action)) return action;
  const hint = nearest(action, CONSOLE_OPERATIONS);
  throw new ConsoleError("InvalidAction.NotFound", {
    reason: `the console has no action ${action}${hint ? `; near: ${hint}` : ""}`,
  });
}

function jsonReply(status: number, body: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json;charset=utf-8", "cache-control": "no-store" },
  });
}
