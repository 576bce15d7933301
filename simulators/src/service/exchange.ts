import type { Activity } from "../clock/activity.ts";
import type { FaultKind } from "../faults/catalogue.ts";
import type { Fault, FaultOf } from "../faults/faults.ts";
import type { JournalEntry } from "../journal/journal.ts";

/** What a service reports of a request besides what is plain from the request itself. */
export type Finding = Omit<
  JournalEntry,
  "seq" | "at" | "service" | "method" | "host" | "path" | "status" | "faults"
>;

/** A request as it was received. */
export interface ReceivedRequest {
  readonly method: string;
  /** Host and port as the client named them. */
  readonly host: string;
  readonly secure: boolean;
  /** Path as the client sent, and signed, it. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** Empty for requests without a body. */
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
}

/** One request, and what the simulated service knows and finds about it. */
export interface Exchange {
  readonly received: ReceivedRequest;
  /** Upper-case UUID. */
  readonly requestId: string;
  /** The server's clock: the virtual one with the offset of the world and that of a clock-skew fault. */
  now(): number;
  /** The fault of a kind that strikes this request, for faults that only the service itself can bring about. */
  fault<K extends FaultKind>(kind: K): FaultOf<K> | undefined;
  /** Adds to the journal entry of this request; later values win. */
  report(finding: Partial<Finding>): void;
}

/** Environment that `cloud.fetch` hands to a service's app. */
export interface CloudBindings {
  readonly alicred?: {
    /** Path within the service, without the prefix that named the service. */
    readonly path: string;
    /** That of the request, parsed. */
    readonly url: URL;
    readonly activity: Activity;
    /** The connection was secured for the sake of this request. */
    readonly handshake?: "done" | undefined;
    /** Breaks the connection once what was answered so far has been sent. */
    readonly disconnect?: (() => Promise<void>) | undefined;
  };
}

/** Types of a service's Hono app: `c.get("exchange")`. */
export interface ServiceEnv {
  Bindings: CloudBindings;
  Variables: { exchange: Exchange };
}

/** The body of requests without one. */
export const noBody: Uint8Array = new Uint8Array(0);

/** Reads what a request says, once; the body has been read before. */
export function receive(request: Request, url: URL, body: Uint8Array): ReceivedRequest {
  return {
    method: request.method,
    host: request.headers.get("host") ?? url.host,
    secure: url.protocol === "https:",
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    body,
    signal: request.signal,
  };
}

/** The fault of a kind among those that strike a request. */
export function faultOf<K extends FaultKind>(faults: readonly Fault[], kind: K): FaultOf<K> | undefined {
  return faults.find((fault): fault is FaultOf<K> => fault.kind === kind);
}
