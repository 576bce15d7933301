import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { simulateCloud } from "../src/mod.ts";
import { encodeAll, type SignOptions, v1Params, v3Parts } from "./support/sign.ts";
import { startTimestamp, vectorWorld } from "./support/worlds.ts";

const keys = { accessKeyId: "testAccessKeyId", accessKeySecret: "testAccessKeySecret" };
const session = { accessKeyId: "STS.testId", accessKeySecret: "testStsSecret", securityToken: "CAIS+/tok==" };
const runs = { numRuns: 150, seed: 20260107 };

/** Any text that survives UTF-8; the server decides on the signature before it looks at parameters it does not know. */
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 });
const name = text.map((value) => `X${value}`);

const signed: fc.Arbitrary<SignOptions> = fc.record({
  keys: fc.constantFrom(keys, session),
  params: fc
    .dictionary(name, text, { maxKeys: 4 })
    .map((extra) => ({ ...extra, Action: "GetCallerIdentity" })),
  nonce: fc.stringMatching(/^[\w-]{1,36}$/),
  timestamp: fc.constant(startTimestamp),
  method: fc.constantFrom("GET", "POST"),
  place: fc.constantFrom("query", "form"),
});

interface Wire {
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

const form = { "content-type": "application/x-www-form-urlencoded" };

function v1Wire(options: SignOptions, params = v1Params(options)): Wire {
  const method = options.method ?? "POST";
  const inForm = options.place === "form" && method === "POST";
  const encoded = encodeAll(params);
  return {
    url: `https://sts.aliyuncs.com/${inForm ? "" : `?${encoded}`}`,
    method,
    headers: inForm ? form : {},
    body: inForm ? encoded : "",
  };
}

function v3Wire(options: SignOptions): Wire {
  const place = options.method === "GET" ? "query" : (options.place ?? "query");
  const { url, headers, body } = v3Parts({ ...options, place });
  return { url, headers, body, method: options.method ?? "POST" };
}

async function codeOf({ url, method, headers, body }: Wire): Promise<string> {
  const cloud = simulateCloud({ world: vectorWorld });
  await cloud.fetch(url, { method, headers, ...(body && { body }) });
  return cloud.journal.entries()[0]?.code ?? "accepted";
}

/** The text with one character replaced by another of its kind, so that the request stays a request. */
function changeOne(value: string, at: number, shift: number): string {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const index = at % value.length;
  const old = letters.indexOf(value.charAt(index));
  const next = letters.charAt((old + 1 + (shift % (letters.length - 1))) % letters.length);
  return value.slice(0, index) + next + value.slice(index + 1);
}

function meaning(url: string): string {
  return new URL(url).searchParams.toString();
}

const position = fc.nat(10_000);

describe("signature verification", () => {
  it("accepts any request that is signed right, v1", async () => {
    await fc.assert(
      fc.asyncProperty(signed, async (options) => {
        expect(await codeOf(v1Wire(options))).toBe("accepted");
      }),
      runs,
    );
  });

  it("accepts any request that is signed right, v3", async () => {
    await fc.assert(
      fc.asyncProperty(signed, async (options) => {
        expect(await codeOf(v3Wire(options))).toBe("accepted");
      }),
      runs,
    );
  });

  it("refuses a v1 request with one character changed in any parameter or name", async () => {
    await fc.assert(
      fc.asyncProperty(
        signed,
        position,
        position,
        position,
        fc.boolean(),
        async (options, which, at, shift, inName) => {
          const entries = Object.entries(v1Params(options));
          const index = which % entries.length;
          const [key = "", value = ""] = entries[index] ?? [];
          entries[index] = inName ? [changeOne(key, at, shift), value] : [key, changeOne(value, at, shift)];
          fc.pre(
            !(inName && key === "Format") && new Set(entries.map(([other]) => other)).size === entries.length,
          );
          expect(await codeOf(v1Wire(options, Object.fromEntries(entries)))).not.toBe("accepted");
        },
      ),
      runs,
    );
  });

  it("refuses a v1 request sent by another method", async () => {
    await fc.assert(
      fc.asyncProperty(signed, async (options) => {
        const wire = v1Wire({ ...options, place: "query" });
        expect(await codeOf({ ...wire, method: wire.method === "GET" ? "POST" : "GET" })).toBe(
          "SignatureDoesNotMatch",
        );
      }),
      { ...runs, numRuns: 20 },
    );
  });

  it("refuses a v3 request with one character changed in query, body, signed headers or authorization", async () => {
    await fc.assert(
      fc.asyncProperty(signed, position, position, position, async (options, which, at, shift) => {
        const wire = v3Wire(options);
        const { accept: _accept, ...headers } = wire.headers;
        const [base = "", query = ""] = wire.url.split("?");
        const places: Wire[] = Object.entries(headers).map(([header, value]) => ({
          ...wire,
          headers: { ...wire.headers, [header]: changeOne(value, at, shift) },
        }));
        if (query) places.push({ ...wire, url: `${base}?${changeOne(query, at, shift)}` });
        if (wire.body) places.push({ ...wire, body: changeOne(wire.body, at, shift) });
        const changed = places[which % places.length] ?? wire;
        // `%3a` means what `%3A` means
        fc.pre(changed.url === wire.url || meaning(changed.url) !== meaning(wire.url));
        expect(await codeOf(changed)).not.toBe("accepted");
      }),
      runs,
    );
  });

  it("refuses a v3 request that leaves a header out of its signature", async () => {
    const options = { keys, params: { Action: "GetCallerIdentity" }, nonce: "n", timestamp: startTimestamp };
    const wire = v3Wire(options);
    expect(await codeOf({ ...wire, headers: { ...wire.headers, "x-acs-extra": "1" } })).toBe(
      "SignatureDoesNotMatch",
    );
  });

  it("verifies against the host as received", async () => {
    const options = { keys, params: { Action: "GetCallerIdentity" }, nonce: "n", timestamp: startTimestamp };
    const wire = v3Wire(options);
    expect(await codeOf({ ...wire, url: wire.url.replace("sts.", "sts.cn-beijing.") })).toBe(
      "SignatureDoesNotMatch",
    );
  });
});
