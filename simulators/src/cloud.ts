import { createClientFetch, type Finish } from "./client-fetch.ts";
import type { Activity } from "./clock/activity.ts";
import { createVirtualClock, type VirtualClock } from "./clock/virtual-clock.ts";
import { checkOptions } from "./cloud-options.ts";
import { type CloudSsoControl, createCloudSsoControl } from "./cloud-sso/control.ts";
import { type CredentialsDocument, createCredentialsDocuments } from "./credentials-uri/documents.ts";
import type { EcsInstance } from "./ecs-metadata/instance.ts";
import { createEcsInstances } from "./ecs-metadata/instances.ts";
import type { Faults } from "./faults/faults.ts";
import type { Journal } from "./journal/journal.ts";
import { createOAuthControl, type OAuthControl } from "./oauth/control.ts";
import { createOidcIssuers, type OidcIssuer } from "./oidc-issuer/issuer.ts";
import { createRouter } from "./route.ts";
import { ReceivedRequest } from "./service/received-request.ts";
import type { Service } from "./service/service.ts";
import { services } from "./services.ts";
import { defaultWorld } from "./world/default-world.ts";
import type { AccessKey } from "./world/directory.ts";
import { leaks } from "./world/leaks.ts";
import type { WorldDescription } from "./world/schema/mod.ts";
import { createWorld, type World } from "./world/world.ts";

/** Options of {@link simulateCloud}. */
export interface SimulateCloudOptions {
  /** Default: a new clock, frozen at 2026-01-07T08:00:00Z. Share it with the clients under test. */
  readonly clock?: VirtualClock | undefined;
  /** Determines everything random. Default `"alicred"`. */
  readonly seed?: number | string | undefined;
  /** What exists. Default: a world with one of each thing. */
  readonly world?: WorldDescription | undefined;
  /** How far the servers' clocks are ahead (behind, if negative) of the clients', in milliseconds. Default 0. */
  readonly serverClockOffsetMs?: number | undefined;
  /** Journal entries held, at least 1. Default 10,000; older ones are dropped. */
  readonly journalLimit?: number | undefined;
  /** Names and addresses of the serving machine besides loopback, in lower case; other unknown hosts are refused. */
  readonly localHosts?: readonly string[] | undefined;
}

/** What a server knows about the connection of a request. */
export interface Connection {
  /** `"done"` for the first request after a TLS handshake that {@link Cloud.handshake} was asked about. */
  readonly handshake?: "done" | undefined;
  /** Breaks the connection once the answer so far is sent. Default: the reply's body fails instead, as with `fetch`. */
  readonly disconnect?: (() => Promise<void>) | undefined;
  /** Reads the body, for requests that create a stream just to say whether they have one. Never for GET or HEAD. */
  readonly readBody?: (() => Promise<ArrayBuffer>) | undefined;
  /** The service to ask, and the path within it. Default: from the request's host and path. */
  readonly target?: { readonly service: string; readonly path: string } | undefined;
}

/** A state to go back to; only good for the cloud that made it. */
export interface CloudSnapshot {
  readonly clockMs: number;
  readonly parts: ReadonlyMap<string, unknown>;
}

/** One simulated cloud. */
export interface Cloud {
  /**
   * Answers a request as the service at its host does. Usable as a client's `fetch`: it follows redirects and obeys the
   * signal.
   */
  fetch(input: Request | string | URL, init?: RequestInit): Promise<Response>;
  /** The same for servers: one request, one reply. */
  receive(request: Request, connection?: Connection): Promise<Response>;
  /** For servers, before a TLS handshake: whether it is to fail. `undefined` for a host of no service. */
  handshake(host: string): "fail" | "pass" | undefined;
  /** Host names of all services, without ports. */
  serviceHosts(): readonly string[];
  /** Whether a service has a host, with or without a port. */
  isServiceHost(host: string): boolean;
  /** Whether a host, with or without a port, is the serving machine. */
  isLocalHost(host: string): boolean;
  /** Another cloud with the same clock and options, except for these. */
  rebuild(changes: Pick<SimulateCloudOptions, "seed" | "world">): Cloud;
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly faults: Faults;
  /** What a person does at the CloudSSO portal. */
  readonly cloudSso: CloudSsoControl;
  /** What a person does at the OAuth authorization page. */
  readonly oauth: OAuthControl;
  /** What the services share; for programs that add to the cloud. */
  readonly world: World;
  /** Same as `clock.advance`. */
  advance(duration: number | string): Promise<number>;
  /**
   * A long-term access key, by its id or by the name of its user.
   *
   * @throws `TypeError` when the world has none.
   */
  accessKey(idOrUserName: string): { readonly accessKeyId: string; readonly accessKeySecret: string };
  /**
   * An ECS instance by its id; without one, the first.
   *
   * @throws `TypeError` when the world has no such instance.
   */
  ecsInstance(id?: string): EcsInstance;
  /**
   * The credentials document at a path of `credentials_uri`; without one, the first.
   *
   * @throws `TypeError` when the world has no such document.
   */
  credentialsDocument(path?: string): CredentialsDocument;
  /**
   * An OIDC issuer by its address; without one, the first.
   *
   * @throws `TypeError` when the world has no such issuer.
   */
  oidcIssuer(issuer?: string): OidcIssuer;
  /** Switches a long-term access key on or off. */
  setAccessKeyActive(idOrUserName: string, active: boolean): void;
  snapshot(): CloudSnapshot;
  /**
   * Goes back to a snapshot, including the clock's time.
   *
   * @throws `TypeError` for a snapshot of another cloud.
   */
  restore(snapshot: CloudSnapshot): void;
  /** Goes back to the beginning, except for the clock, which stays as it is. */
  reset(): void;
  /**
   * Fails when a secret of this cloud appears in one of the values: strings, or objects and errors, searched in full.
   *
   * @throws `Error` that names whose secret it is, without printing it.
   */
  expectNoSecrets(...values: readonly unknown[]): void;
}

/** @throws `TypeError` that says what is wrong with the options. */
export function simulateCloud(options: SimulateCloudOptions = {}): Cloud {
  checkOptions(options);
  const clock = options.clock ?? createVirtualClock();
  const world = createWorld({
    clock,
    seed: options.seed ?? "alicred",
    description: options.world ?? defaultWorld,
    serverClockOffsetMs: options.serverClockOffsetMs ?? 0,
    journalLimit: options.journalLimit ?? 10_000,
  });
  const created = new Map<string, Service>(services.map(({ name, create }) => [name, create(world)]));
  // What the services made for themselves is there from the beginning too.
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
      throw new TypeError(`the world has no access key or user ${JSON.stringify(idOrUserName)}`);
    return key;
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

  return {
    fetch: createClientFetch((request, finish) => exchange(request, {}, finish)),
    receive: (request, connection = {}) => exchange(request, connection, asItIs),
    handshake,
    serviceHosts: router.serviceHosts,
    isServiceHost: (host) => router.serviceAt(host) !== undefined,
    isLocalHost: router.isLocal,
    rebuild: (changes) => simulateCloud({ ...options, clock, ...changes }),
    clock,
    journal: world.journal,
    faults: world.faults,
    cloudSso: createCloudSsoControl(world),
    oauth: createOAuthControl(world),
    world,
    advance: clock.advance,
    accessKey(idOrUserName) {
      const { id, secret } = findKey(idOrUserName);
      return { accessKeyId: id, accessKeySecret: secret };
    },
    ecsInstance(id) {
      const instance = world.use(createEcsInstances).find(id);
      if (instance === undefined) throw new TypeError(`the world has no ECS instance ${id ?? "at all"}`);
      return instance;
    },
    credentialsDocument(path) {
      const document = world.use(createCredentialsDocuments).find(path);
      if (document === undefined)
        throw new TypeError(
          `the world has no credentials ${path === undefined ? "at any path" : `at ${path}`}`,
        );
      return document;
    },
    oidcIssuer(issuer) {
      const found = world.use(createOidcIssuers).find(issuer);
      if (found === undefined) throw new TypeError(`the world has no OIDC issuer ${issuer ?? "at all"}`);
      return found;
    },
    setAccessKeyActive(idOrUserName, active) {
      findKey(idOrUserName).active = active;
    },
    snapshot() {
      const parts = world.state.snapshot();
      ownSnapshots.add(parts);
      return { clockMs: clock.now(), parts };
    },
    restore({ clockMs, parts }) {
      if (!ownSnapshots.has(parts)) throw new TypeError("the snapshot is of another cloud");
      clock.moveTo(clockMs);
      world.state.restore(parts);
    },
    reset: world.state.reset,
    expectNoSecrets(...values) {
      const names = leaks(world.canaries, values);
      if (names.length > 0) throw new Error(`a secret appears where it must not: ${names.join(", ")}`);
    },
  };
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
