import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { fetchPastProxies, nodeFetch } from "../../src/host/node-fetch.ts";
import type { FetchInit } from "../../src/mod.ts";
import { rejection } from "../support/outcome.ts";

// The fetch of Deno and Bun, on Node, whose library both of them have.

let server: Server;
let port: number;
let proxied = 0;

beforeAll(async () => {
  server = createServer((_, response) => response.end("reached"));
  server.on("connect", (_, socket) => {
    proxied++;
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const init = (signal: AbortSignal = new AbortController().signal): FetchInit => ({
  method: "GET",
  headers: {},
  redirect: "manual",
  signal,
});
/** Proxies at which nobody listens. */
const env = (name: string): string | undefined =>
  /^https?_proxy$/i.test(name) ? "http://127.0.0.1:1" : undefined;

describe("the fetch of Deno and Bun", () => {
  it("reaches plain HTTP by the library of Node, past every proxy", async () => {
    const fetchOfRuntime = vi.spyOn(globalThis, "fetch");
    const { status } = await fetchPastProxies(env)(`http://127.0.0.1:${port}/`, init());
    expect([status, proxied, fetchOfRuntime.mock.calls]).toEqual([200, 0, []]);
  });

  it("leaves HTTPS to the runtime", async () => {
    const reply = new Response("theirs");
    const fetchOfRuntime = vi.spyOn(globalThis, "fetch").mockResolvedValueOnce(reply);
    const wanted = init();
    expect(await fetchPastProxies(env)("https://sts.example.test/", wanted)).toBe(reply);
    expect(fetchOfRuntime).toHaveBeenCalledExactlyOnceWith("https://sts.example.test/", wanted);
  });

  it("names the proxy by which the runtime did not get there, which it does not ignore", async () => {
    const refused = new TypeError("fetch failed", { cause: { code: "ECONNREFUSED" } });
    vi.spyOn(globalThis, "fetch").mockRejectedValueOnce(refused);
    const error = await rejection(fetchPastProxies(env)("https://sts.example.test/", init()));
    expect(error.message).toContain("could not be reached through the proxy 127.0.0.1:1 of https_proxy");
  });
});

describe.each([
  ["Node", nodeFetch],
  ["Deno and Bun", fetchPastProxies],
])("a request of %s that its caller ends", (_, create) => {
  it("is over, and no proxy is blamed", async () => {
    const reason = new Error("enough");
    vi.spyOn(globalThis, "fetch").mockRejectedValueOnce(reason);
    const error = await rejection(create(env)("https://127.0.0.1:1/", init(AbortSignal.abort(reason))));
    expect(error).not.toHaveProperty("code", "NETWORK_ERROR");
    expect(error.message).not.toContain("proxy");
  });
});
