import { describe, expect, test } from "vitest";
import { signingFetch } from "../../src/fetch.ts";
import {
  type OssFetch,
  type OssFetchOptions,
  ossError,
  ossFetch,
  ossUrl,
  ossV1,
  ossV4,
} from "../../src/oss.ts";
import { type Bench, bench } from "../support.ts";

const photos = { bucket: "simulated-bucket", region: "cn-hangzhou" };
const X = "a b+c%d/中文~!'()*e";

function ossOf({ cloud, host, resolver }: Bench, options: Partial<OssFetchOptions> = {}): OssFetch {
  return ossFetch(resolver, { host, fetch: cloud.fetch, ...options });
}

function count({ cloud }: Bench, operation: string): number {
  return cloud.journal.count({ operation });
}

describe.each([
  ["V4", ossV4],
  ["V1", ossV1],
])("the simulated OSS accepts what %s signs", (_name, signature) => {
  test("objects with any key and headers, lists, and parameters with and without values", async () => {
    const oss = ossOf(bench(), { signature });
    const url = ossUrl(photos, X);
    const headers = { "content-type": "image/png", "x-oss-meta-color": "blue" };
    expect((await oss(url, { method: "PUT", body: "hello oss", headers })).status).toBe(200);
    const got = await oss(url);
    expect(await got.text()).toBe("hello oss");
    expect(got.headers.get("x-oss-meta-color")).toBe("blue");
    expect((await oss(url, { method: "HEAD" })).status).toBe(200);
    const list = await oss(
      ossUrl(photos, "", { "list-type": "2", prefix: "a b+c%d/", "encoding-type": "url" }),
    );
    expect(await list.text()).toContain("<KeyCount>1</KeyCount>");
    expect((await oss(ossUrl(photos, "", { acl: "" }))).status).toBe(200);
    expect((await oss(ossUrl(photos, "", { "list-type": "2", prefix: "" }))).status).toBe(200);
    expect((await oss(ossUrl({ region: "cn-hangzhou" }))).status).toBe(200);
    expect((await oss(url, { method: "DELETE" })).status).toBe(204);
  });

  test("at an internal endpoint, at a loopback one, and by a custom domain", async () => {
    const all = bench();
    const places = [
      { ...photos, endpoint: "https://oss-cn-hangzhou-internal.aliyuncs.com" },
      { ...photos, endpoint: "http://127.0.0.1:9000" },
      { ...photos, endpoint: "http://localhost:9000", pathStyle: false },
      { ...photos, cname: "https://assets.example.com" },
    ];
    for (const place of places) {
      // A name of the user's own is that of the bucket.
      const toBucket = (url: string, init: RequestInit): Promise<Response> =>
        all.cloud.fetch(
          url.replace("https://assets.example.com", "https://simulated-bucket.oss-cn-hangzhou.aliyuncs.com"),
          init,
        );
      const oss = ossOf(all, { ...place, signature, fetch: toBucket });
      const url = ossUrl(place, X);
      expect((await oss(url, { method: "PUT", body: "hello" })).status, url).toBe(200);
      expect(await (await oss(url)).text()).toBe("hello");
    }
  });
});

test("bodies of every kind reach OSS, with the type that fetch gives them", async () => {
  const all = bench();
  const oss = ossOf(all);
  const url = ossUrl(photos, "bodies");
  const form = new FormData();
  form.set("a", "b");
  const bodies: readonly [BodyInit, string | null, string | RegExp][] = [
    ["text", "text/plain;charset=UTF-8", "text"],
    [new TextEncoder().encode("bytes"), "application/octet-stream", "bytes"],
    [new Blob(["blob"], { type: "image/gif" }), "image/gif", "blob"],
    [new URLSearchParams({ a: "b c" }), "application/x-www-form-urlencoded;charset=UTF-8", "a=b+c"],
    [new Blob(["str", "eam"]).stream(), "application/octet-stream", "stream"],
    [form, null, /form-data; name="a"/],
  ];
  for (const [body, type, text] of bodies) {
    expect((await oss(url, { method: "PUT", body })).status).toBe(200);
    const got = await oss(new Request(url));
    if (type !== null) expect(got.headers.get("content-type")).toBe(type);
    expect(await got.text()).toMatch(text);
  }
  const request = new Request(url, { method: "PUT", body: "of a request" });
  expect((await oss(request)).status).toBe(200);
  expect(await (await oss(url)).text()).toBe("of a request");
});

describe("repairs", () => {
  test("a session that OSS rejects is renewed, and the request sent once more", async () => {
    const all = bench();
    const oss = ossOf(all);
    for (const code of ["SecurityTokenExpired", "InvalidAccessKeyId", "InvalidSecurityToken"]) {
      const before = all.sessions();
      const fault = all.cloud.faults.add({ kind: "error", code, operation: "PutObject", nth: 1 });
      const reply = await oss(ossUrl(photos, "k"), { method: "PUT", body: "hello" });
      fault.remove();
      expect(reply.status, code).toBe(200);
      expect(all.sessions() - before, code).toBe(before === 0 ? 2 : 1);
    }
  });

  test("a stream is sent once, and the next call has a new session", async () => {
    const all = bench();
    const oss = ossOf(all);
    all.cloud.faults.add({ kind: "error", code: "SecurityTokenExpired", operation: "PutObject", nth: 1 });
    const body = new Blob(["hello"]).stream();
    expect((await oss(ossUrl(photos, "k"), { method: "PUT", body })).status).toBe(403);
    expect(count(all, "PutObject")).toBe(1);
    expect((await oss(ossUrl(photos, "k"), { method: "PUT", body: "hello" })).status).toBe(200);
    expect(all.sessions()).toBe(2);
  });

  test("HEAD, whose error is in a header, as well", async () => {
    const all = bench();
    const oss = ossOf(all);
    await oss(ossUrl(photos, "k"), { method: "PUT", body: "hello" });
    all.cloud.faults.add({ kind: "error", code: "SecurityTokenExpired", operation: "HeadObject", nth: 1 });
    expect((await oss(ossUrl(photos, "k"), { method: "HEAD" })).status).toBe(200);
  });

  test("a clock that is hours off is corrected by the reply, and known from then on", async () => {
    const all = bench();
    const { cloud } = all;
    const skewed = { ...all.host, clock: { ...cloud.clock, now: () => cloud.clock.now() - 7_200_000 } };
    const oss = ossFetch(all.resolver, { host: skewed, fetch: cloud.fetch });
    expect((await oss(ossUrl(photos, "k"), { method: "PUT", body: "hello" })).status).toBe(200);
    expect(count(all, "PutObject")).toBe(2);
    expect((await oss(ossUrl(photos, "k"), { method: "PUT", body: "hello" })).status).toBe(200);
    expect(count(all, "PutObject")).toBe(3);
    expect(Math.abs(oss.now() - cloud.clock.now())).toBeLessThan(2_000);
  });
});

/** The result of work that pauses: time passes until it is there, however long signing takes a busy machine. */
async function inTime<T>({ cloud }: Bench, work: Promise<T>): Promise<T> {
  let isDone = false;
  void work.finally(() => {
    isDone = true;
  });
  while (!isDone) await cloud.advance("1s");
  return work;
}

describe("repetitions", () => {
  const replies =
    (...statuses: number[]) =>
    async (): Promise<Response> =>
      new Response("", { status: statuses.shift() ?? 200, headers: { "retry-after": "1" } });

  test.each([429, 500, 503])("a request that may be repeated is sent again after %i", async (status) => {
    const all = bench();
    const put: RequestInit = { method: "PUT", body: "hello" };
    const two = ossOf(all, { fetch: replies(status, status) });
    const startMs = all.cloud.clock.now();
    const reply = await inTime(all, two(ossUrl(photos, "k"), put));
    expect(reply.status).toBe(200);
    expect(all.cloud.clock.now() - startMs).toBeGreaterThanOrEqual(2_000);
    const never = ossOf(all, { fetch: replies(status), retries: 0 });
    expect((await never(ossUrl(photos, "k"), put)).status).toBe(status);
  });

  test("others are not, unless the call says so; nor is a stream", async () => {
    const all = bench();
    const url = ossUrl(photos, "k", { append: "", position: "0" });
    const oss = ossOf(all, { fetch: replies(503, 503, 503) });
    expect((await oss(url, { method: "POST", body: "hello" })).status).toBe(503);
    const stream = new Blob(["hello"]).stream();
    expect((await oss(url, { method: "PUT", body: stream })).status).toBe(503);
    const reply = await inTime(all, oss(url, { method: "POST", body: "hello" }, { repeatable: true }));
    expect(reply.status).toBe(200);
  });

  test("a pause of more than 10 seconds is the caller's", async () => {
    const all = bench();
    const fetch = async (): Promise<Response> =>
      new Response("", { status: 503, headers: { "retry-after": "11" } });
    const oss = ossOf(all, { fetch });
    expect((await oss(ossUrl(photos, "k"))).status).toBe(503);
  });

  test("an abort ends the pause", async () => {
    const all = bench();
    const oss = ossOf(all, { fetch: replies(503) });
    const controller = new AbortController();
    const reply = oss(ossUrl(photos, "k"), { signal: controller.signal });
    const ended = expect(reply).rejects.toThrow("enough");
    await all.resolver.get();
    controller.abort(new Error("enough"));
    await ended;
  });
});

describe("refusals", () => {
  test.each([
    ["http://simulated-bucket.oss-cn-hangzhou.aliyuncs.com/k", /not https/],
    ["https://evil.example/k", /evil.example is not a host of OSS. For a custom domain, name it as cname/],
    ["https://simulated-bucket.oss-accelerate.aliyuncs.com/k", /region: is missing/],
    ["https://simulated-bucket.oss-cn-hangzhou.aliyuncs.com/%ff", /not percent-encoded UTF-8/],
  ])("%s", async (url, message) => {
    const sent: string[] = [];
    const fetch = async (to: string): Promise<Response> => new Response(String(sent.push(to)));
    const call = ossOf(bench(), { fetch })(url);
    await expect(call).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringMatching(message),
    });
    expect(sent).toEqual([]);
  });

  test("a header that is not ASCII", async () => {
    const call = ossOf(bench())(ossUrl(photos, "k"), { headers: { "x-oss-meta-name": "é" } });
    await expect(call).rejects.toThrow("header x-oss-meta-name: is not ASCII");
  });

  test("a redirect", async () => {
    const headers = { location: "https://evil.example/" };
    const fetch = async (): Promise<Response> => new Response(null, { status: 307, headers });
    await expect(ossOf(bench(), { fetch })(ossUrl(photos, "k"))).rejects.toMatchObject({
      code: "REDIRECT_REFUSED",
    });
  });

  test("by signingFetch, of a host outside Alibaba Cloud, unless it is listed", async () => {
    const { host, resolver, cloud } = bench();
    const fetch = async (): Promise<Response> => new Response("{}");
    const call = signingFetch(resolver, { host, fetch });
    await expect(call("https://openapi.corp.example/")).rejects.toThrow(
      "openapi.corp.example is not a host of Alibaba Cloud, and would learn the session's token. If it is yours, list it in hosts.",
    );
    await expect(call("https://sts.aliyuncs.com.evil.example/")).rejects.toThrow(
      "is not a host of Alibaba Cloud",
    );
    const own = signingFetch(resolver, { host, fetch, hosts: ["openapi.corp.example"] });
    expect((await own("https://openapi.corp.example/")).status).toBe(200);
    expect(cloud.journal.count({ operation: "GetCallerIdentity" })).toBe(0);
  });
});

test("signingFetch signs for OSS at its own hosts", async () => {
  const all = bench();
  const call = signingFetch(all.resolver, { host: all.host, fetch: all.cloud.fetch });
  const body = new Blob(["hello"]);
  expect((await call(ossUrl(photos, X), { method: "PUT", body })).status).toBe(200);
  expect(await (await call(ossUrl(photos, X))).text()).toBe("hello");
});

describe("the error of a reply", () => {
  const reply = (code: string, ec: string, status: number): Response =>
    new Response(
      `<?xml version="1.0"?><Error><Code>${code}</Code><Message>canary-message</Message><RequestId>65F0</RequestId><SecurityToken>canary-token</SecurityToken><EC>${ec}</EC></Error>`,
      { status },
    );

  test("names a custom domain where a mainland bucket refuses the public endpoint", async () => {
    const error = await ossError(reply("PublicEndpointForbidden", "0048-00000401", 400));
    expect(error).toMatchObject({
      code: "UPSTREAM_REFUSED",
      serverCode: "PublicEndpointForbidden",
      requestId: "65F0",
    });
    expect(error.message).toBe(
      "OSS answered 400 PublicEndpointForbidden (EC 0048-00000401). New users reach the data of buckets in mainland China only by a custom domain: map one to the bucket, and name it as cname.",
    );
  });

  test("shows nothing of the body but its codes", async () => {
    const error = await ossError(reply("SecurityTokenExpired", "0002-00000007", 403));
    expect(JSON.stringify(error) + error.message + error.stack).not.toContain("canary");
    const strange = await ossError(reply("\u001b[31mred", "not an ec", 403));
    expect(strange.message).toBe("OSS answered 403. Check the request and its permissions.");
  });

  test("of HEAD, and of a real refusal", async () => {
    const oss = ossOf(bench());
    const head = await oss(ossUrl(photos, "none"), { method: "HEAD" });
    expect(await ossError(head)).toMatchObject({ serverCode: "NoSuchKey", status: 404 });
    expect(await ossError(await oss(ossUrl(photos, "none")))).toMatchObject({ serverCode: "NoSuchKey" });
  });

  test("says what may pass by itself", async () => {
    expect(await ossError(reply("ServiceUnavailable", "x", 503))).toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      retryable: true,
    });
    expect(await ossError(reply("Throttled", "x", 429))).toMatchObject({ code: "UPSTREAM_THROTTLED" });
  });
});
