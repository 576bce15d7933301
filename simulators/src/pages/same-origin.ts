import type { ReceivedRequest } from "../service/received-request.ts";

/**
 * Whether a form was sent from a page of the same origin. Browsers name the origin of every form that is posted; a
 * request that names none was not sent by a page and does not count.
 */
export function isSameOrigin({ headers, secure, host }: ReceivedRequest): boolean {
  return headers.get("origin") === `${secure ? "https" : "http"}://${host}`;
}
