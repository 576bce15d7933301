import { createTestHost } from "@alicred/conformance";
import { type Credentials, found, type Resolver, refreshing, reviveCredentials } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { createVirtualClock } from "@alicred/simulators";
import type { SigningKey } from "@alicred/sts";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ossUrl, ossV1, ossV4, presign, signOss } from "../../src/oss.ts";
import { NOW_MS, SESSION, USER } from "../example-keys.ts";
import { officialClient, officialRequest } from "./official-oss.ts";

const SEED = 20260304;
const RUNS = 1_000;
const photos = { bucket: "examplebucket", region: "cn-hangzhou" };

/**
 * Any text that a URL can name. The client's own faults are left out: it signs a key with a segment `.` or `..` that the URL
 * loses, cuts slashes off the beginning, and sorts names otherwise than by their bytes unless they are in lower case.
 */
const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 10 });
const key = fc
  .array(fc.oneof(text, fc.constantFrom("a b+c%d", "中文~!'()*e", "x?y#z&w=v", "dir")), {
    minLength: 1,
    maxLength: 3,
  })
  .map((segments) => segments.join("/"))
  .filter((it) => !/^\/|(^|\/)\.\.?(\/|$)/.test(it));
const value = fc.oneof(text, fc.constantFrom("", "image/resize,w_1", 'attachment; filename="a b.txt"'));
const signedByV1 = fc.dictionary(
  fc.constantFrom(
    "acl",
    "uploads",
    "uploadId",
    "partNumber",
    "response-content-type",
    "x-oss-process",
    "position",
  ),
  value,
  { maxKeys: 3 },
);
// An empty value keeps its equals sign in that client, which no other client and no rule has.
const anyQuery = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9-]{0,9}$/), text, { maxKeys: 4 });
const headers = fc.record(
  {
    "content-type": fc.constantFrom("text/plain", "image/png", "application/json;charset=utf-8"),
    "content-md5": fc.constant("M3szwC+JSTAmhDmD/ycqMA=="),
    "x-oss-meta-color": fc.stringMatching(/^[!-~]([ -~]{0,10}[!-~])?$/),
    "x-oss-object-acl": fc.constantFrom("private", "public-read"),
  },
  { requiredKeys: [] },
);
const request = fc.record({
  method: fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD"),
  key,
  signedByV1,
  anyQuery,
  headers,
  user: fc.constantFrom(USER, SESSION),
  hasHost: fc.boolean(),
  seconds: fc.integer({ min: 1, max: 604_800 }),
});
const samples = fc.sample(request, { seed: SEED, numRuns: RUNS });

function resolverOf({ accessKeyId, accessKeySecret, securityToken }: SigningKey): Resolver {
  const credentials: Credentials = reviveCredentials({ accessKeyId, accessKeySecret, securityToken });
  return refreshing({ name: "fixed", resolve: async () => found(credentials) }, { host });
}
const host = createTestHost({ clock: createVirtualClock({ startMs: NOW_MS }) });
/** By WebCrypto, and by the digests of Node. */
const hosts = [host, { ...host, digests: nodeHost().digests }];
const resolvers = new Map([USER, SESSION].map((one) => [one, resolverOf(one)]));

/** The headers that the client sends, and those that a signature adds. */
function split(all: Readonly<Record<string, string>>): {
  readonly sent: Record<string, string>;
  readonly added: Record<string, string>;
} {
  const named = Object.entries(all).map(([name, one]) => [name.toLowerCase(), one] as const);
  const isAdded = (name: string): boolean =>
    /^(authorization|x-oss-date|x-oss-content-sha256|x-oss-security-token)$/.test(name);
  const isOwn = (name: string): boolean => name === "user-agent" || name === "content-length";
  return {
    sent: Object.fromEntries(named.filter(([name]) => !isAdded(name) && !isOwn(name))),
    added: Object.fromEntries(named.filter(([name]) => isAdded(name))),
  };
}

function given<Key, Value>(map: ReadonlyMap<Key, Value>, one: Key): Value {
  const found = map.get(one);
  if (found === undefined) throw new Error("every sample has one of two keys");
  return found;
}

function parametersOf(url: string): Record<string, string> {
  return Object.fromEntries(new URL(url).searchParams);
}

function pathOf(url: string): string {
  const { host: name, pathname } = new URL(url);
  return name + decodeURIComponent(pathname);
}

beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW_MS });
});

afterAll(() => {
  vi.useRealTimers();
});

describe.each([
  [1, ossV1],
  [4, ossV4],
] as const)(`${RUNS} requests as ali-oss signs them with version %i, seed ${SEED}`, (version, signature) => {
  const clients = new Map([USER, SESSION].map((one) => [one, officialClient(one, version)]));

  test("in headers", async () => {
    for (const it of samples) {
      const client = given(clients, it.user);
      const query = version === 1 ? {} : it.anyQuery;
      const official = officialRequest(client, {
        method: it.method,
        object: it.key,
        subres: it.signedByV1,
        query,
        headers: it.headers,
      });
      const { sent, added } = split(official.params.headers);
      const url = ossUrl(photos, it.key, { ...it.signedByV1, ...query });
      expect(pathOf(url), JSON.stringify(it)).toBe(pathOf(official.url));
      expect(parametersOf(url), JSON.stringify(it)).toEqual(parametersOf(official.url));
      for (const host of hosts) {
        // Of a key of its own, no digest is kept from the other host.
        const options = { signature, timestampMs: NOW_MS, host };
        const signed = await signOss({ method: it.method, url, headers: sent }, { ...it.user }, options);
        expect(signed, JSON.stringify(it)).toEqual({ ...sent, ...added });
      }
    }
  });

  test("in URLs", async () => {
    for (const it of samples) {
      const client = given(clients, it.user);
      const { method, seconds } = it;
      const additionalHeaders = version === 4 && it.hasHost ? ["host"] : [];
      const parameters = version === 1 ? it.signedByV1 : it.anyQuery;
      const hostName = "examplebucket.oss-cn-hangzhou.aliyuncs.com";
      const official =
        version === 1
          ? client.signatureUrl(it.key, {
              method,
              expires: seconds,
              ...it.headers,
              subResource: { ...it.signedByV1 },
            })
          : await client.signatureUrlV4(
              method,
              seconds,
              { headers: { ...it.headers, host: hostName }, queries: it.anyQuery },
              it.key,
              additionalHeaders,
            );
      const { url } = await presign(given(resolvers, it.user), {
        host,
        ...photos,
        signature,
        method: method as "GET",
        key: it.key,
        headers: it.headers,
        parameters,
        additionalHeaders,
        expiresInMs: seconds * 1000,
      });
      expect(pathOf(url), JSON.stringify(it)).toBe(pathOf(official));
      expect(parametersOf(url), JSON.stringify(it)).toEqual(parametersOf(official));
    }
  });
});
