import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { toAlicredError } from "../src/foreign-error.ts";
import {
  AlicredError,
  ask,
  type CredentialSource,
  chain,
  createContext,
  found,
  type Host,
  RefusedError,
  refreshing,
} from "../src/mod.ts";
import { CANARY, renderings } from "./support/canary.ts";
import { fakeSource, throws } from "./support/fake-source.ts";
import { rejection } from "./support/outcome.ts";
import { testHost } from "./support/test-host.ts";

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
  return { ...testHost(), diagnostics: undefined };
}

describe("on a host without diagnostics, what a source throws", () => {
  const shown = (thrown: unknown): string => toAlicredError(thrown, "oidc", bareHost()).message;
  const rest =
    ". Its message is not shown by a host without diagnostics. Check the source's code; the stack says where.";

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

describe("a secret that alicred knows of is shown in no form", () => {
  // Of words: only knowing it helps.
  const SECRET = "correct-horse/battery staple+tea";
  const percent = encodeURIComponent(SECRET);
  const base64 = btoa(SECRET);
  const hex = Array.from(SECRET, (char) => char.charCodeAt(0).toString(16)).join("");

  const forms: [string, (secret: string) => Error][] = [
    ["in a message", (secret) => new Error(`bad token ${secret} given`)],
    ["in JSON", (secret) => new Error(`answered {"token":${JSON.stringify(secret)}}`)],
    ["in markup", (secret) => new Error(`answered <token>${secret}</token>`)],
    ["on a further line", (secret) => new Error(`no\n${secret}\n${secret}`)],
    [
      "in lines that look like frames",
      (secret) => new Error(`no\n    at ${secret} (file.js:1:1)\n    at ${secret}:1:1`),
    ],
    [
      "in lines that look like frames, in a message that was changed",
      (secret) => Object.assign(new Error(`no\n    at ${secret} (file.js:1:1)`), { message: "no" }),
    ],
    [
      "in a cause",
      (secret) => new Error("no", { cause: Object.assign(new Error(secret), { code: secret }) }),
    ],
    ["percent-encoded", () => new Error(`GET /?token=${percent} failed`)],
    ["percent-encoded in an address", () => new Error(`GET https://a.example/${percent} failed`)],
    ["in Base64", () => new Error(`header Basic ${base64} refused`)],
    ["in hexadecimal", () => new Error(`header ${hex} refused`)],
    ["as a name", (secret) => Object.assign(new Error("no"), { name: secret })],
    ["as a thrown text", (secret) => secret as unknown as Error],
  ];

  const ways: [string, Partial<Host>, (host: Host) => unknown][] = [
    ["a variable", { env: () => SECRET }, (host) => host.env?.("TOKEN")],
    [
      "a token file",
      { files: { readText: async () => `${SECRET}\n` } },
      (host) => host.files?.readText("f", 99),
    ],
  ];

  describe.each(ways)("read from %s", (_, capabilities, read) => {
    it.each(forms)("%s", async (_, makeError) => {
      const source: CredentialSource = {
        name: "vault",
        async resolve({ host }) {
          await read(host);
          throw makeError(SECRET);
        },
      };
      for (const host of [testHost(), bareHost()]) {
        const resolver = refreshing(chain([source]), { host: { ...host, ...capabilities } });
        const error = await rejection(resolver.get());
        expect(error.code).toBe("SOURCE_THREW");
        for (const text of [...renderings(error), ...renderings(await resolver.explain())]) {
          for (const form of [SECRET, "battery staple", percent, base64, hex])
            expect(text).not.toContain(form);
        }
      }
    });
  });

  it("one from a profile in a file", async () => {
    const text = JSON.stringify({ access_key_secret: "plain-words-alone", mode: "AK" });
    const source: CredentialSource = {
      name: "vault",
      async resolve({ host }) {
        await host.files?.readText("config.json", 999);
        throw new Error("the access_key_secret plain-words-alone is refused");
      },
    };
    const host = { ...testHost(), files: { readText: async () => text } };
    const error = await rejection(refreshing(source, { host }).get());
    expect(error.message).toContain("the access_key_secret [not shown] is refused");
  });

  it("one of credentials that were found before, or are held", async () => {
    const init = { accessKeyId: "LTAIexample", accessKeySecret: "plainsecret", securityToken: "plaintoken" };
    const base = fakeSource(() => found(init), "base");
    const role = fakeSource(async ({ context }) => {
      const answer = await ask(context, base);
      expect(answer.outcome).toBe("credentials");
      throw new Error("cannot sign with plainsecret and plaintoken");
    }, "role");
    const error = await rejection(refreshing(role, { host: testHost() }).get());
    expect(error.message).toContain("cannot sign with [not shown] and [not shown]");

    const source = fakeSource(throws(new Error("refused plaintoken")), "vault");
    const { credentials: held } = found(init);
    const context = createContext({ host: testHost(), signal: new AbortController().signal, held });
    const answer = await ask(context, source);
    expect(answer.outcome === "failed" && answer.error.message).toContain("refused [not shown]");
  });
});

it("a host that a source gets is the same each time", async () => {
  const hosts = new Set<unknown>();
  const source = fakeSource(({ context }) => {
    hosts.add(context.host);
    throw new Error("no");
  });
  const host = testHost();
  const { signal } = new AbortController();
  for (let i = 0; i < 3; i++) await ask(createContext({ host, signal }), chain([source]));
  expect(hosts.size).toBe(1);
});
