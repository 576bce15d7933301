/** Turns of the runtime's event loop. */
export interface Turns {
  /** Lets every callback that is ready run, and one real asynchronous operation finish. */
  next(): Promise<void>;
  close(): void;
}

const nothing: Uint8Array<ArrayBuffer> = new Uint8Array(0);

/**
 * A message to oneself is a macrotask in every runtime and has no minimum delay, unlike `setTimeout`. The digest behind it queues up after
 * the WebCrypto operations that clients have under way, so that a client that is signing gets on with it. Where there are no messages, another
 * digest goes ahead, which comes back by the event loop too.
 */
export function openTurns(): Turns {
  const digest = async (): Promise<void> => void (await crypto.subtle.digest("SHA-256", nothing));
  if (typeof MessageChannel === "undefined") return { next: () => digest().then(digest), close: () => {} };
  const { port1, port2 } = new MessageChannel();
  let arrived = (): void => {};
  port1.onmessage = () => arrived();
  return {
    async next() {
      await new Promise<void>((resolve) => {
        arrived = resolve;
        port2.postMessage(null);
      });
      await digest();
    },
    close() {
      port1.close();
      port2.close();
    },
  };
}
