/**
 * Hostile replies of an upstream, derived from a situation in which everything works.
 *
 * @module
 */
import type { Fetch, FetchInit, FetchResponse, Host } from "@alicred/core";

/** One way in which an upstream fails. */
export interface Hostility {
  /** For the name of the check: `refuses with 401 and echoes everything`. */
  readonly what: string;
  readonly reply: (echo: string) => FetchResponse;
  /** Checks the error, if the source fails: returns a complaint, or `undefined` if the error is right. */
  readonly complaint?: (error: {
    readonly retryable: boolean;
    readonly retryAfterMs?: number;
  }) => string | undefined;
}

/** Requests that a source may send after a hostile reply, such as those to another version of its service. */
export const MOST_MORE_REQUESTS = 3;

const PAUSE_S = 120;
const TOO_MUCH = 4_000_000;

/** Every hostility of a reply. A hanging upstream is a check of its own. */
export const hostilities: readonly Hostility[] = [
  ...[401, 403].map((status) => ({
    what: `refuses with ${status} and echoes everything`,
    reply: (echo: string) =>
      replyWith(status, JSON.stringify({ Code: echo, Message: echo, error: echo, errors: [echo] }), {
        "x-request-id": echo.slice(0, 60).replace(/[^\w.-]/g, ""),
      }),
  })),
  {
    what: "throttles with Retry-After",
    reply: () => replyWith(429, "{}", { "retry-after": String(PAUSE_S) }),
    complaint: ({ retryable, retryAfterMs }) =>
      retryable && retryAfterMs === PAUSE_S * 1000
        ? undefined
        : "the error of a 429 is not retryable, or does not keep Retry-After: use statusError",
  },
  {
    what: "is broken, with 500",
    reply: (echo) => replyWith(500, echo),
    complaint: ({ retryable }) => (retryable ? undefined : "the error of a 500 is not retryable"),
  },
  {
    what: "answers 200 with a page of HTML",
    reply: (echo) => replyWith(200, `<html><body>Sign in ${echo}</body></html>`),
  },
  { what: "answers 200 with an empty object", reply: () => replyWith(200, "{}") },
  { what: "answers 200 with too much", reply: () => replyWith(200, `{"x":"${"x".repeat(TOO_MUCH)}"}`) },
  {
    what: "redirects",
    reply: () => replyWith(302, "", { location: "https://attacker.example/" }),
  },
];

/** A host whose upstream works until the request of this number, counted from 1, and from there fails so. */
export function hostileHost(
  host: Host,
  { reply }: Hostility,
  from: number,
  secrets: readonly string[],
): Host {
  let requests = 0;
  const fetch: Fetch = async (url, init) => {
    requests += 1;
    return requests < from ? host.fetch(url, init) : reply(echoOf(url, init, secrets));
  };
  return { ...host, fetch };
}

/** A host whose upstream never answers. */
export function hangingHost(host: Host): Host {
  const fetch: Fetch = (_url, { signal }) =>
    new Promise((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    });
  return { ...host, fetch };
}

/** Everything that an upstream knows. */
function echoOf(url: string, { headers, body = "" }: FetchInit, secrets: readonly string[]): string {
  return [...secrets, url, ...Object.values(headers), body].join(" ");
}

function replyWith(status: number, text: string, headers: Record<string, string> = {}): FetchResponse {
  return new Response(text, { status, headers });
}
