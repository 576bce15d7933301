import { AlicredError, type ResolveContext, type ServerClock } from "@alicred/core";

/** Clocks that a server's reply has set. Until then the local clock may be hours off, in the wrong time zone. */
const confirmed = new WeakSet<ServerClock>();

/** More than any time zone explains. */
const LONGEST_DOUBT_MS = 86_400_000;

/**
 * Makes a call with a token that may have expired. A token that has is not sent, once an earlier reply has confirmed
 * the time or when it expired more than a day ago; otherwise it is judged after a reply that refused the call.
 *
 * @param expiresAtMs in epoch milliseconds; `undefined` when that is not known
 * @param expired makes the error for a token that expired so long ago
 * @throws {AlicredError} that error; what `call` throws.
 */
export async function callWithToken<T>(
  { serverClock }: ResolveContext,
  expiresAtMs: number | undefined,
  expired: (agoMs: number) => AlicredError,
  call: () => Promise<T>,
): Promise<T> {
  const judge = (leastMs: number): void => {
    const agoMs = serverClock.expiryNow() - (expiresAtMs ?? Number.POSITIVE_INFINITY);
    if (agoMs >= leastMs) throw expired(agoMs);
  };
  judge(confirmed.has(serverClock) ? 0 : LONGEST_DOUBT_MS);
  try {
    const result = await call();
    confirmed.add(serverClock);
    return result;
  } catch (error) {
    if (error instanceof AlicredError && error.status !== undefined) {
      confirmed.add(serverClock);
      judge(0);
    }
    throw error;
  }
}
