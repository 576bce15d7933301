/**
 * The part of `fetch` that alicred uses, on `node:http` and `node:https`: the first global `fetch` of a Node process
 * costs several times as much as a whole request here, which a short-lived command feels.
 *
 * @module
 */
import type { IncomingMessage } from "node:http";
import type { BodyReader, Fetch } from "../host.ts";

/** Where NODE_USE_ENV_PROXY is set, agents obey `HTTP_PROXY` unless they are given other variables to read. */
const PAST_PROXIES = { keepAlive: false, proxyEnv: {} };
/** For HTTPS, per the variables `HTTPS_PROXY` and `NO_PROXY`. Node before 22.21 ignores it and connects directly. */
const THROUGH_PROXY = { keepAlive: false, proxyEnv: process.env };

export const nodeFetch: Fetch = async (url, { method, headers, body, signal }) => {
  const secure = url.startsWith("https:");
  const { request, Agent } = secure ? await import("node:https") : await import("node:http");
  const agent = secure ? hasProxy() && new Agent(THROUGH_PROXY) : new Agent(PAST_PROXIES);
  const message = await new Promise<IncomingMessage>((resolve, reject) => {
    const outgoing = request(url, { method, headers, signal, agent: agent || undefined });
    outgoing.on("response", resolve).on("error", reject);
    outgoing.end(body);
  });
  return {
    status: message.statusCode ?? 0,
    headers: { get: (name) => headerOf(message, name) },
    body: { getReader: () => readerOf(message) },
  };
};

/**
 * `fetch` on Deno and Bun, whose own obeys `HTTP_PROXY` whatever the options and the client. Plain HTTP is for nearby
 * hosts and the metadata service, which a proxy cannot reach or which refuse it: it bypasses every proxy.
 */
export const fetchPastProxies: Fetch = (url, init) =>
  url.startsWith("http:") ? nodeFetch(url, init) : globalThis.fetch(url, init);

function hasProxy(): boolean {
  return Boolean(process.env["HTTPS_PROXY"] ?? process.env["https_proxy"]);
}

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
