import { createClientFetch, type Finish } from "./cloud/client-fetch.ts";
import type { Activity } from "./cloud/clock/activity.ts";
import { createVirtualClock } from "./cloud/clock/virtual-clock.ts";
import type { CloudBase, CloudSnapshot, Connection } from "./cloud/cloud.ts";
import type { AnyService, MembersOf, PartsOf } from "./cloud/define-service.ts";
import { nearest } from "./cloud/names.ts";
import { ReceivedRequest } from "./cloud/request.ts";
import { createRouter } from "./cloud/route.ts";
import { createService, type Service } from "./cloud/service.ts";
import { createServiceSet } from "./cloud/service-set.ts";
import { createWorld } from "./cloud/world/create-world.ts";
import type { AccessKey } from "./cloud/world/directory.ts";
import { leaks } from "./cloud/world/leaks.ts";
import type { World } from "./cloud/world/world.ts";
import { checkOptions, type SimulateCloudOptions } from "./cloud-options.ts";
import { type DefaultServices, defaultServices, defaultSet } from "./services.ts";

/** One simulated cloud, with what its services add to it. */
export type Cloud<Services extends readonly AnyService[] = DefaultServices> = CloudBase<PartsOf<Services>> &
  MembersOf<Services>;

/** A cloud of some services. @throws `TypeError` that says what is wrong with the options. */
export function simulateCloud<const Services extends readonly AnyService[]>(
  options: SimulateCloudOptions<Services> & { readonly services: Services },
): Cloud<Services>;
/** A cloud of all services. @throws `TypeError` that says what is wrong with the options. */
export function simulateCloud(options?: SimulateCloudOptions): Cloud;
export function simulateCloud(options: SimulateCloudOptions<readonly AnyService[]> = {}): CloudBase {
  checkOptions(options);
  const { services = defaultServices } = options;
  const set = services === defaultServices ? defaultSet : createServiceSet(services);
  const clock = options.clock ?? createVirtualClock();
  const world = createWorld({
    clock,
    seed: options.seed ?? "alicred",
    set,
    description: options.world,
    serverClockOffsetMs: options.serverClockOffsetMs ?? 0,
    journalLimit: options.journalLimit ?? 10_000,
  });
  const created = new Map<string, Service>(
    services.map((service) => [service.name, createService(world, service, service.create(world))]),
  );
  // The initial state includes what the services made for themselves.
  world.state.markInitial();
  const ownSnapshots = new WeakSet<CloudSnapshot["parts"]>();
  const router = createRouter(services, world.description, options.localHosts ?? []);

  /** Not async: what can be answered at once is, because each turn a reply waits adds up over thousands of calls. */
  function exchange(request: Request, connection: Connection, finish: Finish): Promise<Response> {
    const activity = clock.begin();
    try {
      const answer = answerTo(request, connection, activity);
      if (answer instanceof Promise)
        return answer.then(
          (reply) => {
            activity.end();
            return finish(reply, request);
          },
          (error: unknown) => {
            activity.end();
            throw error;
          },
        );
      activity.end();
      return Promise.resolve(finish(answer, request));
    } catch (error) {
      activity.end();
      return Promise.reject(error);
    }
  }

  function answerTo(
    request: Request,
    { handshake, disconnect, readBody, target: asked }: Connection,
    activity: Activity,
  ): Response | Promise<Response> {
    const received = new ReceivedRequest(request);
    const target = asked ?? router.route(received);
    if (target.service === undefined) return nowhere(world, received, target.reason);
    const service = created.get(target.service);
    if (service === undefined) throw new Error(`the service ${target.service} is listed but was not created`);
    const { path } = target;
    return service.fetch(request, { received, path, activity, handshake, disconnect, readBody });
  }

  function findKey(idOrUserName: string): AccessKey {
    const key = world.directory
      .accessKeys()
      .find(
        ({ id, owner }) =>
          id === idOrUserName || (owner.type === "RAMUser" && owner.userName === idOrUserName),
      );
    if (key === undefined)
      throw new TypeError(
        `the world has no access key or user ${JSON.stringify(idOrUserName)}${nearKey(idOrUserName)}`,
      );
    return key;
  }

  function nearKey(idOrUserName: string): string {
    const owners = world.directory
      .accessKeys()
      .map(({ id, owner }) => ("userName" in owner ? [id, owner.userName] : [id]));
    const hint = nearest(String(idOrUserName), owners.flat());
    return hint === undefined ? "" : `; near: ${hint}`;
  }

  function handshake(host: string): "fail" | "pass" | undefined {
    const service = router.serviceAt(host);
    if (service === undefined) return undefined;
    const nowMs = clock.now();
    const subject = { service, operation: undefined, clientKey: undefined, nowMs, handshake: "now" } as const;
    const faults = world.strike(subject);
    if (faults.length === 0) return "pass";
    world.record({
      at: new Date(nowMs).toISOString(),
      service,
      method: "TLS",
      host,
      path: "-",
      decision: "failed",
      reason: "no handshake",
      faults: faults.map(({ kind }) => kind),
    });
    return "fail";
  }

  const base: CloudBase = {
    fetch: createClientFetch((request, finish) => exchange(request, {}, finish)),
    receive: (request, connection = {}) => exchange(request, connection, asItIs),
    handshake,
    serviceHosts: router.serviceHosts,
    isServiceHost: (host) => router.serviceAt(host) !== undefined,
    isLocalHost: router.isLocal,
    rebuild: (changes) => simulateCloud({ ...options, clock, services, ...changes }),
    clock,
    journal: world.journal,
    faults: world.faults,
    services,
    world,
    advance: clock.advance,
    accessKey(idOrUserName) {
      const { id, secret } = findKey(idOrUserName);
      return { accessKeyId: id, accessKeySecret: secret };
    },
    setAccessKeyActive(idOrUserName, active) {
      findKey(idOrUserName).active = active;
    },
    snapshot() {
      const parts = world.state.snapshot();
      ownSnapshots.add(parts);
      return { clockMs: clock.now(), parts };
    },
    restore(snapshot) {
      if (!ownSnapshots.has(snapshot?.parts)) throw new TypeError("the snapshot is of another cloud");
      const { clockMs, parts } = snapshot;
      clock.moveTo(clockMs);
      world.state.restore(parts);
    },
    reset: world.state.reset,
    expectNoSecrets(...values) {
      if (values.length === 0)
        throw new TypeError("expectNoSecrets takes what is to be searched for secrets");
      const names = leaks(world.canaries, values);
      if (names.length > 0) throw new Error(`a secret appears where it must not: ${names.join(", ")}`);
    },
  };
  return withMembers(base, services);
}

/** @throws `TypeError` when a service adds what the cloud has already. */
function withMembers(base: CloudBase, services: readonly AnyService[]): CloudBase {
  for (const service of services) {
    const members = service.control?.(base.world) ?? {};
    for (const name of Object.keys(members))
      if (name in base)
        throw new TypeError(`the service ${service.name} adds ${name}, which the cloud has already`);
    Object.assign(base, members);
  }
  return base;
}

function asItIs(reply: Response): Response {
  return reply;
}

/** 421 Misdirected Request: no such host or service. */
function nowhere(world: World, { method, host, path }: ReceivedRequest, reason: string): Response {
  const nowMs = world.clock.now();
  world.record({
    at: new Date(nowMs).toISOString(),
    service: "none",
    method,
    host,
    path,
    decision: "unmatched",
    status: 421,
    reason,
  });
  return new Response(JSON.stringify({ error: "misdirected_request", reason }), {
    status: 421,
    headers: {
      // `Response.json` writes it differently from one runtime to the next
      "content-type": "application/json",
      date: new Date(nowMs + world.serverClockOffsetMs).toUTCString(),
    },
  });
}
