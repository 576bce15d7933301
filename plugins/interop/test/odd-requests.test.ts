import { describe, expect, test } from "vitest";
import { type OssPlace, ossFetch, ossUrl, presign, presignForm, signingFetch, signSls } from "../src/mod.ts";
import { type Bench, bench } from "./support.ts";

const STS = "https://sts.cn-hangzhou.aliyuncs.com/";
const OBJECT = "https://photos.oss-cn-hangzhou.aliyuncs.com/a.jpg";
const CANARY = "canary-Passw0rd";
const photos = { bucket: "photos", region: "cn-hangzhou" };

/** A service that answers with this status, and how often it was asked. */
function service(status: number): { count: () => number; fetch: () => Promise<Response> } {
  let asked = 0;
  return {
    count: () => asked,
    async fetch() {
      if (++asked > 20) throw new Error("asked more than 20 times");
      return new Response("{}", { status, headers: { "retry-after": "0" } });
    },
  };
}

function fetches({ host, resolver }: Bench, fetch: () => Promise<Response>) {
  return [
    [STS, signingFetch(resolver, { host, fetch })],
    [OBJECT, ossFetch(resolver, { host, fetch })],
  ] as const;
}

test("a URL with a user name or a password is refused, and shown nowhere", async () => {
  const { fetch, count } = service(200);
  for (const [url, call] of fetches(bench(), fetch)) {
    for (const user of [`${CANARY}@`, `u:${CANARY}@`]) {
      const error = await call(url.replace("//", `//${user}`)).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toMatchObject({ code: "INVALID_OPTION", message: expect.not.stringContaining(CANARY) });
    }
  }
  expect(count()).toBe(0);
});

describe("a body that never ends", () => {
  const init = (signal: AbortSignal): RequestInit =>
    ({ method: "POST", body: new ReadableStream(), duplex: "half", signal }) as RequestInit;

  test.each(["before", "while it is read"])("is read until the call is aborted: %s", async (when) => {
    const { fetch, count } = service(200);
    const [[url, call]] = fetches(bench(), fetch);
    for (const make of [
      (given: RequestInit) => [url, given] as const,
      (given: RequestInit) => [new Request(url, given)] as const,
    ]) {
      const controller = new AbortController();
      const reason = new Error("enough");
      if (when === "before") controller.abort(reason);
      const [input, given] = make(init(controller.signal));
      const waiting = call(input, given);
      controller.abort(reason);
      await expect(waiting).rejects.toBe(reason);
    }
    expect(count()).toBe(0);
  });

  test("ends its stream when the call is aborted", async () => {
    const [[url, call]] = fetches(bench(), service(200).fetch);
    const controller = new AbortController();
    let isCancelled = false;
    const body = new ReadableStream({
      cancel() {
        isCancelled = true;
      },
    });
    const waiting = call(url, { ...init(controller.signal), body });
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    expect(isCancelled).toBe(true);
  });
});

test.each([
  [0, 1],
  [-1, 1],
  [Number.NaN, 1],
  ["x", 1],
  [null, 1],
  [undefined, 3],
  [1, 2],
])("retries of %s send a request %d times", async (retries, times) => {
  const { host, resolver } = bench();
  const { fetch, count } = service(503);
  const call = signingFetch(resolver, { host, fetch, retries: retries as number });
  expect((await call(STS)).status).toBe(503);
  expect(count()).toBe(times);
});

test("a limit of bytes that is no number lets nothing pass", async () => {
  const { host, resolver } = bench();
  const { fetch, count } = service(200);
  const call = signingFetch(resolver, { host, fetch, maxBodyBytes: Number.NaN });
  await expect(call(STS, { method: "POST", body: "x" })).rejects.toMatchObject({ code: "INVALID_OPTION" });
  expect(count()).toBe(0);
});

test.each([204, 304])("a reply of %d without a body is the caller's", async (status) => {
  const { host, resolver } = bench();
  const call = signingFetch(resolver, { host, fetch: async () => new Response(null, { status }) });
  expect((await call(STS)).status).toBe(status);
});

describe("what JavaScript leaves out", () => {
  const refused = { code: "INVALID_OPTION" };

  test.each([undefined, null, "", 5, {}, "\ud800"])(
    "a key of %o presigns nothing, above all no list of the bucket",
    async (key) => {
      const { host, resolver } = bench();
      const options = { host, ...photos, key: key as string };
      await expect(presign(resolver, options)).rejects.toMatchObject(refused);
      await expect(presignForm(resolver, { ...options, maxBytes: 5 })).rejects.toMatchObject(refused);
    },
  );

  test("the beginning of a key may be empty, but not missing", async () => {
    const { host, resolver } = bench();
    const options = { host, ...photos, maxBytes: 5 };
    const form = await presignForm(resolver, { ...options, key: { startsWith: "" } });
    expect(atob(form.fields["policy"] ?? "")).toContain('["starts-with","$key",""]');
    const key = { startsWith: undefined } as unknown as { startsWith: string };
    await expect(presignForm(resolver, { ...options, key })).rejects.toMatchObject(refused);
  });

  test.each([null, true, ""])("a bucket of %o is missing, and is not one of that name", (bucket) => {
    expect(() => ossUrl({ ...photos, bucket } as unknown as OssPlace, "k")).toThrow(
      expect.objectContaining(refused),
    );
  });

  test.each([Number.POSITIVE_INFINITY, 1.5, Number.NaN, -1])(
    "a form takes no file of %d bytes",
    async (maxBytes) => {
      const { host, resolver } = bench();
      await expect(presignForm(resolver, { host, ...photos, key: "k", maxBytes })).rejects.toMatchObject(
        refused,
      );
    },
  );
});

test("signSls returns no header host, whatever the caller had", async () => {
  const url = "https://p.cn-hangzhou.log.aliyuncs.com/logstores";
  const key = { accessKeyId: "LTAI", accessKeySecret: "secret" };
  const sign = (headers: Record<string, string>) =>
    signSls({ method: "GET", url, headers }, key, { timestampMs: 0 });
  expect(await sign({ Host: "elsewhere.example" })).toEqual(await sign({}));
});
