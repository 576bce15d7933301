import { describe, expect, it } from "vitest";
import { bucketUrl, ossSession } from "../support/oss.ts";

const codeOf = async (reply: Response): Promise<string | undefined> =>
  /<Code>([^<]*)</.exec(await reply.text())?.[1];
const all = (text: string, name: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(([, value = ""]) => value);
const LEAST = 102_400;

type Send = Awaited<ReturnType<typeof ossSession>>["send"];

async function begin(send: Send, key: string): Promise<string> {
  return all(await (await send("POST", `${bucketUrl}/${key}?uploads`)).text(), "UploadId")[0] ?? "";
}

/** Uploads parts of some sizes, and returns the body that completes them. */
async function upload(send: Send, id: string, sizes: Readonly<Record<number, number>>): Promise<string> {
  let parts = "";
  for (const [number, size] of Object.entries(sizes)) {
    const reply = await send(
      "PUT",
      `${bucketUrl}/big?partNumber=${number}&uploadId=${id}`,
      String(number).slice(-1).repeat(size),
    );
    parts += `<Part><PartNumber>${number}</PartNumber><ETag>${reply.headers.get("etag")}</ETag></Part>`;
  }
  return `<CompleteMultipartUpload>${parts}</CompleteMultipartUpload>`;
}

describe("parts", () => {
  it("are too small below 100 KB, but for the last", async () => {
    const { send } = await ossSession();
    const id = await begin(send, "big");
    const small = await upload(send, id, { 1: LEAST - 1, 2: 3 });
    const reply = await send("POST", `${bucketUrl}/big?uploadId=${id}`, small);
    expect([reply.status, await codeOf(reply)]).toEqual([400, "EntityTooSmall"]);
    const enough = await upload(send, id, { 1: LEAST, 2: 3 });
    expect((await send("POST", `${bucketUrl}/big?uploadId=${id}`, enough)).status).toBe(200);
  });

  it("are listed page by page, in the order of their numbers", async () => {
    const { send } = await ossSession();
    const id = await begin(send, "big");
    await upload(send, id, { 7: 1, 2: 1, 5: 1 });
    const list = async (query: string): Promise<string> =>
      (await send("GET", `${bucketUrl}/big?uploadId=${id}${query}`)).text();
    const first = await list("&max-parts=2");
    expect(all(first, "PartNumber")).toEqual(["2", "5"]);
    expect([all(first, "IsTruncated"), all(first, "NextPartNumberMarker"), all(first, "MaxParts")]).toEqual([
      ["true"],
      ["5"],
      ["2"],
    ]);
    const second = await list("&max-parts=2&part-number-marker=5");
    expect([all(second, "PartNumber"), all(second, "IsTruncated")]).toEqual([["7"], ["false"]]);
    expect(await codeOf(await send("GET", `${bucketUrl}/big?uploadId=${id}&max-parts=1001`))).toBe(
      "InvalidArgument",
    );
  });

  it("are joined without a list where the client says so, which then has no body", async () => {
    const { send } = await ossSession();
    const id = await begin(send, "big");
    await upload(send, id, { 5: 3, 2: LEAST });
    const url = `${bucketUrl}/big?uploadId=${id}`;
    expect(await codeOf(await send("POST", url, "<x/>", { "x-oss-complete-all": "yes" }))).toBe(
      "InvalidArgument",
    );
    expect((await send("POST", url, undefined, { "x-oss-complete-all": "yes" })).status).toBe(200);
    expect((await (await send("GET", `${bucketUrl}/big`)).text()).slice(-5)).toBe("22555");
  });

  it.each(["0", "10001", "1e3", "", "x"])("have no number %o", async (number) => {
    const { send } = await ossSession();
    const id = await begin(send, "big");
    const reply = await send("PUT", `${bucketUrl}/big?partNumber=${number}&uploadId=${id}`, "x");
    expect(await reply.text()).toContain(
      `<ArgumentName>partNumber</ArgumentName><ArgumentValue>${number}</ArgumentValue>`,
    );
  });

  it("in a list without numbers are no list", async () => {
    const { send } = await ossSession();
    const id = await begin(send, "big");
    const body = "<CompleteMultipartUpload><Part><ETag>x</ETag></Part></CompleteMultipartUpload>";
    expect(await codeOf(await send("POST", `${bucketUrl}/big?uploadId=${id}`, body))).toBe("MalformedXML");
  });
});

describe("uploads under way", () => {
  it("are listed by key and id, page by page, with common prefixes and encoded", async () => {
    const { send } = await ossSession();
    const ids: Record<string, string[]> = {};
    for (const key of ["z", "dir/b", "a", "dir/a", "a"])
      ids[key] = [...(ids[key] ?? []), await begin(send, key)];
    const list = async (query: string): Promise<string> =>
      (await send("GET", `${bucketUrl}/?uploads${query}`)).text();
    expect(all(await list(""), "UploadId")).toEqual([
      ...(ids["a"] ?? []).toSorted(),
      ...(ids["dir/a"] ?? []),
      ...(ids["dir/b"] ?? []),
      ...(ids["z"] ?? []),
    ]);
    const grouped = await list("&delimiter=/&encoding-type=url");
    expect([all(grouped, "Key"), all(grouped, "EncodingType")]).toEqual([["a", "a", "z"], ["url"]]);
    expect(grouped).toContain("<CommonPrefixes><Prefix>dir%2F</Prefix></CommonPrefixes>");
    const seen: string[] = [];
    let markers = "";
    for (let more = true; more; ) {
      const page = await list(`&max-uploads=1${markers}`);
      seen.push(...all(page, "UploadId"));
      const [key = "", id = ""] = [all(page, "NextKeyMarker")[0], all(page, "NextUploadIdMarker")[0]];
      markers = `&key-marker=${encodeURIComponent(key)}&upload-id-marker=${id}`;
      more = all(page, "IsTruncated")[0] === "true";
    }
    expect(seen).toEqual(all(await list(""), "UploadId"));
    expect(all(await list("&prefix=dir/"), "Key")).toEqual(["dir/a", "dir/b"]);
  });

  it("keep their bucket from being deleted", async () => {
    const { send } = await ossSession();
    const id = await begin(send, "big");
    expect(await codeOf(await send("DELETE", `${bucketUrl}/`))).toBe("BucketNotEmpty");
    await send("DELETE", `${bucketUrl}/big?uploadId=${id}`);
    expect((await send("DELETE", `${bucketUrl}/`)).status).toBe(204);
  });
});

describe("buckets", () => {
  it("are listed page by page", async () => {
    const { send } = await ossSession();
    for (const name of ["bucket-a", "bucket-b"])
      await send("PUT", `${bucketUrl.replace("simulated-bucket", name)}/`);
    const list = async (query: string): Promise<string> =>
      (await send("GET", `https://oss-cn-hangzhou.aliyuncs.com/${query}`)).text();
    const first = await list("?max-keys=2");
    expect([all(first, "Name"), all(first, "IsTruncated"), all(first, "NextMarker")]).toEqual([
      ["bucket-a", "bucket-b"],
      ["true"],
      ["bucket-b"],
    ]);
    expect(all(await list("?max-keys=2&marker=bucket-b"), "Name")).toEqual(["simulated-bucket"]);
    expect(await list("")).not.toContain("IsTruncated");
  });

  it("are not listed in an encoding that there is not", async () => {
    const { send } = await ossSession();
    expect(await codeOf(await send("GET", `${bucketUrl}/?encoding-type=base64`))).toBe("InvalidArgument");
  });
});
