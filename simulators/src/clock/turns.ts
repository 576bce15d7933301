/** Turns of the runtime's event loop. */
export interface Turns {
  /** Lets every callback that is ready run, and one real asynchronous operation of each kind finish. */
  next(): Promise<void>;
  close(): void;
}

const nothing: Uint8Array<ArrayBuffer> = new Uint8Array(0);

/**
 * A message to oneself is a macrotask in every runtime and has no minimum delay, unlike `setTimeout`. Behind it, what
 * queues up after the same that clients have under way, so that they get on with it: a digest after their WebCrypto
 * operations, for clients that are signing, and a body after the replies that they read, which in workerd come by the
 * event loop though all of them is there. Where there are no messages, the others come back by the event loop too.
 */
export function openTurns(): Turns {
  if (typeof MessageChannel === "undefined") return { next: finishOneOfEach, close: () => {} };
  const { port1, port2 } = new MessageChannel();
  let arrived = (): void => {};
  port1.onmessage = () => arrived();
  return {
    async next() {
      await new Promise<void>((resolve) => {
        arrived = resolve;
        port2.postMessage(null);
      });
      await finishOneOfEach();
    },
    close() {
      port1.close();
      port2.close();
    },
  };
}

async function finishOneOfEach(): Promise<void> {
  await Promise.all([crypto.subtle.digest("SHA-256", nothing), new Response("x").text()]);
}
