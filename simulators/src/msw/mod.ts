/**
 * A simulated cloud behind Mock Service Worker, so that a program's own requests reach it: https://mswjs.io
 * @module
 */
import { type HttpHandler, HttpResponse, http } from "msw";
import type { Cloud } from "../cloud.ts";
import { TransportFailure } from "../faults/transport.ts";

/**
 * Handlers for `setupServer` and `setupWorker` that answer at the real hosts of the cloud's services. Requests to other hosts are not theirs: what
 * becomes of those is for `onUnhandledRequest` to say. Broken connections are network errors.
 */
export function handlers(cloud: Cloud): HttpHandler[] {
  return [
    http.all(
      ({ request }) => cloud.isServiceHost(request.headers.get("host") ?? new URL(request.url).host),
      async ({ request }) => {
        try {
          return await cloud.receive(request);
        } catch (error) {
          if (error instanceof TransportFailure || request.signal.aborted) return HttpResponse.error();
          throw error;
        }
      },
    ),
  ];
}
