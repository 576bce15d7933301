import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { bucketUrl, type OssKeys, ossSession, presigned, signed } from "../support/oss.ts";

const codeOf = async (reply: Response): Promise<string | undefined> =>
  /<Code>([^<]*)</.exec(await reply.text())?.[1];
const all = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, value = ""]) => value);

describe("objects", () => {
  it("are put, read whole and in part, described, copied and deleted", async () => {
    const { cloud, send } = await ossSession();
    const put = await send("PUT", `${bucketUrl}/dir/a`, "hello oss", { "x-oss-meta-color": "blue" });
    const etag = `"${createHash("md5").update("hello oss").digest("hex").toUpperCase()}"`;
    expect([put.status, put.headers.get("etag")]).toEqual([200, etag]);
    const got = await send("GET", `${bucketUrl}/dir/a`);
    expect(await got.text()).toBe("hello oss");
    expect(Object.fromEntries(got.headers)).toMatchObject({
      etag,
      "content-type": "text/plain",
      "content-length": "9",
      "last-modified": "Wed, 07 Jan 2026 08:00:00 GMT",
      "x-oss-meta-color": "blue",
      "x-oss-object-type": "Normal",
    });
    const part = await send("GET", `${bucketUrl}/dir/a`, undefined, { range: "bytes=6-" });
    expect([part.status, part.headers.get("content-range"), await part.text()]).toEqual([
      206,
      "bytes 6-8/9",
      "oss",
    ]);
    const tail = await send("GET", `${bucketUrl}/dir/a`, undefined, { range: "bytes=-3" });
    expect(await tail.text()).toBe("oss");
    expect((await send("GET", `${bucketUrl}/dir/a`, undefined, { range: "bytes=9-" })).status).toBe(200);
    const head = await send("HEAD", `${bucketUrl}/dir/a`);
    expect([head.status, head.headers.get("content-length"), await head.text()]).toEqual([200, "9", ""]);
    const copy = await send("PUT", `${bucketUrl}/b`, undefined, {
      "x-oss-copy-source": "/simulated-bucket/dir/a",
    });
    expect(await copy.text()).toContain("<CopyObjectResult>");
    expect(await (await send("GET", `${bucketUrl}/b`)).text()).toBe("hello oss");
    expect((await send("DELETE", `${bucketUrl}/dir/a`)).status).toBe(204);
    expect(await codeOf(await send("GET", `${bucketUrl}/dir/a`))).toBe("NoSuchKey");
    const missing = await send("HEAD", `${bucketUrl}/dir/a`);
    expect(atob(missing.headers.get("x-oss-err") ?? "")).toContain("<Code>NoSuchKey</Code>");
    expect(cloud.journal.count({ service: "oss", operation: "GetObject" })).toBe(6);
  });

  it("are listed by both versions of the call, page by page, with common prefixes", async () => {
    const { send } = await ossSession();
    for (const key of ["a/1", "a/2", "b", "c", "d"]) await send("PUT", `${bucketUrl}/${key}`, key);
    const v1 = await (await send("GET", `${bucketUrl}/?delimiter=/&max-keys=2`)).text();
    expect([all(v1, "Key"), all(v1, "IsTruncated"), all(v1, "NextMarker")]).toEqual([["b"], ["true"], ["b"]]);
    expect(v1).toContain("<CommonPrefixes><Prefix>a/</Prefix></CommonPrefixes>");
    expect(v1).toContain("<Owner><ID>1000000000000001</ID>");
    expect(v1).not.toContain("xmlns");
    const next = await (await send("GET", `${bucketUrl}/?delimiter=/&marker=b`)).text();
    expect([all(next, "Key"), all(next, "IsTruncated")]).toEqual([["c", "d"], ["false"]]);
    const keys: string[] = [];
    for (let token: string | undefined = ""; token !== undefined; ) {
      const query = new URLSearchParams({
        "list-type": "2",
        "max-keys": "2",
        ...(token && { "continuation-token": token }),
      });
      const page = await (await send("GET", `${bucketUrl}/?${query}`)).text();
      keys.push(...all(page, "Key"));
      token = all(page, "NextContinuationToken")[0];
    }
    expect(keys).toEqual(["a/1", "a/2", "b", "c", "d"]);
  });

  it("are made of parts", async () => {
    const { send } = await ossSession();
    const [id = ""] = all(await (await send("POST", `${bucketUrl}/big?uploads`)).text(), "UploadId");
    const etags: string[] = [];
    for (const [number, text] of [
      [1, "a".repeat(102_400)],
      [2, "second"],
    ] as const)
      etags.push(
        (await send("PUT", `${bucketUrl}/big?partNumber=${number}&uploadId=${id}`, text)).headers.get(
          "etag",
        ) ?? "",
      );
    const listed = await (await send("GET", `${bucketUrl}/big?uploadId=${id}`)).text();
    expect(all(listed, "Size")).toEqual(["102400", "6"]);
    const partsOf = (numbers: readonly number[]): string =>
      `<CompleteMultipartUpload>${numbers.map((n) => `<Part><PartNumber>${n}</PartNumber><ETag>${etags[n - 1]}</ETag></Part>`).join("")}</CompleteMultipartUpload>`;
    expect(await codeOf(await send("POST", `${bucketUrl}/big?uploadId=${id}`, partsOf([2, 1])))).toBe(
      "InvalidPartOrder",
    );
    const done = await send("POST", `${bucketUrl}/big?uploadId=${id}`, partsOf([1, 2]));
    const etag = done.headers.get("etag");
    expect(etag).toMatch(/^"[0-9A-F]{32}-2"$/);
    expect(await done.text()).toContain(`<ETag>${etag}</ETag>`);
    expect((await (await send("GET", `${bucketUrl}/big`)).text()).slice(-8)).toBe("aasecond");
    expect(await codeOf(await send("DELETE", `${bucketUrl}/big?uploadId=${id}`))).toBe("NoSuchUpload");
  });

  it("go with their bucket back to a snapshot", async () => {
    const { cloud, send } = await ossSession();
    const snapshot = cloud.snapshot();
    await send("PUT", `${bucketUrl}/a`, "x");
    cloud.restore(snapshot);
    expect(await codeOf(await send("GET", `${bucketUrl}/a`))).toBe("NoSuchKey");
  });
});

describe("buckets", () => {
  it("are made, listed, described, and deleted once they are empty", async () => {
    const { send } = await ossSession();
    const other = bucketUrl.replace("simulated-bucket", "another-bucket");
    expect((await send("PUT", `${other}/`)).status).toBe(200);
    const listed = await (await send("GET", "https://oss-cn-hangzhou.aliyuncs.com/")).text();
    expect(all(listed, "Name")).toEqual(["another-bucket", "simulated-bucket"]);
    expect(await (await send("GET", `${other}/?bucketInfo`)).text()).toContain("<Grant>private</Grant>");
    await send("PUT", `${other}/a`, "x");
    expect(await codeOf(await send("DELETE", `${other}/`))).toBe("BucketNotEmpty");
    const gone = await send("POST", `${other}/?delete`, "<Delete><Object><Key>a</Key></Object></Delete>");
    expect(all(await gone.text(), "Key")).toEqual(["a"]);
    expect((await send("DELETE", `${other}/`)).status).toBe(204);
    expect(await codeOf(await send("GET", `${other}/a`))).toBe("NoSuchBucket");
  });

  it("are found by the path on a port, with and without the prefix", async () => {
    const { cloud, keys, send } = await ossSession();
    await send("PUT", `${bucketUrl}/a`, "x");
    const { headers } = signed(cloud, keys, "GET", `${bucketUrl}/a`);
    for (const path of ["/simulated-bucket/a", "/oss/simulated-bucket/a"])
      expect(await (await cloud.fetch(`http://127.0.0.1:8080${path}`, { headers })).text()).toBe("x");
  });
});

describe("who may", () => {
  it("is decided by the policies of the role", async () => {
    const { cloud, send } = await ossSession("reader");
    expect((await send("GET", `${bucketUrl}/?list-type=2`)).status).toBe(200);
    expect(await codeOf(await send("PUT", `${bucketUrl}/a`, "x"))).toBe("AccessDenied");
    expect(cloud.journal.entries().at(-1)).toMatchObject({ decision: "denied", code: "AccessDenied" });
    expect(await codeOf(await cloud.fetch(`${bucketUrl}/a`))).toBe("AccessDenied");
  });

  it("ends with the session, on the clock of the cloud", async () => {
    const { cloud, keys, send } = await ossSession();
    await send("PUT", `${bucketUrl}/a`, "x");
    const url = presigned(cloud, keys, "/a", 7200);
    expect(await (await cloud.fetch(url)).text()).toBe("x");
    await cloud.advance("59m");
    expect((await send("GET", `${bucketUrl}/a`)).status).toBe(200);
    await cloud.advance("1m");
    expect(await codeOf(await send("GET", `${bucketUrl}/a`))).toBe("SecurityTokenExpired");
    expect(await codeOf(await cloud.fetch(url))).toBe("SecurityTokenExpired");
    cloud.expectNoSecrets(cloud.journal.entries());
  });

  it("ends with an address that is signed for a time, and a clock that is off is refused", async () => {
    const { cloud, keys, send } = await ossSession();
    await send("PUT", `${bucketUrl}/a`, "x");
    const url = presigned(cloud, keys, "/a", 60);
    const request = signed(cloud, keys, "GET", `${bucketUrl}/a`);
    await cloud.advance("60s");
    expect(await codeOf(await cloud.fetch(url))).toBe("AccessDenied");
    await cloud.advance("15m");
    expect(await codeOf(await cloud.fetch(request))).toBe("RequestTimeTooSkewed");
  });

  it("is asked of keys that exist, are active and come with their token", async () => {
    const { cloud, keys } = await ossSession();
    const carol = cloud.accessKey("carol");
    const cases: readonly (readonly [OssKeys, string])[] = [
      [{ ...keys, accessKeyId: "LTAI5tNobody" }, "InvalidAccessKeyId"],
      [carol, "InvalidAccessKeyId"],
      [{ accessKeyId: keys.accessKeyId, accessKeySecret: keys.accessKeySecret }, "InvalidAccessKeyId"],
      [{ ...keys, securityToken: "CAISnone" }, "InvalidSecurityToken"],
      [{ ...keys, accessKeySecret: "wrong" }, "SignatureDoesNotMatch"],
    ];
    for (const [given, code] of cases)
      expect(await codeOf(await cloud.fetch(signed(cloud, given, "GET", `${bucketUrl}/a`)))).toBe(code);
  });
});

describe("faults", () => {
  it("are worded by the service", async () => {
    const { cloud, send } = await ossSession();
    cloud.faults.add({ kind: "unavailable", service: "oss", operation: "PutObject", nth: 1 });
    cloud.faults.add({ kind: "error", code: "NoSuchBucket", operation: "GetObject" });
    const reply = await send("PUT", `${bucketUrl}/a`, "x");
    expect([reply.status, await codeOf(reply)]).toEqual([503, "ServiceUnavailable"]);
    expect(await codeOf(await send("GET", `${bucketUrl}/a`))).toBe("NoSuchBucket");
  });

  it("leave the bytes of an object as they are", async () => {
    const { cloud, keys } = await ossSession();
    const bytes = Uint8Array.from({ length: 400 }, (_, at) => at % 256);
    const put = signed(cloud, keys, "PUT", `${bucketUrl}/a`, undefined, { "content-type": "image/png" });
    await cloud.fetch(new Request(put, { body: bytes }));
    const get = (): Promise<Response> => cloud.fetch(signed(cloud, keys, "GET", `${bucketUrl}/a`));
    cloud.faults.add({ kind: "slow-body", ms: 100, service: "oss", times: 1 });
    const slow = get().then((reply) => reply.arrayBuffer());
    await cloud.advance("1s");
    expect(new Uint8Array(await slow)).toEqual(bytes);
    cloud.faults.add({ kind: "wrong-types", service: "oss", times: 1 });
    expect(new Uint8Array(await (await get()).arrayBuffer())).toEqual(bytes.slice(0, 200));
  });

  it.each([
    "truncated-body",
    "malformed-json",
    "null-body",
    "empty-body",
    "html-body",
    "wrong-code",
  ] as const)("leave a reply without a body as it is: %s", async (kind) => {
    const { cloud, send } = await ossSession();
    cloud.faults.add({ kind, service: "oss" });
    expect((await send("DELETE", `${bucketUrl}/a`)).status).toBe(204);
  });
});

describe("what a bucket holds", () => {
  it("goes back to a snapshot, however often, and the snapshot stays as it was", async () => {
    const { cloud, send } = await ossSession();
    const read = async (key: string): Promise<string | number> => {
      const reply = await send("GET", `${bucketUrl}/${key}`);
      return reply.ok ? await reply.text() : reply.status;
    };
    await send("PUT", `${bucketUrl}/a`, "first");
    const snapshot = cloud.snapshot();
    for (const body of ["second", "third"]) {
      for (const key of ["a", "b"]) await send("PUT", `${bucketUrl}/${key}`, body);
      cloud.restore(snapshot);
      expect([await read("a"), await read("b")]).toEqual(["first", 404]);
    }
  });
});
