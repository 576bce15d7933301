import { describe, expect, test } from "vitest";
import {
  ossFetch,
  ossUrl,
  ossV1,
  ossV4,
  type PresignFormOptions,
  type PresignOptions,
  presign,
  presignForm,
} from "../../src/oss.ts";
import { type Bench, bench, keyResolver } from "../support.ts";

const photos = { bucket: "simulated-bucket", region: "cn-hangzhou" };
const X = "a b+c%d/中文~!'()*e";

function presigned(
  { host, resolver }: Bench,
  options: Partial<PresignOptions> = {},
): ReturnType<typeof presign> {
  return presign(resolver, { host, ...photos, key: X, ...options });
}

function presignedForm(
  { host, resolver }: Bench,
  options: Partial<PresignFormOptions> = {},
): ReturnType<typeof presignForm> {
  return presignForm(resolver, { host, ...photos, key: X, maxBytes: 100, ...options });
}

async function upload(
  { cloud }: Bench,
  { url, fields }: Awaited<ReturnType<typeof presignForm>>,
  file: string,
  more: Readonly<Record<string, string>> = {},
): Promise<number> {
  const form = new FormData();
  for (const [name, value] of Object.entries({ ...fields, ...more })) form.set(name, value);
  form.set("file", new Blob([file]), "file");
  return (await cloud.fetch(url, { method: "POST", body: form })).status;
}

const versions = [
  ["V4", ossV4],
  ["V1", ossV1],
] as const;

describe.each(versions)("a URL by %s", (_name, signature) => {
  test("uploads and downloads without a key, and until its end", async () => {
    const all = bench();
    const headers = { "content-type": "image/png" };
    const put = await presigned(all, { method: "PUT", headers, signature });
    expect(put).toMatchObject({ method: "PUT", headers, isShortened: false });
    const init = { method: put.method, headers: put.headers, body: "hello" };
    expect((await all.cloud.fetch(put.url, init)).status).toBe(200);
    const other = { ...init, headers: { "content-type": "text/html" } };
    expect((await all.cloud.fetch(put.url, other)).status).toBe(403);
    const parameters = { "response-content-disposition": 'attachment; filename="a b.txt"' };
    const get = await presigned(all, { parameters, signature });
    expect(get.expiresAtMs).toBe(all.cloud.clock.now() + 600_000);
    const got = await all.cloud.fetch(get.url);
    expect(await got.text()).toBe("hello");
    await all.cloud.advance("9m59s");
    expect((await all.cloud.fetch(get.url)).status).toBe(200);
    await all.cloud.advance("1s");
    expect((await all.cloud.fetch(get.url)).status).toBe(403);
  });

  test("ends with the session, and says so", async () => {
    const all = bench();
    const { expiresAtMs: sessionEndMs = 0 } = await all.resolver.get();
    await all.cloud.advance("500ms");
    const { url, expiresAtMs, isShortened } = await presigned(all, { expiresInMs: 86_400_000, signature });
    expect(isShortened).toBe(true);
    expect(expiresAtMs).toBeLessThanOrEqual(sessionEndMs);
    expect(sessionEndMs - expiresAtMs).toBeLessThan(1_000);
    const seconds = new URL(url).searchParams.get("x-oss-expires");
    if (seconds !== null) expect(Number(seconds)).toBeLessThanOrEqual(3_600);
  });

  test("lives as long as it says with a key that does not expire", async () => {
    const all = bench();
    const options = { host: all.host, ...photos, key: X, expiresInMs: 604_800_000, signature };
    const { expiresAtMs, isShortened } = await presign(keyResolver(all), options);
    expect([expiresAtMs - all.cloud.clock.now(), isShortened]).toEqual([604_800_000, false]);
  });
});

describe("the life demanded", () => {
  test("renews a session with less", async () => {
    const all = bench();
    await presigned(all);
    await all.cloud.advance("40m");
    expect(await presigned(all, { expiresInMs: 1_800_000 })).toMatchObject({ isShortened: true });
    expect(all.sessions()).toBe(1);
    const options = { expiresInMs: 1_800_000, minExpiresInMs: 1_800_000 };
    expect(await presigned(all, options)).toMatchObject({ isShortened: false });
    expect(all.sessions()).toBe(2);
  });

  test("fails where no session lives so long", async () => {
    const options = { expiresInMs: 86_400_000, minExpiresInMs: 86_400_000 };
    await expect(presigned(bench(), options)).rejects.toMatchObject({ code: "MIN_TTL_UNAVAILABLE" });
  });

  test("fails by a clock that is past the session's end, and holds by the service's time", async () => {
    const all = bench();
    const { clock } = all.cloud;
    const skewed = { clock: { ...clock, now: () => clock.now() + 7_200_000 } };
    await expect(presigned(all, { host: skewed })).rejects.toMatchObject({ code: "CREDENTIALS_EXPIRED" });
    const oss = ossFetch(all.resolver, { host: { ...all.host, ...skewed }, fetch: all.cloud.fetch });
    expect((await oss(ossUrl(photos, X), { method: "PUT", body: "hello" })).status).toBe(200);
    const { url } = await presigned(all, { host: skewed, now: oss.now });
    expect((await all.cloud.fetch(url)).status).toBe(200);
  });
});

test("a URL with the host signed works at no other address", async () => {
  const all = bench();
  await ossFetch(all.resolver, { host: all.host, fetch: all.cloud.fetch })(ossUrl(photos, X), {
    method: "PUT",
    body: "hello",
  });
  const { url } = await presigned(all, { additionalHeaders: ["host"] });
  const internal = url.replace("cn-hangzhou.", "cn-hangzhou-internal.");
  expect((await all.cloud.fetch(url)).status).toBe(200);
  expect((await all.cloud.fetch(internal)).status).toBe(403);
  const { url: any } = await presigned(all);
  expect((await all.cloud.fetch(any.replace("cn-hangzhou.", "cn-hangzhou-internal."))).status).toBe(200);
});

test("a custom domain stands in the URL, and the bucket in the signature", async () => {
  const all = bench();
  const { url } = await presigned(all, { cname: "https://assets.example.com", method: "PUT" });
  expect(url).toMatch(/^https:\/\/assets\.example\.com\/a%20b%2Bc%25d\//);
  const atBucket = url.replace("assets.example.com", "simulated-bucket.oss-cn-hangzhou.aliyuncs.com");
  expect(
    (await all.cloud.fetch(atBucket, { method: "PUT", body: new TextEncoder().encode("hello") })).status,
  ).toBe(200);
});

describe.each(versions)("a form by %s", (_name, signature) => {
  test("uploads one object, within its policy and until its end", async () => {
    const all = bench();
    const fields = { success_action_status: "200", "x-oss-meta-color": "blue" };
    const form = await presignedForm(all, { signature, fields, minBytes: 2 });
    expect(form).toMatchObject({ isShortened: false, fields: { key: X, ...fields } });
    expect(await upload(all, form, "hello")).toBe(200);
    expect(await upload(all, form, "h")).toBe(400);
    expect(await upload(all, form, "h".repeat(101))).toBe(400);
    expect(await upload(all, form, "hello", { key: "other" })).toBe(403);
    expect(await upload(all, form, "hello", { "x-oss-meta-color": "red" })).toBe(403);
    const oss = ossFetch(all.resolver, { host: all.host, fetch: all.cloud.fetch });
    expect(await (await oss(ossUrl(photos, X))).text()).toBe("hello");
    await all.cloud.advance("10m");
    expect(await upload(all, form, "hello")).toBe(403);
  });

  test("lets the uploader choose the rest of a key, within further conditions", async () => {
    const all = bench();
    const form = await presignedForm(all, {
      signature,
      key: { startsWith: "users/1/" },
      conditions: [["in", "$content-type", ["image/png", "image/gif"]]],
    });
    expect(form.fields).not.toHaveProperty("key");
    const png = { "content-type": "image/png" };
    expect(await upload(all, form, "hello", { ...png, key: "users/1/a.png" })).toBe(204);
    expect(await upload(all, form, "hello", { ...png, key: "users/2/a.png" })).toBe(403);
    expect(await upload(all, form, "hello", { "content-type": "text/html", key: "users/1/a" })).toBe(403);
  });

  test("ends with the session, and says so", async () => {
    const all = bench();
    const { expiresAtMs: sessionEndMs } = await all.resolver.get();
    const { expiresAtMs, isShortened, fields } = await presignedForm(all, {
      signature,
      expiresInMs: 86_400_000,
    });
    expect([expiresAtMs, isShortened]).toEqual([sessionEndMs, true]);
    const policy = JSON.parse(Buffer.from(fields["policy"] ?? "", "base64").toString()) as {
      expiration: string;
    };
    expect(Date.parse(policy.expiration)).toBe(sessionEndMs);
  });
});

describe("refusals", () => {
  test.each<[Partial<PresignOptions>, RegExp]>([
    [{ key: "" }, /^bucket or key: is missing/],
    [{ bucket: undefined }, /^bucket or key: is missing/],
    [{ bucket: "Photos" }, /^bucket: is not the name of a bucket/],
    [{ region: undefined }, /^region: is missing/],
    [{ key: "a/../b" }, /^key: begins with a slash, has a segment/],
    [{ key: "." }, /^key: begins/],
    [{ key: "/a" }, /^key: begins/],
    [{ endpoint: "http://oss.example" }, /^endpoint: is not https:/],
    [{ endpoint: "https://simulated-bucket.oss-cn-hangzhou.aliyuncs.com" }, /^endpoint: names a bucket/],
    [{ cname: "http://assets.example.com" }, /^cname: is not https:/],
    [{ cname: "https://assets.example.com", region: undefined }, /^region: is missing/],
    [{ expiresInMs: 604_801_000 }, /^expiresInMs: is not a number of milliseconds from 1000 to 604800000/],
    [{ expiresInMs: 999 }, /^expiresInMs/],
    [{ expiresInMs: Number.NaN }, /^expiresInMs/],
    [{ minExpiresInMs: 700_000 }, /^minExpiresInMs: .* to 600000/],
    [{ headers: { "x-oss-meta-name": "é" } }, /^header x-oss-meta-name: is not ASCII/],
  ])("of a URL: %j", async (options, message) => {
    await expect(presigned(bench(), options)).rejects.toMatchObject({
      code: "INVALID_OPTION",
      message: expect.stringMatching(message),
    });
  });

  test.each<[Partial<PresignFormOptions>, RegExp]>([
    [{ key: { startsWith: "users/../" } }, /^key: begins/],
    [{ maxBytes: -1 }, /^minBytes, maxBytes/],
    [{ minBytes: 101 }, /^minBytes, maxBytes/],
  ])("of a form: %j", async (options, message) => {
    await expect(presignedForm(bench(), options)).rejects.toMatchObject({
      message: expect.stringMatching(message),
    });
  });
});
