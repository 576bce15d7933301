import { describe, expect, it } from "vitest";
import {
  AlicredError,
  createContext,
  type HttpPolicy,
  type HttpRequest,
  type HttpResponse,
  type ResolveContext,
  sendRequest,
} from "../../src/mod.ts";
import { CANARY, renderings } from "../support/canary.ts";
import { type FakeFetch, fakeFetch, type Reply } from "../support/fake-fetch.ts";
import { type TestHost, testHost } from "../support/test-host.ts";

const request: HttpRequest = {
  method: "POST",
  url: `https://sts.example:8443/path/${CANARY}?token=${CANARY}`,
  headers: { "x-token": CANARY },
  body: `secret=${CANARY}`,
};

interface Service extends FakeFetch {
  readonly host: TestHost;
  readonly context: ResolveContext;
  readonly controller: AbortController;
}

function service(answer: (number: number) => Reply | Error | "never", heedsSignal = true): Service {
  const host = testHost();
  const fake = fakeFetch(host.clock, answer, { heedsSignal });
  const controller = new AbortController();
  const withFetch = { ...host, fetch: fake.fetch };
  return {
    ...fake,
    host,
    controller,
    context: createContext({ host: withFetch, signal: controller.signal }),
  };
}

/** Sends, moves the clock far enough for everything to end, and returns the reply or the error. */
async function send(made: Service, policy?: HttpPolicy): Promise<HttpResponse | AlicredError> {
  const sent = sendRequest(made.context, () => request, policy).catch((thrown: unknown) => {
    if (thrown instanceof AlicredError) return thrown;
    throw thrown;
  });
  await made.host.clock.advance(60_000);
  expect(made.host.clock.pending()).toBe(0);
  return sent;
}

describe("a request", () => {
  it("is sent as it was made, never following redirects, and the reply read whole", async () => {
    const made = service(() => ({ status: 201, headers: { "x-id": "7" }, body: ["dé", "jà vu"] }));
    const reply = await send(made);
    expect(reply).toMatchObject({ status: 201, text: "déjà vu" });
    expect((reply as HttpResponse).headers.get("X-Id")).toBe("7");
    expect(made.requests).toMatchObject([
      { url: request.url, method: "POST", headers: request.headers, body: request.body, redirect: "manual" },
    ]);
  });

  it("may have neither headers nor body", async () => {
    const made = service(() => ({}));
    const sent = sendRequest(made.context, () => ({ method: "GET", url: "https://sts.example/" }));
    await made.host.clock.advance(0);
    expect((await sent).text).toBe("");
    expect(made.requests[0]).toMatchObject({ method: "GET", headers: {} });
    expect(made.requests[0] && "body" in made.requests[0]).toBe(false);
  });

  it("joins characters that were cut between two pieces", async () => {
    const [a, b] = [new Uint8Array([0xe2, 0x82]), new Uint8Array([0xac])];
    expect(await send(service(() => ({ body: [a, b] })))).toMatchObject({ text: "€" });
  });

  it("has an empty text when the reply has no body", async () => {
    expect(await send(service(() => ({ status: 204, body: null })))).toMatchObject({ status: 204, text: "" });
  });

  it.each([200, 204, 299, 304, 400, 401, 403, 404, 499])(
    "with the reply %i is not repeated",
    async (status) => {
      const made = service(() => ({ status, body: ["text"] }));
      expect(await send(made)).toMatchObject({ status, text: "text" });
      expect(made.requests).toHaveLength(1);
    },
  );

  it.each([0, 300, 301, 302, 303, 307, 308, 399])("is not redirected by a reply %i", async (status) => {
    const made = service(() => ({
      status,
      headers: { location: `https://evil.example/${CANARY}` },
      body: ["x"],
    }));
    const error = await send(made);
    expect(error).toMatchObject({ name: "RefusedError", code: "REDIRECT_REFUSED", retryable: false, status });
    expect(made.requests).toHaveLength(1);
    expect(made.cancelled()).toBe(1);
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });

  it("says so of a redirect, with a body or without", async () => {
    for (const body of [["x"], null]) {
      const error = await send(service(() => ({ status: 302, body })));
      expect(error).toMatchObject({ code: "REDIRECT_REFUSED" });
      expect((error as AlicredError).message).toBe(
        "https://sts.example:8443 answered with a redirect. Check the address.",
      );
    }
  });

  it("teaches the issuer's clock from the Date header", async () => {
    const made = service(() => ({
      headers: { date: new Date(made.host.clock.now() + 7_200_000).toUTCString() },
    }));
    await send(made);
    expect(Math.abs(made.context.serverClock.skewMs() - 7_200_000)).toBeLessThanOrEqual(1000);
  });
});

describe("the size of a reply", () => {
  it("may be exactly the limit", async () => {
    expect(
      await send(
        service(() => ({ body: ["abc", "de"] })),
        { maxBytes: 5 },
      ),
    ).toMatchObject({ text: "abcde" });
    expect(await send(service(() => ({ body: ["x".repeat(65_536)] })))).toMatchObject({ status: 200 });
  });

  it.each([
    ["one piece", ["x".repeat(65_537)]],
    ["many pieces", Array(1025).fill("x".repeat(64))],
    ["characters of several bytes", ["é".repeat(32_769)]],
  ])("beyond the limit is refused, and the rest let go of (%s)", async (_, body) => {
    const made = service(() => ({ body: body as string[] }));
    const error = await send(made);
    expect(error).toMatchObject({ code: "RESPONSE_TOO_LARGE", retryable: false });
    expect((error as AlicredError).message).toContain(
      "https://sts.example:8443 answered with more than 65536 bytes",
    );
    expect(made.requests).toHaveLength(1);
    expect(made.cancelled()).toBe(1);
  });

  it("is bounded for a body without an end too", async () => {
    let pieces = 0;
    const made = service(() => ({
      body: {
        *[Symbol.iterator]() {
          while (pieces++ < 10_000) yield "x".repeat(1024);
        },
      } as unknown as string[],
    }));
    expect(await send(made)).toMatchObject({ code: "RESPONSE_TOO_LARGE" });
  });
});

describe("network errors", () => {
  const withCause = (code: string): Error =>
    new TypeError("fetch failed", { cause: Object.assign(new Error(CANARY), { code }) });

  it.each([
    ["the code", Object.assign(new Error(CANARY), { code: "ECONNREFUSED" }), "(ECONNREFUSED)"],
    ["the code of the cause", withCause("ENOTFOUND"), "(ENOTFOUND)"],
    [
      "the code of one of several attempts",
      new TypeError("fetch failed", {
        cause: new AggregateError([Object.assign(new Error(CANARY), { code: "ENETUNREACH" })], CANARY),
      }),
      "(ENETUNREACH)",
    ],
    ["no code", new TypeError(CANARY), "could not be reached. "],
    ["an invalid code", withCause(`${CANARY} with spaces`), "could not be reached. "],
  ])("say the origin and %s, and nothing of the message", async (_, thrown, part) => {
    const error = await send(service(() => thrown));
    expect(error).toMatchObject({ name: "UnavailableError", code: "NETWORK_ERROR", retryable: true });
    expect((error as AlicredError).message).toContain(part);
    expect((error as AlicredError).message).toContain("https://sts.example:8443 ");
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });

  it("in the middle of a body are network errors too", async () => {
    const made = service((number) =>
      number === 1 ? { body: ["half"], bodyError: new Error(CANARY) } : { body: ["whole"] },
    );
    expect(await send(made)).toMatchObject({ text: "whole" });
    expect(made.requests).toHaveLength(2);
  });

  it("do not quote an invalid address", async () => {
    const { context } = service(() => new TypeError("Invalid URL"));
    const error = await sendRequest(context, () => ({ ...request, url: `nonsense ${CANARY}` }), {
      retries: 0,
    }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: "NETWORK_ERROR",
      message: "the address could not be reached. Check the address and the network.",
    });
    for (const text of renderings(error)) expect(text).not.toContain(CANARY);
  });
});
