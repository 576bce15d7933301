import { type Context, Hono } from "hono";
import { faultCatalogue } from "../faults/catalogue.ts";
import type { Fault } from "../faults/faults.ts";
import { replaceReply, spoilReply } from "../faults/reply.ts";
import { hang, TransportFailure } from "../faults/transport.ts";
import type { JournalRecord } from "../journal/journal.ts";
import { nearest } from "../near-miss.ts";
import type { Random } from "../random.ts";
import type { World } from "../world/world.ts";
import {
  type Exchange,
  faultOf,
  noBody,
  type ReceivedRequest,
  receive,
  type ServiceEnv,
} from "./exchange.ts";

/** A journal entry in the making. It has room for everything from the start, for that is what keeps it cheap. */
type Draft = { -readonly [K in keyof Required<JournalRecord>]: JournalRecord[K] };

/** What the shared part must know of a service. */
export interface ServiceTraits {
  /** Kebab case, as in the folder and the package entry. */
  readonly name: string;
  /** Operation and client of a request, as far as they can be told before it is checked; `path` is the one within the service. */
  identify(
    received: ReceivedRequest,
    path: string,
  ): {
    readonly operation?: string | undefined;
    readonly clientKey?: string | undefined;
  };
  /**
   * The service's own reply to `throttling`, `internal-error` or `unavailable`, or for an error code of its own.
   *
   * @throws `TypeError` for a code that it does not know.
   */
  refuse(exchange: Exchange, refusal: string): Response;
}

/**
 * A Hono app with what all services share: the exchange (`c.get("exchange")`), faults, the Date header and the journal. The service adds its
 * routes; a route reports its decision by `exchange.report`.
 */
export function createServiceApp(world: World, traits: ServiceTraits): Hono<ServiceEnv> {
  const isoDate = lastKept((ms) => new Date(ms).toISOString());
  const httpDate = lastKept((ms) => new Date(ms).toUTCString());
  const requestIds = world.random(`${traits.name}:request-id`);
  const app = new Hono<ServiceEnv>({
    getPath: (request, options) => options?.env?.alicred?.path ?? new URL(request.url).pathname,
  });

  app.onError((error) => {
    throw error;
  });

  app.notFound((c) => {
    const routes = app.routes.filter(({ path }) => path !== "*" && path !== "/*").map(({ path }) => path);
    const hint = nearest(c.req.path, routes);
    const reason = `no route of ${traits.name} for ${c.req.method} ${c.req.path}${hint ? `; near: ${hint}` : ""}`;
    c.get("exchange").report({ decision: "unmatched", reason });
    return c.text("404 page not found\n", 404);
  });

  app.use(async (c, next) => {
    const atMs = world.clock.now();
    const { raw } = c.req;
    const body = raw.body === null ? noBody : new Uint8Array(await raw.arrayBuffer());
    const received = receive(raw, c.env?.alicred?.url ?? new URL(raw.url), body);
    const { operation, clientKey } = traits.identify(received, c.req.path);
    const handshake = c.env?.alicred?.handshake;
    const faults = world.strike({ service: traits.name, operation, clientKey, nowMs: atMs, handshake });
    const skewFaultMs = faultOf(faults, "clock-skew")?.offsetMs ?? 0;
    const draft: Draft = {
      at: isoDate(atMs),
      service: traits.name,
      operation,
      method: received.method,
      host: received.host,
      path: received.path,
      clientKey,
      accessKeyId: undefined,
      credentialKind: undefined,
      identity: undefined,
      decision: "failed",
      status: undefined,
      code: undefined,
      reason: undefined,
      requestId: undefined,
      skewMs: undefined,
      nonceReplay: undefined,
      faults: undefined,
    };
    const exchange: Exchange = {
      received,
      requestId: requestId(requestIds),
      now: () => world.clock.now() + world.serverClockOffsetMs + skewFaultMs,
      fault: (kind) => faultOf(faults, kind),
      report: (finding) => void Object.assign(draft, finding),
    };
    c.set("exchange", exchange);
    try {
      await answer(c, world, traits, faults, next);
      c.res.headers.set("date", httpDate(exchange.now()));
      draft.status = c.res.status;
    } finally {
      if (faults.length > 0) draft.faults = faults.map(({ kind }) => kind);
      world.record(draft);
    }
  });
  return app;
}

async function answer(
  c: Context<ServiceEnv>,
  world: World,
  traits: ServiceTraits,
  faults: readonly Fault[],
  next: () => Promise<void>,
): Promise<void> {
  const exchange = c.get("exchange");
  for (const fault of faults) await before(fault, c, world);
  const instead = faults.find(({ kind }) => faultCatalogue[kind].stage === "instead");
  if (instead === undefined) await next();
  else c.res = refused(instead, exchange, traits);
  for (const fault of faults) {
    if (faultCatalogue[fault.kind].stage !== "after") continue;
    const spoilt = await spoilReply(fault, c.res, world.clock, c.env?.alicred?.disconnect);
    c.res = undefined; // or Hono would merge the old headers into the new reply
    c.res = spoilt;
  }
}

async function before(fault: Fault, c: Context<ServiceEnv>, world: World): Promise<void> {
  const { signal } = c.get("exchange").received;
  const idle = <T>(waiting: Promise<T>): Promise<T> => c.env?.alicred?.activity.idle(waiting) ?? waiting;
  if (fault.kind === "latency") await idle(world.clock.sleep(fault.ms, signal));
  if (fault.kind === "hang") await idle(hang(signal));
  if (fault.kind === "connection-reset" || fault.kind === "tls-failure")
    throw new TransportFailure(fault.kind);
}

function refused(fault: Fault, exchange: Exchange, traits: ServiceTraits): Response {
  exchange.report({ requestId: exchange.requestId, reason: `by the fault ${fault.kind}` });
  const replaced = replaceReply(fault);
  if (replaced) return replaced;
  const reply = traits.refuse(exchange, fault.kind === "error" ? fault.code : fault.kind);
  if ("retryAfterSeconds" in fault && fault.retryAfterSeconds !== undefined) {
    reply.headers.set("retry-after", String(fault.retryAfterSeconds));
  }
  return reply;
}

function requestId(random: Random): string {
  return random.uuid().toUpperCase();
}

/** Many requests are of the same instant, and to write it out costs more than to compare it. */
function lastKept(write: (ms: number) => string): (ms: number) => string {
  let lastMs = Number.NaN;
  let text = "";
  return (ms) => {
    if (ms !== lastMs) {
      text = write(ms);
      lastMs = ms;
    }
    return text;
  };
}
