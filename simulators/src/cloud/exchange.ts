import type { FaultKind } from "./faults/fault.ts";
import { type Fault, type FaultOf, type FaultSubject, faultOf } from "./faults/fault.ts";
import { TransportFailure } from "./faults/transport.ts";
import type { JournalEntry, JournalRecord } from "./journal/entry.ts";
import type { ReceivedRequest } from "./request.ts";
import type { World } from "./world/world.ts";

/** The report of a service on a request, without what is plain from the request itself. */
export type Finding = Omit<
  JournalEntry,
  "seq" | "at" | "service" | "method" | "host" | "path" | "status" | "faults"
>;

/** A mutable journal entry. All fields exist from the start, so that its shape never changes. */
type Draft = { -readonly [K in keyof Required<JournalRecord>]: JournalRecord[K] };

/** The start of an exchange. */
export interface ExchangeStart {
  readonly subject: FaultSubject;
  readonly received: ReceivedRequest;
  /** Instant on the virtual clock, as the journal writes it. */
  readonly at: string;
  /** Upper-case UUID. */
  readonly requestId: string;
  /** Writes an instant of the server's clock as the Date header has it. */
  readonly httpDate: (ms: number) => string;
  /** Faults that strike this request. */
  readonly faults: readonly Fault[];
}

/** One request, and what the simulated service knows and finds about it. */
export class Exchange {
  readonly received: ReceivedRequest;
  /** Upper-case UUID. */
  readonly requestId: string;
  readonly #subject: FaultSubject;
  #faults: readonly Fault[];
  readonly #world: World;
  readonly #offsetMs: number;
  readonly #draft: Draft;
  readonly #httpDate: (ms: number) => string;
  #isDated = false;

  constructor(world: World, { subject, received, at, requestId, httpDate, faults }: ExchangeStart) {
    this.received = received;
    this.requestId = requestId;
    this.#subject = subject;
    this.#faults = faults;
    this.#world = world;
    this.#httpDate = httpDate;
    let offsetMs = world.serverClockOffsetMs;
    for (const fault of faults) if (fault.kind === "clock-skew") offsetMs += fault.offsetMs;
    this.#offsetMs = offsetMs;
    this.#draft = {
      at,
      service: subject.service,
      operation: subject.operation,
      method: received.method,
      host: received.host,
      path: received.path,
      clientKey: subject.clientKey,
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

  /** Faults that strike this request. */
  get faults(): readonly Fault[] {
    return this.#faults;
  }

  /** The server's clock: the virtual one with the offsets of the world and of clock-skew faults. */
  now(): number {
    return this.#world.clock.now() + this.#offsetMs;
  }

  /** The server's time for the Date header. A reply that has none when it is sent gets it then, which costs more. */
  date(): string {
    this.#isDated = true;
    return this.#httpDate(this.now());
  }

  /** Whether the time for a Date header was asked for, so that the reply may have it. */
  get isDated(): boolean {
    return this.#isDated;
  }

  /**
   * The fault of a kind that strikes this request, for faults that only the service itself can bring about. To be asked
   * for where it makes a difference: it is counted then.
   */
  fault<K extends FaultKind>(kind: K): FaultOf<K> | undefined {
    const known = faultOf(this.#faults, kind);
    if (known !== undefined) return known;
    const struck = this.#world.strikeWithin(kind, this.#subject);
    if (struck !== undefined) this.#faults = [...this.#faults, struck];
    return struck;
  }

  /** Adds to the journal entry of this request; later values win. */
  report(finding: Partial<Finding>): void {
    const draft = this.#draft;
    // Field by field: `Object.assign` looks each one up, and every request reports half a dozen times.
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
    if (this.#faults.length > 0) this.#draft.faults = this.#faults.map(({ kind }) => kind);
    this.#world.record(this.#draft);
  }
}
