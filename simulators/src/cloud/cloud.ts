import type { VirtualClock } from "./clock/virtual-clock.ts";
import type { AnyService } from "./define-service.ts";
import type { Faults } from "./faults/faults.ts";
import type { Journal } from "./journal/journal.ts";
import type { SharedDescription } from "./world/description.ts";
import type { World } from "./world/world.ts";

/** A server's view of the connection of a request. */
export interface Connection {
  /** `"done"` for the first request after a TLS handshake that {@link CloudBase.handshake} was asked about. */
  readonly handshake?: "done" | undefined;
  /** Breaks the connection once the answer so far is sent. Default: the reply's body fails instead, as with `fetch`. */
  readonly disconnect?: (() => Promise<void>) | undefined;
  /**
   * Reads the body, for requests that create a stream just to say whether they have one; `undefined` for one of more
   * than so many bytes. Never for GET or HEAD.
   */
  readonly readBody?: ((maxBytes: number) => Promise<ArrayBuffer | undefined>) | undefined;
  /** The service to ask, and the path within it. Default: from the request's host and path. */
  readonly target?: { readonly service: string; readonly path: string } | undefined;
}

/** A state to go back to; only good for the cloud that made it. */
export interface CloudSnapshot {
  readonly clockMs: number;
  readonly parts: ReadonlyMap<string, unknown>;
}

/**
 * A simulated cloud, without what its services add to it. `Part` is what its world may say about them.
 */
export interface CloudBase<Part extends object = object> {
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
  /** Another cloud with the same clock and options, except for these. @throws `TypeError` for a world that cannot be. */
  rebuild(changes: {
    readonly seed?: number | string | undefined;
    readonly world?: (SharedDescription & Part) | undefined;
  }): this;
  /** Its services, in the order in which they were given. */
  readonly services: readonly AnyService[];
  readonly clock: VirtualClock;
  readonly journal: Journal;
  readonly faults: Faults;
  /** The state that the services share; for programs that add to the cloud. */
  readonly world: World<Part>;
  /** Same as `clock.advance`. */
  advance(duration: number | string, signal?: AbortSignal): Promise<number>;
  /**
   * A long-term access key, by its id or by the name of its user.
   *
   * @throws `TypeError` when the world has none.
   */
  accessKey(idOrUserName: string): { readonly accessKeyId: string; readonly accessKeySecret: string };
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
