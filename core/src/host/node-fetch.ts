/**
 * The part of `fetch` that alicred uses, on `node:http` and `node:https`: the first global `fetch` of a Node process
 * costs several times as much as a whole request here, which a short-lived command feels.
 *
 * @module
 */
import type { Agent, IncomingMessage } from "node:http";
import { AlicredError } from "../errors.ts";
import type { BodyReader, Fetch, FetchInit } from "../host.ts";
import { explainNetworkError } from "./node-network-errors.ts";
import { canUseProxy, checkKind, proxyFor } from "./node-proxy.ts";

type Env = (name: string) => string | undefined;

/**
 * `fetch` on Node. HTTPS goes through the proxy of the environment, where this Node can; plain HTTP, which is for nearby
 * hosts and the metadata service, bypasses every proxy.
 */
export function nodeFetch(env: Env): Fetch {
  const isIgnored = !canUseProxy(process.versions.node);
  return explained(env, isIgnored, async (url, init) => {
    if (!isSecure(url)) return plainFetch(url, init);
    const proxy = isIgnored ? undefined : proxyFor(url, env);
    if (proxy === undefined) return exchange(url, init, undefined);
    checkKind(proxy, new URL(url).hostname);
    const { Agent } = await import("node:https");
    const options = { keepAlive: false, proxyEnv: { HTTPS_PROXY: proxy.url, NO_PROXY: proxy.exceptions } };
    return exchange(url, init, new Agent(options));
  });
}

/**
 * `fetch` on Deno and Bun: their own for HTTPS, but not for plain HTTP, because theirs obeys `HTTP_PROXY` whatever the
 * options and the client, and a proxy cannot reach the metadata service or is refused by it.
 */
export function fetchPastProxies(env: Env): Fetch {
  return explained(env, false, (url, init) =>
    isSecure(url) ? globalThis.fetch(url, init) : plainFetch(url, init),
  );
}

function explained(env: Env, isIgnored: boolean, send: Fetch): Fetch {
  return async (url, init) => {
    try {
      return await send(url, init);
    } catch (thrown) {
      if (init.signal.aborted || thrown instanceof AlicredError) throw thrown;
      const proxy = isSecure(url) ? proxyFor(url, env) : undefined;
      throw explainNetworkError(url, thrown, proxy, isIgnored);
    }
  };
}

function isSecure(url: string): boolean {
  return url.startsWith("https:");
}

async function plainFetch(url: string, init: FetchInit): ReturnType<Fetch> {
  const { Agent } = await import("node:http");
  // Where NODE_USE_ENV_PROXY is set, agents obey `HTTP_PROXY` unless they are given other variables to read.
  const options = { keepAlive: false, proxyEnv: {} };
  return exchange(url, init, new Agent(options));
}

async function exchange(
  url: string,
  { method, headers, body, signal }: FetchInit,
  agent: Agent | undefined,
): ReturnType<Fetch> {
  // The default object at the time of the call: what intercepts requests replaces the functions there.
  const { default: http } = await (isSecure(url) ? import("node:https") : import("node:http"));
  const { message, isUpgrade } = await new Promise<{ message: IncomingMessage; isUpgrade: boolean }>(
    (resolve, reject) => {
      const outgoing = http.request(url, { method, headers, signal, agent });
      outgoing.on("response", (response) => resolve({ message: response, isUpgrade: false }));
      outgoing.on("upgrade", (response, socket) => {
        socket.destroy();
        resolve({ message: response, isUpgrade: true });
      });
      outgoing.on("error", reject);
      // The last of all events, in case that none of the others came.
      outgoing.on("close", () => reject(Object.assign(new Error("closed"), { code: "ECONNRESET" })));
      outgoing.end(body);
    },
  );
  if (!message.statusCode) {
    message.destroy();
    throw Object.assign(new Error("status 000"), { code: "HPE_INVALID_STATUS" });
  }
  return {
    status: message.statusCode,
    headers: { get: (name) => headerOf(message, name) },
    body: isUpgrade ? null : { getReader: () => readerOf(message) },
  };
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
