import { describe, expect, it } from "vitest";
import { createContext, sendRequest } from "../src/mod.ts";
import { CANARY, renderings } from "./support/canary.ts";
import { fakeFetch } from "./support/fake-fetch.ts";
import { rejection } from "./support/outcome.ts";
import { testHost } from "./support/test-host.ts";

/** Sends a request that a fetch rejects with this error, and counts the attempts. */
async function errorOf(thrown: Error): Promise<{ error: unknown; attempts: number }> {
  const host = testHost();
  const { fetch, requests } = fakeFetch(host.clock, () => thrown);
  const context = createContext({ host: { ...host, fetch }, signal: new AbortController().signal });
  const url = `http://metadata.example:6000/${CANARY}`;
  const rejected = rejection(sendRequest(context, () => ({ method: "GET", url })));
  await host.clock.advance(60_000);
  return { error: await rejected, attempts: requests.length };
}

describe("a port that fetch refuses to ask", () => {
  it.each([
    ["Node says so in the cause", new TypeError("fetch failed", { cause: new Error("bad port") })],
    ["Deno says so itself", new TypeError("Requests to port 6000 are blocked")],
    ["Deno, a port of one digit", new TypeError("Requests to port 7 are blocked")],
  ])("is named as such, and asked only once: %s", async (_, thrown) => {
    const { error, attempts } = await errorOf(thrown);
    expect(error).toMatchObject({
      name: "UnavailableError",
      code: "NETWORK_ERROR",
      message:
        "http://metadata.example:6000 has a port that fetch refuses to ask (bad port). Use another port.",
      retryable: false,
    });
    expect(attempts).toBe(1);
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });
});

describe("any other request without a reply", () => {
  it.each([
    [
      "with the code of the cause",
      Object.assign(new Error("x"), { code: "ECONNRESET" }),
      " (ECONNRESET)",
      "ECONNRESET",
    ],
    ["whose error has neither code nor cause", undefined, "", undefined],
    ["that speaks of ports", new Error("Requests to port x are blocked"), "", undefined],
  ])("may be repeated: %s", async (_, cause, shown, systemCode) => {
    const { error, attempts } = await errorOf(new TypeError("fetch failed", { cause }));
    expect(error).toMatchObject({
      code: "NETWORK_ERROR",
      message: `http://metadata.example:6000 could not be reached${shown}. Check the address and the network.`,
      retryable: true,
    });
    expect(Object(error).systemCode).toBe(systemCode);
    expect(attempts).toBeGreaterThan(1);
  });
});
