import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { defaultWorld } from "../../src/mod.ts";
import { bucketUrl, ossSession, type presigned, signed } from "../support/oss.ts";
import { createClient } from "../support/worlds.ts";

const codeOf = async (reply: Response): Promise<string | undefined> =>
  /<Code>([^<]*)</.exec(await reply.text())?.[1];
/** An address that is signed by version 1 and carries some parameters, the signed ones among them. */
function addressWith(
  cloud: Parameters<typeof presigned>[0],
  keys: Parameters<typeof presigned>[1],
  path: string,
  chosen: Readonly<Record<string, string>>,
): string {
  const expires = Math.floor(cloud.clock.now() / 1000) + 60;
  const all = { ...chosen, "security-token": keys.securityToken ?? "" };
  const resource = Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
  const text = `GET\n\n\n${expires}\n/simulated-bucket${path}?${resource}`;
  const query = new URLSearchParams({
    OSSAccessKeyId: keys.accessKeyId,
    Expires: String(expires),
    Signature: createHmac("sha1", keys.accessKeySecret).update(text).digest("base64"),
    ...all,
  });
  return `${bucketUrl}${path}?${query}`;
}

describe("a range", () => {
  const ranges: readonly (readonly [string, number, string])[] = [
    ["bytes=0-3", 206, "0123"],
    ["bytes=6-", 206, "6789"],
    ["bytes=-3", 206, "789"],
    ["bytes=-10", 206, "0123456789"],
    ["bytes=0-3,5-6", 206, "0123"],
    ["bytes=0-10", 200, "0123456789"],
    ["bytes=10-", 200, "0123456789"],
    ["bytes=10-20", 200, "0123456789"],
    ["bytes=-11", 200, "0123456789"],
    ["bytes=-0", 200, "0123456789"],
    ["bytes=5-4", 200, "0123456789"],
    ["byte=0-3", 200, "0123456789"],
    ["bytes=-", 200, "0123456789"],
    ["bytes=a-b", 200, "0123456789"],
  ];
  it.each(ranges)("of %s is answered with %i", async (range, status, text) => {
    const { send } = await ossSession();
    await send("PUT", `${bucketUrl}/a`, "0123456789");
    const reply = await send("GET", `${bucketUrl}/a`, undefined, { range });
    expect([reply.status, await reply.text()]).toEqual([status, text]);
    expect(reply.headers.has("content-range")).toBe(status === 206);
  });

  it.each([
    ["bytes=5-20", 206, "56789"],
    ["bytes=-20", 206, "0123456789"],
    ["bytes=10-20", 416, ""],
  ])(
    "of %s ends with the object where the client asks for standard behavior",
    async (range, status, text) => {
      const { send } = await ossSession();
      await send("PUT", `${bucketUrl}/a`, "0123456789");
      const reply = await send("GET", `${bucketUrl}/a`, undefined, {
        range,
        "x-oss-range-behavior": "standard",
      });
      expect(reply.status).toBe(status);
      if (status === 206) expect(await reply.text()).toBe(text);
      else expect(await codeOf(reply)).toBe("InvalidRange");
    },
  );
});

describe("conditions", () => {
  const AT = "Wed, 07 Jan 2026 08:00:00 GMT";
  const BEFORE = "Wed, 07 Jan 2026 07:59:59 GMT";
  const ETAG = "9DD4E461268C8034F5C8564E155C67A6";
  const cases: readonly (readonly [Record<string, string>, number])[] = [
    [{ "if-match": `"${ETAG}"` }, 200],
    [{ "if-match": ETAG }, 200],
    [{ "if-match": `"other", "${ETAG}"` }, 200],
    [{ "if-match": '"other"' }, 412],
    [{ "if-none-match": ETAG }, 304],
    [{ "if-none-match": '"other"' }, 200],
    [{ "if-modified-since": AT }, 304],
    [{ "if-modified-since": BEFORE }, 200],
    [{ "if-unmodified-since": AT }, 200],
    [{ "if-unmodified-since": BEFORE }, 412],
    [{ "if-modified-since": "yesterday" }, 200],
    [{ "if-match": ETAG, "if-modified-since": AT }, 304],
  ];
  it.each(cases)("%o are answered with %i", async (headers, status) => {
    const { send } = await ossSession();
    await send("PUT", `${bucketUrl}/a`, "x");
    for (const method of ["GET", "HEAD"])
      expect((await send(method, `${bucketUrl}/a`, undefined, headers)).status).toBe(status);
    const source = Object.entries(headers).map(([name, value]) => [`x-oss-copy-source-${name}`, value]);
    const copy = await send("PUT", `${bucketUrl}/b`, undefined, {
      "x-oss-copy-source": "/simulated-bucket/a",
      ...Object.fromEntries(source),
    });
    expect(copy.status).toBe(status);
    expect((await send("HEAD", `${bucketUrl}/b`)).status).toBe(status === 200 ? 200 : 404);
  });
});

describe("an object", () => {
  it("is not replaced where the client forbids it, by whatever operation", async () => {
    const { send } = await ossSession();
    await send("PUT", `${bucketUrl}/a`, "first");
    const forbid = { "x-oss-forbid-overwrite": "true" };
    const replies = [
      await send("PUT", `${bucketUrl}/a`, "second", forbid),
      await send("PUT", `${bucketUrl}/a`, undefined, {
        ...forbid,
        "x-oss-copy-source": "/simulated-bucket/a",
      }),
      await send("POST", `${bucketUrl}/a?uploads`, undefined, forbid),
    ];
    for (const reply of replies)
      expect([reply.status, await codeOf(reply)]).toEqual([409, "FileAlreadyExists"]);
    expect((await send("PUT", `${bucketUrl}/b`, "x", forbid)).status).toBe(200);
  });

  it("that is copied onto itself gets the metadata of the request, whatever the directive", async () => {
    const { send } = await ossSession();
    await send("PUT", `${bucketUrl}/a`, "x", { "x-oss-meta-color": "blue" });
    const source = { "x-oss-copy-source": "/simulated-bucket/a" };
    await send("PUT", `${bucketUrl}/a`, undefined, { ...source, "x-oss-meta-size": "small" });
    const { headers } = await send("HEAD", `${bucketUrl}/a`);
    expect([headers.get("x-oss-meta-color"), headers.get("x-oss-meta-size")]).toEqual([null, "small"]);
    const other = await send("PUT", `${bucketUrl}/b`, undefined, {
      ...source,
      "x-oss-metadata-directive": "MERGE",
    });
    expect(await codeOf(other)).toBe("InvalidArgument");
  });

  it.each(["/simulated-bucket", "%E0%A4%A", "/"])("is not copied from %s", async (source) => {
    const { send } = await ossSession();
    const reply = await send("PUT", `${bucketUrl}/a`, undefined, { "x-oss-copy-source": source });
    expect(await reply.text()).toContain("Copy Source must mention the source bucket and key");
    expect(reply.status).toBe(400);
  });

  it("cannot have a name that begins with a slash, or is too long", async () => {
    const { send } = await ossSession();
    const reply = await send("PUT", `${bucketUrl}//a`, "x");
    expect([reply.status, await codeOf(reply)]).toEqual([400, "InvalidObjectName"]);
    expect(await codeOf(await send("PUT", `${bucketUrl}/${"a".repeat(1024)}`, "x"))).toBe(
      "InvalidObjectName",
    );
    expect((await send("PUT", `${bucketUrl}/${"a".repeat(1023)}`, "x")).status).toBe(200);
  });

  it("is given out under the headers that an address chooses, of six kinds, as UTF-8", async () => {
    const { cloud, keys, send } = await ossSession();
    await send("PUT", `${bucketUrl}/a`, "x");
    const name = "attachment; filename=中.txt";
    const url = addressWith(cloud, keys, "/a", { "response-content-disposition": name });
    const { headers, status } = await cloud.fetch(`${url}&response-location=https%3A%2F%2Fevil.example`);
    expect([status, headers.get("location")]).toEqual([200, null]);
    const bytes = Uint8Array.from(headers.get("content-disposition") ?? "", (char) => char.charCodeAt(0));
    expect(new TextDecoder().decode(bytes)).toBe(name);
    const broken = addressWith(cloud, keys, "/a", { "response-expires": "a\r\nb" });
    expect(await codeOf(await cloud.fetch(broken))).toBe("InvalidArgument");
  });

  it("that anybody may read is not given out under headers that strangers choose", async () => {
    const buckets = [{ name: "open-bucket", acl: "public-read", objects: { a: "x" } }] as const;
    const { cloud } = createClient({ world: { ...defaultWorld, oss: { buckets } } });
    const url = "https://open-bucket.oss-cn-hangzhou.aliyuncs.com/a";
    expect((await cloud.fetch(`${url}?response-content-type=text/html`)).status).toBe(200);
    expect(await codeOf(await cloud.fetch(`${url}?response-cache-control=no-store`))).toBe("InvalidRequest");
  });

  it("needs one permission more when it is tagged", async () => {
    const { cloud, send } = await ossSession("admin", {
      Version: "1",
      Statement: [{ Effect: "Allow", Action: "oss:PutObject", Resource: "*" }],
    });
    expect((await send("PUT", `${bucketUrl}/a`, "x")).status).toBe(200);
    expect(await codeOf(await send("PUT", `${bucketUrl}/a`, "x", { "x-oss-tagging": "a=b" }))).toBe(
      "AccessDenied",
    );
    expect(cloud.journal.entries().at(-1)?.reason).toContain("oss:PutObjectTagging");
  });
});

describe("what is not simulated", () => {
  it.each([
    ["PUT", "/?lifecycle"],
    ["DELETE", "/?lifecycle"],
    ["DELETE", "/?acl"],
    ["GET", "/?policy"],
    ["PUT", "/a?tagging"],
    ["PUT", "/a?acl"],
    ["GET", "/a?acl"],
    ["DELETE", "/a?tagging"],
    ["GET", "/a?versionId=v2"],
    ["POST", "/a?append&position=0"],
    ["GET", "/a?x-oss-process=image/info"],
    ["PUT", "/a?callback=e30="],
  ])("is refused, and changes nothing: %s %s", async (method, target) => {
    const { cloud, send } = await ossSession();
    await send("PUT", `${bucketUrl}/a`, "kept");
    const body = method === "PUT" ? "<x/>" : undefined;
    const reply = await send(method, `${bucketUrl}${target}`, body);
    expect([reply.status, await codeOf(reply)]).toEqual([400, "NotImplemented"]);
    expect(cloud.journal.entries().at(-1)?.reason).toMatch(/ is not simulated$/);
    expect(await (await send("GET", `${bucketUrl}/a`)).text()).toBe("kept");
  });

  it("includes methods that OSS does not have", async () => {
    const { cloud } = await ossSession();
    const { headers } = signed(cloud, cloud.accessKey("LTAI5tRootOfTheAccount01"), "PATCH", `${bucketUrl}/a`);
    const reply = await cloud.fetch(`${bucketUrl}/a`, { method: "PATCH", headers });
    expect(reply.status).toBe(405);
    expect(await reply.text()).toContain("<Method>PATCH</Method><ResourceType>OBJECT</ResourceType>");
  });
});

describe("another region", () => {
  it("does not have the bucket, and says where it is", async () => {
    const { cloud } = await ossSession();
    const { accessKeyId } = cloud.accessKey("LTAI5tRootOfTheAccount01");
    const url = bucketUrl.replace("cn-hangzhou", "cn-shanghai");
    const reply = await cloud.fetch(`${url}/a`);
    const text = await reply.text();
    expect(reply.status).toBe(403);
    expect(text).toContain("must be addressed using the specified endpoint");
    expect(text).toContain("<Endpoint>oss-cn-hangzhou.aliyuncs.com</Endpoint>");
    expect(text).not.toContain(accessKeyId);
  });

  it("is not one that a signature of version 4 may name", async () => {
    const { cloud, keys } = await ossSession();
    const url = bucketUrl.replace("cn-hangzhou", "cn-shanghai");
    const reply = await cloud.fetch(signed(cloud, keys, "GET", `${url}/a`));
    const text = await reply.text();
    expect([reply.status, reply.headers.get("x-oss-ec")]).toEqual([400, "0002-00000226"]);
    expect(text).toContain("Invalid signing region in Authorization header.");
  });
});
