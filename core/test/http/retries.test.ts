import { describe, expect, it } from "vitest";
import { randomFraction } from "../../src/host.ts";
import {
  createContext,
  type HttpPolicy,
  type HttpResponse,
  RefusedError,
  retryAfterMs,
  sendRequest,
  statusError,
  UnavailableError,
} from "../../src/mod.ts";
import { CANARY, renderings } from "../support/canary.ts";
import { fakeFetch, type Reply } from "../support/fake-fetch.ts";
import { rejection } from "../support/outcome.ts";
import { hostWithFraction, type TestHost, testHost } from "../support/test-host.ts";

interface Tried {
  readonly atMs: number[];
  readonly attempts: number[];
  readonly outcome: unknown;
}

async function tryOn(
  host: TestHost,
  answer: (number: number) => Reply | Error,
  policy?: HttpPolicy,
): Promise<Tried> {
  const { fetch, requests } = fakeFetch(host.clock, answer);
  const context = createContext({ host: { ...host, fetch }, signal: new AbortController().signal });
  const attempts: number[] = [];
  const makeRequest = (attempt: number): { method: "GET"; url: string } => {
    attempts.push(attempt);
    return { method: "GET", url: "https://sts.example/" };
  };
  const startMs = host.clock.now();
  const sent = sendRequest(context, makeRequest, policy).catch((thrown: unknown) => thrown);
  await host.clock.advance(120_000);
  expect(host.clock.pending()).toBe(0);
  return { atMs: requests.map((request) => request.atMs - startMs), attempts, outcome: await sent };
}

describe("retries", () => {
  it.each([429, 500, 501, 502, 503, 504, 599])(
    "follow a reply %i, twice, and the last such reply is returned",
    async (status) => {
      const { attempts, outcome } = await tryOn(testHost(), (number) => ({
        status,
        body: [`reply ${number}`],
      }));
      expect(attempts).toEqual([0, 1, 2]);
      expect(outcome).toMatchObject({ status, text: "reply 3" });
    },
  );

  it("follow a network error, and end with a success", async () => {
    const { attempts, outcome } = await tryOn(testHost(), (number) =>
      number < 3 ? new TypeError("fetch failed") : { body: ["at last"] },
    );
    expect(attempts).toEqual([0, 1, 2]);
    expect(outcome).toMatchObject({ text: "at last" });
  });

  it("pause with full jitter below a limit that doubles", async () => {
    const most = await tryOn(hostWithFraction(0.9999), () => ({ status: 503 }), { retries: 4 });
    expect(most.atMs.map(Math.round)).toEqual([0, 200, 600, 1400, 3000]);
    const least = await tryOn(hostWithFraction(0), () => ({ status: 503 }));
    expect(least.atMs).toEqual([0, 0, 0]);
    for (let seed = 0; seed < 30; seed++) {
      const { atMs } = await tryOn(testHost({ seed }), () => ({ status: 503 }), { retries: 1 });
      // The pause is all that is drawn.
      expect(atMs[1], `seed ${seed}`).toBeCloseTo(200 * randomFraction(testHost({ seed })), 3);
    }
  });

  it("do not happen where the policy forbids them", async () => {
    const { attempts } = await tryOn(testHost(), () => ({ status: 503 }), { retries: 0 });
    expect(attempts).toEqual([0]);
  });

  it("happen for the replies that the policy calls transient, and for no others", async () => {
    const isTransient = ({ text }: { text: string }): boolean => text === "busy";
    const busy = await tryOn(testHost(), () => ({ status: 400, body: ["busy"] }), { isTransient });
    expect(busy.attempts).toHaveLength(3);
    const final = await tryOn(testHost(), () => ({ status: 503, body: ["no"] }), { isTransient });
    expect(final.attempts).toHaveLength(1);
  });

  it("make a new request each time, and fail with the error of making it", async () => {
    const host = testHost();
    const { fetch, requests } = fakeFetch(host.clock, () => ({ status: 503 }));
    const context = createContext({ host: { ...host, fetch }, signal: new AbortController().signal });
    const broken = new Error("no key to sign with");
    const sent = sendRequest(context, async (attempt) => {
      if (attempt === 1) throw broken;
      return { method: "GET", url: "https://sts.example/" };
    });
    const refused = rejection(sent);
    await host.clock.advance(1_000);
    expect(await refused).toBe(broken);
    expect(requests).toHaveLength(1);
  });
});

describe("Retry-After", () => {
  it("in seconds is waited for", async () => {
    const { atMs } = await tryOn(hostWithFraction(0), (number) =>
      number === 1 ? { status: 503, headers: { "retry-after": "4" } } : {},
    );
    expect(atMs).toEqual([0, 4_000]);
  });

  it("as a date is waited for, by the issuer's clock", async () => {
    const host = hostWithFraction(0);
    const serverMs = host.clock.now() - 3_600_000;
    const { atMs } = await tryOn(host, (number) =>
      number === 1
        ? {
            status: 503,
            headers: {
              date: new Date(serverMs).toUTCString(),
              "retry-after": new Date(serverMs + 6_000).toUTCString(),
            },
          }
        : {},
    );
    expect(atMs[1]).toBeGreaterThanOrEqual(5_000);
    expect(atMs[1]).toBeLessThanOrEqual(6_000);
  });

  it("beyond the overall limit ends the attempts at once", async () => {
    const host = testHost();
    const { atMs, outcome } = await tryOn(host, () => ({ status: 429, headers: { "retry-after": "3600" } }));
    expect(atMs).toEqual([0]);
    expect(outcome).toMatchObject({ status: 429 });
  });

  it("of the service's own header comes first", async () => {
    const { atMs } = await tryOn(
      hostWithFraction(0),
      () => ({ status: 429, headers: { "retry-after": "9" } }),
      {
        retries: 1,
        retryAfterMs: () => 1_500,
      },
    );
    expect(atMs).toEqual([0, 1_500]);
  });

  it.each([0, -5, Number.NaN])("that a plugin reads as %s ms leaves the usual pause", async (ms) => {
    const policy = { retries: 1, retryAfterMs: () => ms };
    const { atMs } = await tryOn(hostWithFraction(0.5), () => ({ status: 429 }), policy);
    expect(atMs).toEqual([0, 100]);
  });

  it("of 0 seconds leaves the usual pause", async () => {
    const reply = { status: 503, headers: { "retry-after": "0" } };
    const { atMs } = await tryOn(hostWithFraction(0.5), () => reply, { retries: 1 });
    expect(atMs).toEqual([0, 100]);
  });

  it.each([
    ["17", 17_000],
    ["0", 0],
    [null, undefined],
    ["soon", undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["01 Jan 2030 00:00:30 GMT", undefined],
    ["2030-01-01T00:00:30Z", undefined],
    ["", undefined],
    ["Tue, 01 Jan 2030 00:00:30 GMT", 30_000],
    ["Mon, 31 Dec 2029 23:59:00 GMT", 0],
    ["9".repeat(400), undefined],
  ])("%s is read as %s ms", (value, ms) => {
    const context = createContext({ host: testHost(), signal: new AbortController().signal });
    expect(retryAfterMs(context, { headers: { get: () => value } })).toBe(ms);
  });
});

describe("the error for a status", () => {
  const context = createContext({ host: testHost(), signal: new AbortController().signal });
  const replyWith = (
    status: number,
    headers: Record<string, string> = {},
  ): Pick<HttpResponse, "status" | "headers"> => ({ status, headers: new Headers(headers) });

  it("keeps the pause that the reply asks for, unless the service says another", () => {
    const reply = replyWith(429, { "retry-after": "120" });
    expect(statusError(context, "Vault", reply).retryAfterMs).toBe(120_000);
    expect(statusError(context, "Vault", reply, { retryAfterMs: 9 }).retryAfterMs).toBe(9);
    expect(statusError(context, "Vault", replyWith(429))).not.toHaveProperty("retryAfterMs");
  });

  it.each([
    [400, {}, RefusedError, "UPSTREAM_REFUSED", false],
    [403, { serverCode: "NoPermission" }, RefusedError, "UPSTREAM_REFUSED", false],
    [429, {}, UnavailableError, "UPSTREAM_THROTTLED", true],
    [500, {}, UnavailableError, "UPSTREAM_UNAVAILABLE", true],
    [503, {}, UnavailableError, "UPSTREAM_UNAVAILABLE", true],
    [400, { retryable: true }, UnavailableError, "UPSTREAM_THROTTLED", true],
    [503, { retryable: true }, UnavailableError, "UPSTREAM_UNAVAILABLE", true],
    [503, { retryable: false }, RefusedError, "UPSTREAM_REFUSED", false],
    [429, { retryable: false }, RefusedError, "UPSTREAM_REFUSED", false],
  ])("%i with %j", (status, failure, ErrorClass, code, retryable) => {
    const error = statusError(context, "STS AssumeRole", replyWith(status), failure);
    expect(error).toBeInstanceOf(ErrorClass);
    expect(error).toMatchObject({ code, retryable, status });
    // The kernel adds it.
    expect(error).not.toHaveProperty("source");
    expect(error.message).toContain(`STS AssumeRole answered ${status}`);
  });

  it("carries code, request id, pause and hint", () => {
    const failure = {
      serverCode: "NoPermission",
      requestId: "A1-b2",
      retryAfterMs: 9,
      hint: "Ask the owner.",
    };
    const error = statusError(context, "STS", replyWith(403), failure);
    expect(error).toMatchObject({ serverCode: "NoPermission", requestId: "A1-b2", retryAfterMs: 9 });
    expect(error.message).toBe("STS answered 403 NoPermission. Ask the owner.");
  });

  it.each([
    [429, "Vault answered 429. Try again later."],
    [503, "Vault answered 503. Try again later."],
    [403, "Vault answered 403. Check the identity and its permissions."],
  ])("%i says what to do without a hint", (status, message) => {
    expect(statusError(context, "Vault", replyWith(status)).message).toBe(message);
    const hint = "Ask the owner.";
    expect(statusError(context, "Vault", replyWith(status), { hint }).message).toBe(
      `Vault answered ${status}. ${hint}`,
    );
  });

  it("keeps nothing that is not an identifier", () => {
    for (const bad of [`${CANARY} with spaces`, { CANARY }, ["x"], 7, "", `${CANARY}\n`, CANARY.repeat(10)]) {
      const error = statusError(context, "STS", replyWith(400), { serverCode: bad, requestId: bad });
      expect([error.serverCode, error.requestId]).toEqual([undefined, undefined]);
      for (const text of renderings(error)) expect(text).not.toContain(CANARY);
    }
  });
});
