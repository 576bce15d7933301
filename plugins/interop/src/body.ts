import { ConfigurationError } from "@alicred/core";

/** Bytes to sign and send. */
export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * All of a body, for the signature covers its hash and a second attempt needs it again.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when it holds more than `maxBytes`.
 */
export async function readBody(request: Request, maxBytes: number): Promise<Bytes> {
  // Some browsers have no `body` on a request.
  const stream = request.body ?? new Response(await request.arrayBuffer()).body;
  return stream === null ? new Uint8Array() : ((await readUpTo(stream, maxBytes)) ?? tooLarge(maxBytes));
}

/** The bytes of a stream; `undefined`, and the rest cancelled, when there are more than `maxBytes`. */
export async function readUpTo(
  stream: ReadableStream<Uint8Array>,
  maxBytes: number,
): Promise<Bytes | undefined> {
  const reader = stream.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      // Of a stream that has a clone this ends only when the clone does: nothing waits for it.
      void reader.cancel().catch(() => undefined);
      return undefined;
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function tooLarge(maxBytes: number): never {
  throw new ConfigurationError(
    "INVALID_OPTION",
    `The body holds more than ${maxBytes} bytes, and signing needs all of them at once. Raise maxBodyBytes, or send less.`,
    { source: "signing-fetch" },
  );
}
