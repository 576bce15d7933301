import { Hono } from "hono";
import type { Activity } from "./clock/activity.ts";
import { type ErrorTable, refusalName, statusAndCode } from "./errors.ts";
import { Exchange } from "./exchange.ts";
import { faultCatalogue, replacedBy, spoiledBy, struckBy } from "./faults/catalogue.ts";
import type { Fault, FaultScene, FaultSubject } from "./faults/fault.ts";
import { nearest } from "./names.ts";
import type { Random } from "./random.ts";
import { jsonReply, lastKept } from "./replies.ts";
import type { ReceivedRequest } from "./request.ts";
import type { World } from "./world/world.ts";

/** Types of the routes of a service: `c.env.exchange`. */
export interface ServiceEnv {
  Bindings: {
    readonly exchange: Exchange;
    /** Path within the service, without the prefix that named the service. */
    readonly path: string;
    readonly disconnect: Arrival["disconnect"];
  };
}

/** A request on its way to a service. */
interface Arrival {
  readonly received: ReceivedRequest;
  /** Path within the service, without the prefix that named the service. */
  readonly path: string;
  /** The answering of the request. */
  readonly activity: Activity;
  /** The server's view of the connection. */
  readonly handshake: "done" | undefined;
  readonly disconnect: (() => Promise<void>) | undefined;
  readonly readBody: ((maxBytes: number) => Promise<ArrayBuffer | undefined>) | undefined;
}

/** A simulated service. */
export interface Service {
  /** At once, unless there is something to wait for. */
  fetch(request: Request, arrival: Arrival): Response | Promise<Response>;
}

/** How a service answers. */
export interface ServiceTraits {
  /** Adds the routes, once, when the first request comes. A route reports its decision by `c.env.exchange.report`. */
  addRoutes(app: Hono<ServiceEnv>): void;
  /**
   * Operation and client of a request, as far as they can be told before it is checked; `path` is the one within the
   * service.
   */
  identify(
    received: ReceivedRequest,
    path: string,
  ): {
    readonly operation?: string | undefined;
    readonly clientKey?: string | undefined;
  };
  /**
   * The service's own reply to `throttling`, `internal-error` or `unavailable`, or for an error code of its own, by a
   * fault. Default: JSON with the members RequestId, Code and Message.
   *
   * @throws `TypeError` for a code that it does not know.
   */
  refuse?(exchange: Exchange, refusal: string, fault: Fault): Response;
}

/** The facts of a service that the shared part needs. */
interface Named {
  readonly name: string;
  readonly errorTable: ErrorTable;
  readonly maxBodyBytes?: number | undefined;
}

/** No body of the authentication services comes near it. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

/**
 * Wraps the routes of a service in the exchange, faults, the Date header and the journal. Wraps, because
 * as a middleware it would have Hono copy and compose what is ready to be sent.
 */
export function createService(world: World, service: Named, traits: ServiceTraits): Service {
  const { name, maxBodyBytes = MAX_BODY_BYTES } = service;
  const isoDate = lastKept((ms: number) => new Date(ms).toISOString());
  const httpDate = lastKept((ms: number) => new Date(ms).toUTCString());
  const requestIds = world.random(`${name}:request-id`);

  let app: Hono<ServiceEnv> | undefined;

  function route(request: Request, exchange: Exchange, arrival: Arrival): Response | Promise<Response> {
    const { path, disconnect } = arrival;
    app ??= createApp(name, traits);
    return app.fetch(request, { exchange, path, disconnect });
  }

  async function answerAmidFaults(request: Request, exchange: Exchange, arrival: Arrival): Promise<Response> {
    const { faults } = exchange;
    const scene = sceneOf(world, arrival);
    for (const fault of faults) await struckBy(fault, scene);
    const instead = faults.find(({ kind }) => faultCatalogue[kind].stage === "instead");
    let reply = instead
      ? refused(instead, exchange, service, traits)
      : await route(request, exchange, arrival);
    for (const fault of faults) reply = await spoiledBy(fault, reply, scene);
    return request.method === "HEAD" ? new Response(null, reply) : reply;
  }

  function answer(request: Request, arrival: Arrival, atMs: number): Response | Promise<Response> {
    const { received, path, handshake } = arrival;
    const { operation, clientKey } = traits.identify(received, path);
    const subject: FaultSubject = { service: name, operation, clientKey, nowMs: atMs, handshake };
    const exchange = new Exchange(world, {
      subject,
      received,
      at: isoDate(atMs),
      faults: world.strike(subject),
      requestId: requestId(requestIds),
      httpDate,
    });
    try {
      const reply = (exchange.faults.length === 0 ? route : answerAmidFaults)(request, exchange, arrival);
      if (!(reply instanceof Promise)) return sent(exchange, reply);
      return reply.then(
        (ready) => sent(exchange, ready),
        (error: unknown) => broken(exchange, error),
      );
    } catch (error) {
      return broken(exchange, error);
    }
  }

  return {
    fetch(request, arrival) {
      const atMs = world.clock.now();
      const reading = arrival.received.readBody(arrival.readBody, maxBodyBytes);
      return reading === undefined
        ? answer(request, arrival, atMs)
        : reading.then((fits) =>
            fits ? answer(request, arrival, atMs) : tooLarge(world, name, arrival.received, maxBodyBytes),
          );
    },
  };
}

/** 413 Content Too Large, for a body that was not kept. */
function tooLarge(world: World, service: string, received: ReceivedRequest, maxBytes: number): Response {
  const { method, host, path } = received;
  const nowMs = world.clock.now();
  const reason = `the body is longer than ${maxBytes} bytes`;
  world.record({
    at: new Date(nowMs).toISOString(),
    service,
    method,
    host,
    path,
    decision: "failed",
    status: 413,
    reason,
  });
  const reply = jsonReply({ error: "too_large", reason }, 413);
  reply.headers.set("date", new Date(nowMs + world.serverClockOffsetMs).toUTCString());
  return reply;
}

function sent(exchange: Exchange, reply: Response): Response {
  // To look for the header costs more than to have asked whether there is one; faults may have taken it away.
  const mayLackDate = !exchange.isDated || exchange.faults.length > 0;
  if (mayLackDate && reply.headers.get("date") === null) reply.headers.set("date", exchange.date());
  exchange.close(reply.status);
  return reply;
}

/** @throws the error, once it is in the journal. */
function broken(exchange: Exchange, error: unknown): never {
  exchange.close(undefined);
  throw error;
}

/** Routes by the path within the service. */
function createApp(name: string, { addRoutes }: ServiceTraits): Hono<ServiceEnv> {
  const app = new Hono<ServiceEnv>({
    getPath: (request, options) => options?.env?.path ?? new URL(request.url).pathname,
  });
  app.onError((error) => {
    throw error;
  });
  app.notFound((c) => {
    const { method, path } = c.req;
    const routes = app.routes.filter((route) => route.path !== "*" && route.path !== "/*");
    const methods = routes.filter((route) => route.path === path).map((route) => route.method);
    if (methods.length > 0) {
      const allow = methods.join(", ");
      c.env.exchange.report({
        decision: "unmatched",
        reason: `${path} of ${name} is for ${allow}, not ${method}`,
      });
      return c.text("405 method not allowed\n", 405, { allow });
    }
    const paths = [...new Set(routes.map((route) => route.path))];
    const hint = nearest(path, paths);
    const reason = `no route of ${name} for ${method} ${path}; ${hint ? `near: ${hint}` : `it has ${paths.join(", ")}`}`;
    c.env.exchange.report({ decision: "unmatched", reason });
    return c.text("404 page not found\n", 404);
  });
  addRoutes(app);
  return app;
}

function sceneOf({ clock }: World, { received, activity, disconnect }: Arrival): FaultScene {
  return { clock, signal: received.signal, disconnect, idle: (waiting) => activity.idle(waiting) };
}

function refused(fault: Fault, exchange: Exchange, service: Named, traits: ServiceTraits): Response {
  exchange.report({ requestId: exchange.requestId, reason: `by the fault ${fault.kind}` });
  const replaced = replacedBy(fault);
  if (replaced) return replaced;
  const refusal = fault.kind === "error" ? fault.code : fault.kind;
  const reply = traits.refuse?.(exchange, refusal, fault) ?? plainRefusal(exchange, service, refusal);
  if ("retryAfterSeconds" in fault && fault.retryAfterSeconds !== undefined) {
    reply.headers.set("retry-after", String(fault.retryAfterSeconds));
  }
  return reply;
}

function plainRefusal(exchange: Exchange, { name, errorTable }: Named, refusal: string): Response {
  const row = refusalName(name, errorTable, refusal);
  const { status, code } = statusAndCode(errorTable, row);
  exchange.report({ decision: "denied", code });
  return jsonReply({ RequestId: exchange.requestId, Code: code, Message: `by the fault ${refusal}` }, status);
}

function requestId(random: Random): string {
  return random.uuid().toUpperCase();
}
