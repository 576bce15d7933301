import type { BodyReader, Clock, Fetch, FetchInit, FetchResponse } from "../../src/mod.ts";

/** How a fake service answers one request. */
export interface Reply {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The pieces of the body, as text or bytes; `null`: no body at all. */
  readonly body?: readonly (string | Uint8Array)[] | null;
  /** Until the head of the reply arrives. */
  readonly latencyMs?: number;
  /** Before each piece of the body. */
  readonly pieceLatencyMs?: number;
  /** The body stops after its pieces without ending. */
  readonly endless?: boolean;
  /** The error of reading the body, after its pieces. */
  readonly bodyError?: unknown;
}

export interface FakeFetch {
  readonly fetch: Fetch;
  readonly requests: readonly ({ readonly url: string; readonly atMs: number } & FetchInit)[];
  /** How many bodies were let go of before their end. */
  cancelled(): number;
}

/** A service that answers request number 1, 2, … as told; `never` leaves it without an answer. */
export function fakeFetch(
  clock: Clock,
  answer: (number: number) => Reply | Error | "never",
  { heedsSignal = true } = {},
): FakeFetch {
  const requests: ({ readonly url: string; readonly atMs: number } & FetchInit)[] = [];
  let cancelled = 0;
  return {
    requests,
    cancelled: () => cancelled,
    async fetch(url, init): Promise<FetchResponse> {
      requests.push({ url, atMs: clock.now(), ...init });
      const signal = heedsSignal ? init.signal : undefined;
      const reply = answer(requests.length);
      if (reply === "never") return clock.sleep(Number.MAX_SAFE_INTEGER, signal).then(() => Promise.reject());
      if (reply instanceof Error) throw reply;
      if (reply.latencyMs !== undefined) await clock.sleep(reply.latencyMs, signal);
      const headers = new Headers(reply.headers);
      const body =
        reply.body === null ? null : { getReader: () => reader(clock, reply, signal, () => cancelled++) };
      return { status: reply.status ?? 200, headers, body };
    },
  };
}

function reader(
  clock: Clock,
  { body, pieceLatencyMs, endless = false, bodyError }: Reply,
  signal: AbortSignal | undefined,
  onCancel: () => void,
): BodyReader {
  const pieces = [...(body ?? [])];
  return {
    async read() {
      if (pieceLatencyMs !== undefined) await clock.sleep(pieceLatencyMs, signal);
      const piece = pieces.shift();
      if (piece !== undefined) {
        return { done: false, value: typeof piece === "string" ? new TextEncoder().encode(piece) : piece };
      }
      if (bodyError !== undefined) throw bodyError;
      if (endless) await clock.sleep(Number.MAX_SAFE_INTEGER, signal);
      return { done: true };
    },
    async cancel() {
      onCancel();
    },
  };
}
