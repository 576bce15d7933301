/**
 * A simulated cloud behind Mock Service Worker, so that a program's own requests reach it: https://mswjs.io
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { handlers } from "@alicred/simulators/msw";
 * import { setupServer } from "msw/node";
 *
 * setupServer(...handlers(simulateCloud())).listen({ onUnhandledRequest: "error" });
 * ```
 *
 * @module
 */
import { type HttpHandler, HttpResponse, http } from "msw";
import type { CloudBase } from "../cloud/cloud.ts";
import { TransportFailure } from "../cloud/faults/transport.ts";

const MAX_REDIRECTS = 20;

/**
 * Handlers for `setupServer` and `setupWorker` that answer at the real hosts of the cloud's services. Requests to other
 * hosts are not handled: `onUnhandledRequest` decides what happens to those. Broken connections are network errors.
 */
export function handlers(cloud: CloudBase): HttpHandler[] {
  const isEndless = createRedirectCounter();
  return [
    http.all(
      ({ request }) => cloud.isServiceHost(request.headers.get("host") ?? new URL(request.url).host),
      async ({ request }) => {
        try {
          // Not `fetch`: following redirects is up to MSW, or the browser.
          const reply = await cloud.receive(request);
          return isEndless(request, reply) ? HttpResponse.error() : reply;
        } catch (error) {
          if (error instanceof TransportFailure || request.signal.aborted) return HttpResponse.error();
          throw error;
        }
      },
    ),
  ];
}

/**
 * Tells whether a reply is one redirect more than `fetch` follows. MSW follows those of `setupServer` itself, without
 * counting them and without a turn of the event loop in between, so that a redirect loop would hang the program.
 */
function createRedirectCounter(): (request: Request, reply: Response) => boolean {
  /** How many redirects led to an address, in this turn of the event loop. */
  const counts = new Map<string, number>();
  return ({ url, redirect }, { status, headers }) => {
    const location = headers.get("location");
    if (redirect !== "follow" || status < 300 || status > 399 || location === null) return false;
    if (counts.size === 0) setTimeout(() => counts.clear(), 0);
    const count = (counts.get(url) ?? 0) + 1;
    const next = new URL(location, url).href;
    if (count <= MAX_REDIRECTS) counts.set(next, count);
    else counts.delete(next);
    return count > MAX_REDIRECTS;
  };
}
