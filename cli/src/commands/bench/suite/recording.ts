/**
 * Replies of a service, recorded once and replayed.
 *
 * @module
 */
import type { Fetch, FetchResponse } from "@alicred/core";

interface Recorded {
  readonly status: number;
  readonly headers: FetchResponse["headers"];
  readonly body: Uint8Array;
}

/** The requests of one acquisition, in their order. */
export interface Acquisition {
  /** Sends a request, and keeps its reply if it is a success. */
  readonly record: Fetch;
  /** The reply that was recorded for this request; one that is new is sent. */
  readonly replay: Fetch;
}

export interface Recording {
  acquisition(): Acquisition;
}

export function createRecording(fetch: Fetch): Recording {
  const replies = new Map<string, Recorded>();
  return {
    acquisition() {
      const seen = new Map<string, number>();
      /** Signatures and times differ; the place of a request in its acquisition does not. */
      const keyOf: (...request: Parameters<Fetch>) => string = (url, { method }) => {
        const { origin, pathname } = new URL(url);
        const place = `${method} ${origin}${pathname}`;
        const count = seen.get(place) ?? 0;
        seen.set(place, count + 1);
        return `${place} ${count}`;
      };
      const send = async (key: string, ...request: Parameters<Fetch>): Promise<FetchResponse> => {
        const { status, headers, body } = await fetch(...request);
        const recorded = { status, headers, body: await readAll(body) };
        if (status < 400) replies.set(key, recorded);
        return again(recorded);
      };
      return {
        record: (...request) => send(keyOf(...request), ...request),
        async replay(...request) {
          const key = keyOf(...request);
          const recorded = replies.get(key);
          return recorded === undefined ? send(key, ...request) : again(recorded);
        },
      };
    },
  };
}

/** A reply without a body. */
export function replyOf(status: number): FetchResponse {
  return again({ status, headers: { get: () => null }, body: new Uint8Array() });
}

function again({ status, headers, body }: Recorded): FetchResponse {
  let isRead = false;
  return {
    status,
    // The service's time is that of the reply, not that of the record.
    headers: { get: (name) => (name.toLowerCase() === "date" ? null : headers.get(name)) },
    body: {
      getReader: () => ({
        async read() {
          if (isRead) return { done: true };
          isRead = true;
          return { done: false, value: body };
        },
        cancel: async () => undefined,
      }),
    },
  };
}

async function readAll(body: FetchResponse["body"]): Promise<Uint8Array> {
  const reader = body?.getReader();
  const chunks: Uint8Array[] = [];
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (value !== undefined) chunks.push(value);
    if (done) break;
  }
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
