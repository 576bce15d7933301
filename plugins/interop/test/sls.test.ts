import { createTestHost } from "@alicred/conformance";
import { found, refreshing, reviveCredentials } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { createVirtualClock } from "@alicred/simulators";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { signingFetch } from "../src/fetch.ts";
import { isSlsHost, signSls } from "../src/sls.ts";
import { NOW_MS, SESSION, USER } from "./example-keys.ts";
import { officialSlsHeaders } from "./official-sls.ts";

const SEED = 20260304;
const RUNS = 1_000;
const host = createTestHost({ clock: createVirtualClock({ startMs: NOW_MS }) });
const url = "https://shop.cn-hangzhou.log.aliyuncs.com/logstores";

beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: NOW_MS });
});

afterAll(() => {
  vi.useRealTimers();
});

/** The client for JavaScript leaves `!'()` as they are; those for Python and Go encode them, as RFC 3986 has it. */
const value = fc
  .oneof(
    fc.string({ unit: "grapheme", maxLength: 10 }),
    fc.constantFrom("", "* | SELECT count", "a b+c%d", "中文~*e", "level: error and x=1&y"),
  )
  .map((text) => text.replace(/[!'()]/g, "*"));
const request = fc.record({
  method: fc.constantFrom("GET", "PUT", "POST", "DELETE", "HEAD"),
  pathname: fc.constantFrom("/", "/logstores", "/logstores/app-log/shards/lb", "/logstores/a%20b/index"),
  project: fc.constantFrom(undefined, "shop", "shop-cn-2"),
  query: fc.dictionary(fc.stringMatching(/^[a-zA-Z][\w.-]{0,9}$/), value, { maxKeys: 4 }),
  headers: fc.record(
    {
      "content-type": fc.constantFrom("application/json", "application/x-protobuf"),
      "x-log-compresstype": fc.constant("deflate"),
      "x-log-bodyrawsize": fc.constantFrom("0", "12345"),
      "x-acs-custom": fc.stringMatching(/^[!-~]([ -~]{0,10}[!-~])?$/),
      "if-match": fc.constant("abc"),
    },
    { requiredKeys: ["x-log-bodyrawsize"] },
  ),
  body: fc.option(fc.uint8Array({ minLength: 1, maxLength: 64 }), { nil: undefined }),
  user: fc.constantFrom(USER, SESSION),
  endpoint: fc.constantFrom(
    "cn-hangzhou.log.aliyuncs.com",
    "cn-shanghai-intranet.log.aliyuncs.com",
    "ap-southeast-1-share.log.aliyuncs.com",
    "cn-hangzhou-corp.sls.aliyuncs.com",
  ),
});

test(`${RUNS} requests as the official client signs them, seed ${SEED}`, async () => {
  for (const it of fc.sample(request, { seed: SEED, numRuns: RUNS })) {
    const body = it.body && Buffer.from(it.body);
    const official = await officialSlsHeaders(it.user, { ...it, body }, it.endpoint);
    const { host: name, "user-agent": _agent, authorization, ...sent } = official;
    const query = new URLSearchParams(it.query).toString();
    const url = `https://${name}${it.pathname}${query && `?${query}`}`;
    // By WebCrypto, and by the digests of Node; of a key of its own, no digest is kept from the other.
    for (const digests of [undefined, nodeHost().digests]) {
      const options = { timestampMs: NOW_MS, host: { digests } };
      const signed = await signSls({ ...it, url, headers: sent, body: it.body }, { ...it.user }, options);
      expect(signed, JSON.stringify(it)).toEqual({ ...sent, authorization });
    }
  }
});

describe("signSls", () => {
  const post = { method: "POST", url: "https://log-global.aliyuncs.com/logstores", body: "sixteen bytes = " };

  test("the headers that the service demands are there, and the caller's own are kept", async () => {
    const signed = await signSls(post, USER, { timestampMs: NOW_MS, region: "cn-shanghai" });
    expect(signed).toMatchObject({
      "x-log-apiversion": "0.6.0",
      "x-log-bodyrawsize": "16",
      "x-log-date": "20260304T050607Z",
    });
    const own = { "X-Log-ApiVersion": "0.7.0 ", "x-log-bodyrawsize": "99", accept: "a/b" };
    expect(
      await signSls({ ...post, headers: own }, USER, { timestampMs: NOW_MS, region: "cn-shanghai" }),
    ).toMatchObject({ "x-log-apiversion": "0.7.0", "x-log-bodyrawsize": "99", accept: "a/b" });
  });

  test("a host without a region asks for it, and one with a region keeps its own", async () => {
    await expect(signSls(post, USER, { timestampMs: NOW_MS })).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringContaining("log-global.aliyuncs.com does not name it"),
    });
    const signed = await signSls({ method: "GET", url }, USER, { timestampMs: NOW_MS, region: "cn-beijing" });
    expect(signed["authorization"]).toContain("/20260304/cn-hangzhou/sls/aliyun_v4_request,");
  });
});

test.each([
  ["cn-hangzhou.log.aliyuncs.com", true],
  ["shop.cn-hangzhou-intranet.log.aliyuncs.com", true],
  ["log-global.aliyuncs.com", true],
  ["shop.log-global.aliyuncs.com", true],
  ["cn-hangzhou-corp.sls.aliyuncs.com", true],
  ["log.aliyuncs.com", false],
  ["cn-hangzhou.log.aliyuncs.com.example.com", false],
  ["a.b.cn-hangzhou.log.aliyuncs.com", false],
  ["sls.cn-hangzhou.aliyuncs.com", false],
])("%s is a host of Log Service: %s", (name, expected) => {
  expect(isSlsHost(name)).toBe(expected);
});

describe("signingFetch", () => {
  const sessions = [
    SESSION,
    { ...SESSION, accessKeyId: "STS.NExampleKeyId0002", securityToken: "CAISsecond" },
  ];
  const resolverOfTwo = (): ReturnType<typeof refreshing> => {
    let at = 0;
    const source = {
      name: "two",
      resolve: async () =>
        found(reviveCredentials({ ...(sessions[at++] ?? SESSION), expirationMs: NOW_MS + 3_600_000 })),
    };
    return refreshing(source, { host });
  };

  test("signs a host of Log Service as that service has it, with the region of the options where it names none", async () => {
    const sent: { readonly url: string; readonly headers: Record<string, string> }[] = [];
    const fetch = async (to: string, init: RequestInit): Promise<Response> => {
      sent.push({ url: to, headers: init.headers as Record<string, string> });
      return Response.json({ logstores: [] });
    };
    const call = signingFetch(resolverOfTwo(), { host, fetch, region: "cn-beijing" });
    await call(url, { method: "POST", body: JSON.stringify({ logstoreName: "app" }) });
    await call("https://log-global.aliyuncs.com/");
    expect(sent.map(({ headers }) => headers["authorization"]?.split(",")[0])).toEqual([
      "SLS4-HMAC-SHA256 Credential=STS.NExampleKeyId0001/20260304/cn-hangzhou/sls/aliyun_v4_request",
      "SLS4-HMAC-SHA256 Credential=STS.NExampleKeyId0001/20260304/cn-beijing/sls/aliyun_v4_request",
    ]);
    expect(sent[0]?.headers).toMatchObject({
      accept: "application/json",
      "content-type": "text/plain;charset=UTF-8",
      "x-acs-security-token": SESSION.securityToken,
      "x-log-bodyrawsize": "22",
    });
  });

  test.each([
    ["The security token you provided has expired", 2],
    ["AccessKeyId not found: STS.NExampleKeyId0001", 2],
    ["denied by sts or ram, action: log:GetLogStoreLogs, resource: acs:log:cn-hangzhou:1:project/shop", 1],
  ])("after Unauthorized, %s: %i sent", async (errorMessage, count) => {
    const keys: (string | undefined)[] = [];
    const fetch = async (_to: string, init: RequestInit): Promise<Response> => {
      const { authorization } = init.headers as Record<string, string>;
      keys.push(authorization?.match(/Credential=([^/]+)/)?.[1]);
      if (keys.length > 1) return Response.json({});
      return Response.json({ errorCode: "Unauthorized", errorMessage }, { status: 401 });
    };
    const call = signingFetch(resolverOfTwo(), { host, fetch });
    const reply = await call(url);
    expect(keys).toEqual(sessions.map(({ accessKeyId }) => accessKeyId).slice(0, count));
    expect(reply.status).toBe(count === 2 ? 200 : 401);
  });
});
