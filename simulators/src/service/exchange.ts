import type { FaultKind } from "../faults/catalogue.ts";
import type { Fault, FaultOf } from "../faults/faults.ts";
import { TransportFailure } from "../faults/transport.ts";
import type { JournalEntry, JournalRecord } from "../journal/journal.ts";
import type { World } from "../world/world.ts";
import type { ReceivedRequest } from "./received-request.ts";

/** What a service reports of a request besides what is plain from the request itself. */
export type Finding = Omit<
  JournalEntry,
  "seq" | "at" | "service" | "method" | "host" | "path" | "status" | "faults"
>;

/** A journal entry in the making. It has room for everything from the start, for that is what keeps it cheap. */
type Draft = { -readonly [K in keyof Required<JournalRecord>]: JournalRecord[K] };

/** What an exchange begins with. */
export interface ExchangeStart {
  readonly service: string;
  readonly received: ReceivedRequest;
  /** Instant on the virtual clock, as the journal writes it. */
  readonly at: string;
  /** Upper-case UUID. */
  readonly requestId: string;
  readonly operation: string | undefined;
  readonly clientKey: string | undefined;
  /** Writes an instant of the server's clock as the Date header has it. */
  readonly httpDate: (ms: number) => string;
  /** Those that strike this request. */
  readonly faults: readonly Fault[];
}

/** One request, and what the simulated service knows and finds about it. */
export class Exchange {
  readonly received: ReceivedRequest;
  /** Upper-case UUID. */
  readonly requestId: string;
  readonly faults: readonly Fault[];
  readonly #world: World;
  readonly #offsetMs: number;
  readonly #draft: Draft;
  readonly #httpDate: (ms: number) => string;

  constructor(
    world: World,
    { service, received, at, requestId, operation, clientKey, httpDate, faults }: ExchangeStart,
  ) {
    this.received = received;
    this.requestId = requestId;
    this.faults = faults;
    this.#world = world;
    this.#httpDate = httpDate;
    this.#offsetMs = world.serverClockOffsetMs + (faultOf(faults, "clock-skew")?.offsetMs ?? 0);
    this.#draft = {
      at,
      service,
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
  }

  /** The server's clock: the virtual one with the offset of the world and that of a clock-skew fault. */
  now(): number {
    return this.#world.clock.now() + this.#offsetMs;
  }

  /** The server's time for the Date header. A reply that has none when it is sent gets it then, which costs more. */
  date(): string {
    return this.#httpDate(this.now());
  }

  /** The fault of a kind that strikes this request, for faults that only the service itself can bring about. */
  fault<K extends FaultKind>(kind: K): FaultOf<K> | undefined {
    return faultOf(this.faults, kind);
  }

  /** Adds to the journal entry of this request; later values win. */
  report(finding: Partial<Finding>): void {
    const draft = this.#draft;
    // Field by field: `Object.assign` looks each one up anew, and every request reports half a dozen times.
    draft.operation = finding.operation ?? draft.operation;
    draft.clientKey = finding.clientKey ?? draft.clientKey;
    draft.accessKeyId = finding.accessKeyId ?? draft.accessKeyId;
    draft.credentialKind = finding.credentialKind ?? draft.credentialKind;
    draft.identity = finding.identity ?? draft.identity;
    draft.decision = finding.decision ?? draft.decision;
    draft.code = finding.code ?? draft.code;
    draft.reason = finding.reason ?? draft.reason;
    draft.requestId = finding.requestId ?? draft.requestId;
    draft.skewMs = finding.skewMs ?? draft.skewMs;
    draft.nonceReplay = finding.nonceReplay ?? draft.nonceReplay;
  }

  /**
   * Breaks the connection, as where nothing listens.
   *
   * @throws `TransportFailure`.
   */
  breakConnection(reason: string): never {
    this.report({ reason });
    throw new TransportFailure("connection-reset");
  }

  /** Enters the request in the journal, with the status of the reply if there was one. */
  close(status: number | undefined): void {
    this.#draft.status = status;
    if (this.faults.length > 0) this.#draft.faults = this.faults.map(({ kind }) => kind);
    this.#world.record(this.#draft);
  }
}

/** The fault of a kind among those that strike a request. */
export function faultOf<K extends FaultKind>(faults: readonly Fault[], kind: K): FaultOf<K> | undefined {
  for (const fault of faults) if (isOf(fault, kind)) return fault;
  return undefined;
}

function isOf<K extends FaultKind>(fault: Fault, kind: K): fault is FaultOf<K> {
  return fault.kind === kind;
}
