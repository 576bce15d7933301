import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { plainDiagnostics } from "../src/host/plain-diagnostics.ts";
import { AlicredError, chain, type Host, RefusedError, refreshing } from "../src/mod.ts";
import { toAlicredError } from "../src/thrown.ts";
import { CANARY, renderings } from "./support/canary.ts";
import { fakeSource, throws } from "./support/fake-source.ts";
import { rejection } from "./support/outcome.ts";
import { testHost } from "./support/test-host.ts";

function withStack(stack: unknown): Error {
  return Object.defineProperty(new Error("x"), "stack", { value: stack });
}

const foreign: [string, unknown][] = [
  ["a message", new Error(CANARY)],
  ["a message of several lines", new Error(`no\n${CANARY}\n  ${CANARY}`)],
  [
    "a message that looks like stack frames",
    new Error(`no\n    at ${CANARY} (file.js:1:1)\n    at ${CANARY}:1:1`),
  ],
  ["a cause", new Error("no", { cause: new Error(CANARY) })],
  ["a field", Object.assign(new Error("no"), { body: CANARY, response: { text: CANARY } })],
  ["a code that is no identifier", Object.assign(new Error("no"), { code: `bad ${CANARY}` })],
  ["a name that is no identifier", Object.assign(new Error("no"), { name: `bad ${CANARY}` })],
  ["a string", CANARY],
  ["an object", { message: CANARY, stack: CANARY, toString: () => CANARY }],
  ["several errors", new AggregateError([new Error(CANARY)], CANARY)],
  ["a DOMException", new DOMException(CANARY, "OperationError")],
  ["nothing", undefined],
  ["null", null],
  ["a number", 42],
  ["an error without a stack", withStack(undefined)],
  ["an error whose stack is no string", withStack({ toString: () => CANARY })],
];

describe("what a source throws", () => {
  it("passes when it is an error of alicred", () => {
    const error = new RefusedError("UPSTREAM_REFUSED", "No.");
    expect(toAlicredError(error, "vault", testHost())).toBe(error);
  });

  it("is named with class, code and frames when it is foreign", () => {
    function deepInTheSource(): Error {
      return Object.assign(new RangeError(`token ${CANARY}`), { code: "E_VAULT" });
    }
    const error = toAlicredError(deepInTheSource(), "vault", testHost());
    expect(error).toMatchObject({ code: "SOURCE_THREW", source: "vault", retryable: true });
    expect(error.message).toMatch(/^vault threw RangeError E_VAULT: token \[not shown\]\./);
    expect(error.stack).toContain("deepInTheSource");
    expect(error.cause).toBeUndefined();
  });

  it.each(foreign)("does not show %s, with diagnostics or without", (_, thrown) => {
    for (const host of [testHost(), bareHost()]) {
      const error = toAlicredError(thrown, "vault", host);
      expect(error.code).toBe("SOURCE_THREW");
      expect(error.stack).toContain("vault threw");
      for (const text of renderings(error)) expect(text).not.toContain(CANARY);
    }
  });
});

/** As a bare `webHost`. */
function bareHost(): Host {
  return { ...testHost(), diagnostics: plainDiagnostics };
}

describe("on a host without diagnostics, what a source throws", () => {
  const shown = (thrown: unknown): string => toAlicredError(thrown, "oidc", bareHost()).message;
  const rest =
    ". Its message is not shown without diagnostics. Check the source's code; the stack says where.";

  it.each<[string, unknown, string]>([
    ["a class", new RangeError("no"), "RangeError"],
    [
      "a code",
      Object.assign(new Error("no"), { code: "ERR_HTTP2_STREAM_ERROR" }),
      "Error ERR_HTTP2_STREAM_ERROR",
    ],
    [
      "the code of a cause",
      new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code: "ECONNREFUSED" }) }),
      "TypeError ECONNREFUSED",
    ],
    ["a thrown text", "the vault is sealed", "string"],
    [
      "a class and a code that may be secrets",
      Object.assign(new Error("x"), { name: "Mxyzptlk", code: "a1B2c3" }),
      "an error",
    ],
  ])("has its name and code: %s", (_, thrown, label) => {
    expect(shown(thrown)).toBe(`oidc threw ${label}${rest}`);
  });

  it("has its own frames, also behind a chain", async () => {
    async function getVercelOidcToken(): Promise<never> {
      await undefined;
      throw new Error("header is missing");
    }
    const source = chain([chain([fakeSource(getVercelOidcToken, "platform")])]);
    const error = await rejection(refreshing(source, { host: bareHost() }).get());
    expect(error.stack).toContain("getVercelOidcToken");
    expect(error.stack).toContain("foreign-error.test.ts");
    expect(error.stack).toContain(error.message);
  });

  it("has no frames of a stack whose message has changed since", () => {
    const { stack } = new Error("the header is missing");
    const error = Object.defineProperty(new Error("no such token"), "stack", { value: stack });
    expect(toAlicredError(error, "oidc", bareHost()).stack).not.toContain("   at ");
  });
});

describe("what a source throws can be understood", () => {
  const shown = (thrown: unknown): string => toAlicredError(thrown, "oidc", testHost()).message;
  const caused = (message: string, cause: unknown): Error => new TypeError(message, { cause });

  it.each<[string, unknown, RegExp]>([
    [
      "what a platform's function says",
      new Error(
        "The 'x-vercel-oidc-token' header is missing from the request. Do you have the OIDC option enabled in the Vercel project settings?",
      ),
      /: The 'x-vercel-oidc-token' header is missing from the request\. Do you have the OIDC option enabled in the Vercel project settings\?/,
    ],
    [
      "why a fetch failed",
      caused("fetch failed", Object.assign(new Error("connect"), { code: "ECONNREFUSED" })),
      /^oidc threw TypeError ECONNREFUSED: fetch failed\./,
    ],
    [
      "why one of several attempts failed",
      caused("fetch failed", new AggregateError([Object.assign(new Error("x"), { code: "ENETUNREACH" })])),
      /TypeError ENETUNREACH: fetch failed/,
    ],
    [
      "a cause of a cause",
      caused("no", caused("no", Object.assign(new Error("x"), { code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" }))),
      /TypeError UNABLE_TO_VERIFY_LEAF_SIGNATURE: no\./,
    ],
    [
      "a mistake in code",
      new TypeError("Cannot read properties of undefined (reading 'accessToken')"),
      /Cannot read properties of undefined \(reading 'accessToken'\)/,
    ],
    [
      "a host and a port",
      new Error("connect to sts.cn-hangzhou.aliyuncs.com:443, 10.0.0.1:8080"),
      /10\.0\.0\.1:8080/,
    ],
    ["a thrown text", "the vault is sealed", /^oidc threw string: the vault is sealed\./],
    [
      "an error of another realm",
      runInNewContext("new RangeError('the vault is sealed')"),
      /RangeError: the vault/,
    ],
  ])("%s", (_, thrown, expected) => {
    expect(shown(thrown)).toMatch(expected);
  });

  it("causes in a circle end", () => {
    const error = new Error("the vault is sealed");
    error.cause = error;
    expect(shown(error)).toBe(
      "oidc threw Error: the vault is sealed. Check the source's code; the stack says where.",
    );
  });

  it("the error that the caller gets has the frames of the function, also behind a chain", async () => {
    async function getVercelOidcToken(): Promise<never> {
      await undefined;
      throw new Error("header is missing");
    }
    const platform = fakeSource(getVercelOidcToken, "platform");
    const other = fakeSource(throws(new AlicredError("NETWORK_ERROR", "No network.")), "other");
    const sources = chain([chain([platform]), other], { onFailed: "continue" });
    const error = await rejection(refreshing(sources, { host: testHost() }).get());
    expect(error.stack).toContain("getVercelOidcToken");
    expect(error.stack).toContain(error.message);
    expect(error).toMatchObject({ code: "SOURCE_THREW", source: "platform", retryable: true });
    expect(error.message).toContain("header is missing");
  });
});

describe("on a host that has none at all, what a source throws", () => {
  const silentHost = (diagnostics?: Host["diagnostics"]): Host => ({ ...testHost(), diagnostics });
  const odd = new Proxy(new Error(CANARY), {
    get() {
      throw new Error(CANARY);
    },
  });

  it.each<[string, unknown]>([...foreign, ["an error of which nothing can be read", odd]])(
    "is told by the source's name alone: %s",
    async (_, thrown) => {
      const error = await rejection(
        refreshing(fakeSource(throws(thrown), "vault"), { host: silentHost() }).get(),
      );
      expect(error).toMatchObject({ code: "SOURCE_THREW", source: "vault", retryable: true });
      expect(error.message).toBe("vault threw an error. Check the source.");
      expect(error.cause).toBeUndefined();
    },
  );

  it("is told so too where the diagnostics themselves fail", () => {
    const host = silentHost({
      ...plainDiagnostics,
      foreignError() {
        throw new Error(CANARY);
      },
    });
    expect(toAlicredError(new Error("no"), "vault", host).message).toBe(
      "vault threw an error. Check the source.",
    );
  });

  it("passes when it is an error of alicred", () => {
    const error = new RefusedError("UPSTREAM_REFUSED", "No.");
    expect(toAlicredError(error, "vault", silentHost())).toBe(error);
  });
});
