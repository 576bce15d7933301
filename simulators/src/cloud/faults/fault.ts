import type { z } from "zod";
import type { Clock } from "../clock/virtual-clock.ts";
import type { ErrorNames } from "../errors.ts";

/**
 * When a fault strikes: before the service sees the request, instead of its answer, on its answer, or within the
 * service, where it counts only for requests that it affects.
 */
export type FaultStage = "before" | "instead" | "after" | "service";

type None = Readonly<Record<never, never>>;

/** Parameters of each fault, by its name. */
export interface FaultParameters {
  latency: { readonly ms: number };
  hang: None;
  "connection-reset": None;
  "tls-failure": None;
  "clock-skew": { readonly offsetMs: number };
  throttling: { readonly retryAfterSeconds?: number | undefined };
  "internal-error": None;
  unavailable: { readonly retryAfterSeconds?: number | undefined };
  error: {
    readonly code: string;
    readonly status?: number | undefined;
    readonly message?: string | undefined;
  };
  "bad-gateway": None;
  status: {
    readonly status: number;
    readonly body?: string | undefined;
    readonly retryAfterSeconds?: number | undefined;
  };
  "truncated-body": None;
  "slow-body": { readonly ms: number };
  "slow-reset": { readonly ms: number };
  "malformed-json": None;
  "wrong-types": { readonly fields?: readonly string[] | undefined };
  "missing-fields": { readonly fields?: readonly string[] | undefined };
  "wrong-case-keys": None;
  "wrong-code": { readonly code?: string | undefined };
  "null-body": None;
  "empty-body": None;
  "html-body": None;
  "expiration-format": {
    readonly format: "offset" | "zoneless" | "epoch-seconds" | "milliseconds" | "unparsable";
  };
  "expired-credentials": { readonly agoMs?: number | undefined };
  "token-rejected": None;
  "stale-metadata": None;
  "role-name-change": { readonly role?: string | undefined };
  "missing-refresh-token": None;
  "refresh-token-replay": None;
  "short-access-token": { readonly ms?: number | undefined };
}

/** Name of a fault. */
export type FaultKind = keyof FaultParameters;

/** The surroundings of a request that a fault acts on. */
export interface FaultScene {
  readonly clock: Clock;
  /** Aborted when the client gives up, also on the body. */
  readonly signal: AbortSignal;
  /** Breaks the connection once the answer so far is sent. Default: the reply's body fails. */
  readonly disconnect: (() => Promise<void>) | undefined;
  /** Awaits the passing of time. */
  idle<T>(waiting: Promise<T>): Promise<T>;
}

/** A kind of fault. */
export interface FaultEntry<Parameters extends object = FaultParameters[FaultKind]> {
  readonly stage: FaultStage;
  /** A few words for people who choose from a list. */
  readonly text: string;
  readonly parameters: z.ZodRawShape;
  /** For faults that strike before the service sees the request. */
  strike?(fault: Parameters, scene: FaultScene): Promise<void> | void;
  /** For faults that replace the service's own reply; without it the service words the reply itself. */
  replace?(fault: Parameters): Response;
  /** For faults that change the answer; replies that the fault does not concern are returned unchanged. */
  spoil?(fault: Parameters, reply: Response, scene: FaultScene): Promise<Response> | Response;
}

/** A fault with its parameters, whatever it strikes. */
export type AnyFault = { [K in FaultKind]: { readonly kind: K } & FaultParameters[K] }[FaultKind];

/** Which requests a fault strikes. All that is given must hold; nothing given: every request. */
export interface FaultTarget {
  /** Such as `sts`. */
  readonly service?: string | undefined;
  /** Such as `AssumeRole`. */
  readonly operation?: string | undefined;
  /** The client's name at the service: an access key id, a client id, a provider ARN. */
  readonly clientKey?: string | undefined;
  /** Only the nth such request, or each of several, counted from 1 since the fault was added. */
  readonly nth?: number | readonly number[] | undefined;
  /** At most this many times. */
  readonly times?: number | undefined;
  /** Chance from 0 to 1, drawn from the seed. */
  readonly rate?: number | undefined;
  /** From this instant of the virtual clock on (epoch milliseconds or ISO 8601). */
  readonly from?: number | string | undefined;
  /** Up to, not including, this instant. */
  readonly until?: number | string | undefined;
}

/** A fault, its parameters and its target. */
export type Fault = AnyFault & FaultTarget;

/** A fault of one kind. */
export type FaultOf<K extends FaultKind> = Extract<Fault, { readonly kind: K }>;

/** The known facts of a request when faults are chosen for it. */
export interface FaultSubject {
  readonly service: string;
  readonly operation: string | undefined;
  readonly clientKey: string | undefined;
  readonly nowMs: number;
  /**
   * Where TLS is real: `"now"` before a handshake, which only `tls-failure` can strike; `"done"` for the request for whose sake it was made.
   */
  readonly handshake?: "now" | "done" | undefined;
}

/** The names that faults can use of a service. */
export interface FaultedService {
  /** Kebab case. */
  readonly name: string;
  /** As the journal has them. */
  readonly operations: readonly string[];
  readonly errors: ErrorNames;
  /** Faults of the stage `service` that it can cause. */
  readonly faults: readonly FaultKind[];
}

/** The fault of a kind among others. */
export function faultOf<K extends FaultKind>(faults: readonly Fault[], kind: K): FaultOf<K> | undefined {
  for (const fault of faults) if (isOf(fault, kind)) return fault;
  return undefined;
}

/** Whether a fault is of a kind. */
export function isOf<K extends FaultKind>(fault: Fault, kind: K): fault is FaultOf<K> {
  return fault.kind === kind;
}

/** Milliseconds of an instant of the virtual clock. */
export function instantMs(instant: number | string): number {
  return typeof instant === "number" ? instant : Date.parse(instant);
}
