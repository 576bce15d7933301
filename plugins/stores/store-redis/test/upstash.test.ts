import type { Fetch, Host } from "@alicred/core";
import { ask, createContext } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { CANARY, renderings } from "../../../../core/test/support/canary.ts";
import { fakeSource, issues } from "../../../../core/test/support/fake-source.ts";
import { testHost } from "../../../../core/test/support/test-host.ts";
import { storeContract } from "../../shared-cache/src/contract.ts";
import { sharedCache } from "../../shared-cache/src/mod.ts";
import { upstashStore } from "../src/upstash.ts";
import { fakeRedis } from "./fake-redis.ts";

const URL = "https://eager-fox-1.upstash.io";
const TOKEN = `AX-${CANARY}`;

/** The API, as its documents describe it. */
function upstash(clock: Host["clock"]): Fetch {
  const redis = fakeRedis(clock);
  return async (url, { method, headers, body = "" }) => {
    if (`${method} ${url}` !== `POST ${URL}/`) return reply(404, { error: "not found" });
    if (headers["authorization"] !== `Bearer ${TOKEN}`) return reply(401, { error: `WRONGPASS ${CANARY}` });
    const [command, script, count, ...rest] = JSON.parse(body) as string[];
    if (command !== "EVAL" || script === undefined) return reply(400, { error: "ERR unknown command" });
    return reply(200, {
      result: redis.eval(script, rest.slice(0, Number(count)), rest.slice(Number(count))),
    });
  };
}

function reply(
  status: number,
  content: unknown,
  headers: Record<string, string> = {},
): Awaited<ReturnType<Fetch>> {
  const { body } = new Response(JSON.stringify(content));
  return { status, headers: { get: (name) => headers[name] ?? null }, body };
}

const host = testHost();
const connected: Host = { ...host, fetch: upstash(host.clock) };

describe("the contract", () => {
  const store = upstashStore({ url: URL, token: TOKEN });
  const elapse = (ms: number): Promise<void> => host.clock.advance(ms);
  for (const { name, run } of storeContract({ store, host: connected, elapse })) test(name, run);
});

describe("an address or a token that is wrong:", () => {
  test.each([
    ["refused", URL, "wrong", "(RefusedError UPSTREAM_REFUSED)"],
    ["another address", "https://other.upstash.io", TOKEN, "(RefusedError UPSTREAM_REFUSED)"],
  ])("%s: the source is asked, and nothing secret shows", async (_what, url, token, shown) => {
    const store = upstashStore({ url, token });
    const source = fakeSource(issues({ lifetimeMs: 900_000 }));
    const cache = sharedCache({ source, store, id: "x", unencrypted: true });
    const events: unknown[] = [];
    const context = createContext({
      host: connected,
      signal: new AbortController().signal,
      onEvent: (event) => void events.push(event),
    });
    const answer = await ask(context, cache);
    expect(answer.outcome).toBe("credentials");
    const [trace] = context.notes.children;
    expect(trace?.warnings.join()).toContain(shown);
    for (const text of [...renderings(trace), ...renderings(events)]) expect(text).not.toContain(CANARY);
  });

  test("the time that Upstash sends does not count as the issuer's", async () => {
    const date = new Date(host.clock.now() + 86_400_000).toUTCString();
    const fetch: Fetch = async () => reply(200, { result: [null, -2] }, { date });
    const cache = sharedCache({
      source: fakeSource(issues({ lifetimeMs: 900_000 })),
      store: upstashStore({ url: URL, token: TOKEN }),
      id: "x",
      unencrypted: true,
    });
    const context = createContext({ host: { ...host, fetch }, signal: new AbortController().signal });
    await cache.resolve({ ...context, explaining: true });
    expect(context.serverClock.skewMs()).toBe(0);
  });
});

test.each([
  ["a redirect", 302, {}, "REDIRECT_REFUSED"],
  ["too many requests", 429, {}, "UPSTREAM_THROTTLED"],
  ["a fault", 500, {}, "UPSTREAM_UNAVAILABLE"],
  ["an error of Redis", 200, { error: CANARY }, "RESPONSE_MALFORMED"],
  ["nothing", 200, {}, "RESPONSE_MALFORMED"],
])("%s", async (_what, status, content, code) => {
  const store = upstashStore({ url: URL, token: TOKEN });
  const fetch: Fetch = async () => reply(status, content);
  const reading = store.read("0123", { host: { ...host, fetch }, signal: new AbortController().signal });
  const error = await reading.then(undefined, (thrown: unknown) => thrown);
  expect(error).toMatchObject({ code });
  for (const text of renderings(error)) expect(text).not.toContain(CANARY);
});

test.each([
  { url: "http://eager-fox-1.upstash.io", token: TOKEN },
  { url: "redis://eager-fox-1.upstash.io", token: TOKEN },
  { url: `${URL}/path`, token: TOKEN },
  { url: URL, token: "two words" },
  { url: URL, token: "" },
  { url: URL, token: TOKEN, prefix: "{a}" },
])("invalid options are refused, and not quoted: %#", (options) => {
  let error: unknown;
  try {
    upstashStore(options);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toMatchObject({ code: "INVALID_OPTION" });
  for (const text of renderings(error)) expect(text).not.toContain(CANARY);
});
