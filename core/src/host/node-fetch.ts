/**
 * The part of `fetch` that alicred uses, on `node:http` and `node:https`: the first global `fetch` of a Node process
 * costs several times as much as a whole request here, and a short-lived command feels it.
 *
 * @module
 */
import type { IncomingMessage } from "node:http";
import type { BodyReader, Fetch } from "../host.ts";

export const nodeFetch: Fetch = async (url, { method, headers, body, signal }) => {
  const { request } = url.startsWith("https:") ? await import("node:https") : await import("node:http");
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(url, { method, headers, signal });
    outgoing.on("response", resolve).on("error", reject);
    outgoing.end(body);
  });
  return {
    status: message.statusCode ?? 0,
    headers: { get: (name) => headerOf(message, name) },
    body: { getReader: () => readerOf(message) },
  };
};

function headerOf(message: IncomingMessage, name: string): string | null {
  const value = message.headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(", ") : (value ?? null);
}

function readerOf(message: IncomingMessage): BodyReader {
  const chunks = message[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
  return {
    async read() {
      const { done = false, value } = await chunks.next();
      return { done, value };
    },
    async cancel() {
      message.destroy();
    },
  };
}
