import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { serve } from "../../src/reach/serve/node.ts";
import { bucketUrl, presigned } from "../support/oss.ts";
import { createClient } from "../support/worlds.ts";

const POLICY = btoa('{"expiration":"2026-01-07T09:00:00Z","conditions":[]}');
const LOCATION = "http://simulated-bucket.oss-cn-hangzhou.aliyuncs.com/dir%2Fa%20b";
/** Of the one byte that is sent. */
const ETAG = '"9DD4E461268C8034F5C8564E155C67A6"';

function formOf(fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set("file", new File(["x"], "x.txt"));
  return form;
}

async function codeOf(reply: Response): Promise<string | undefined> {
  return /<Code>([^<]*)</.exec(await reply.text())?.[1];
}

/** Sends a form that is allowed. */
async function posted(fields: Readonly<Record<string, string>>): Promise<Response> {
  const { cloud } = createClient();
  const { accessKeyId, accessKeySecret } = cloud.accessKey("LTAI5tRootOfTheAccount01");
  const { policy = POLICY } = fields;
  const signature = createHmac("sha1", accessKeySecret).update(policy).digest("base64");
  const signed = { key: "dir/a b", policy, OSSAccessKeyId: accessKeyId, Signature: signature };
  const body = formOf({ ...signed, ...fields });
  return cloud.fetch(`${bucketUrl}/`, { method: "POST", body, redirect: "manual" });
}

describe("a form", () => {
  it("is held against its policy", async () => {
    const { cloud } = createClient();
    const { accessKeyId } = cloud.accessKey("alice");
    const form = formOf({ key: "a", policy: POLICY, OSSAccessKeyId: accessKeyId, Signature: "bm90IG91cnM=" });
    expect(await codeOf(await cloud.fetch(`${bucketUrl}/`, { method: "POST", body: form }))).toBe(
      "SignatureDoesNotMatch",
    );
    form.delete("policy");
    expect(await codeOf(await cloud.fetch(`${bucketUrl}/`, { method: "POST", body: form }))).toBe(
      "AccessDenied",
    );
  });

  it("finds its bucket in the path of a port, where nothing else tells the service", async () => {
    const { cloud } = createClient();
    await using served = await serve(cloud);
    const body = formOf({ key: "a" });
    const reply = await fetch(`${served.url}/simulated-bucket`, { method: "POST", body });
    expect(await codeOf(reply)).toBe("AccessDenied");
    expect(cloud.journal.count({ service: "oss", operation: "PostObject" })).toBe(1);
  });
});

describe("a form that is accepted", () => {
  it("is answered with 201 and the object's names, address and ETag where it asks for 201", async () => {
    const reply = await posted({ success_action_status: "201" });
    expect([reply.status, reply.headers.get("etag")]).toEqual([201, ETAG]);
    expect(reply.headers.get("content-type")).toBe("application/xml");
    expect(await reply.text()).toBe(
      `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse><Bucket>simulated-bucket</Bucket><Location>${LOCATION}</Location><Key>dir/a b</Key><ETag>${ETAG}</ETag></PostResponse>`,
    );
  });

  it.each([
    ["200", 200],
    ["204", 204],
    ["202", 204],
    ["", 204],
  ])("is answered without a body where it asks for %j: with %s", async (asked, status) => {
    const reply = await posted({ success_action_status: asked });
    expect([reply.status, reply.headers.get("etag"), await reply.text()]).toEqual([status, ETAG, ""]);
  });

  it("is sent on to its address, whatever status it asks for; not to what is no address", async () => {
    const next = "https://example.com/done?x=1";
    const reply = await posted({ success_action_redirect: next, success_action_status: "201" });
    expect([reply.status, reply.headers.get("location")]).toEqual([303, next]);
    const strange = await posted({ success_action_redirect: "done", success_action_status: "201" });
    expect(strange.status).toBe(201);
  });
});

describe("the policy of a form", () => {
  /** Sends a form of one byte under a policy with some conditions. */
  async function judged(
    conditions: unknown,
    fields: Readonly<Record<string, string>> = {},
    expiration = "2026-01-07T09:00:00Z",
  ): Promise<string> {
    const policy =
      typeof conditions === "string" ? conditions : btoa(JSON.stringify({ expiration, conditions }));
    const reply = await posted({ ...fields, policy });
    return reply.ok ? "accepted" : ((await codeOf(reply)) ?? "");
  }

  it.each<readonly [unknown, Record<string, string>, string]>([
    [[{ bucket: "simulated-bucket" }, ["starts-with", "$key", "dir/"]], {}, "accepted"],
    [[["eq", "$Content-Type", "text/plain"]], { "Content-Type": "text/plain" }, "accepted"],
    [[["in", "$content-type", ["text/plain"]]], { "Content-Type": "text/plain" }, "accepted"],
    [[["in", "$content-type", ["text/plain"]]], { "Content-Type": "text/html" }, "AccessDenied"],
    [[["not-in", "$cache-control", ["no-cache"]]], { "Cache-Control": "no-cache" }, "AccessDenied"],
    [[["not-in", "$cache-control", ["no-cache"]]], { "Cache-Control": "no-store" }, "accepted"],
    [[["not-in", "$cache-control", "no-cache"]], {}, "InvalidPolicyDocument"],
    [[["equals", "$key", "dir/a b"]], {}, "InvalidPolicyDocument"],
    [[["content-length-range", 2, 9]], {}, "EntityTooSmall"],
    [[["content-length-range", 0, 0]], {}, "EntityTooLarge"],
    [[["content-length-range", "0", "9"]], {}, "InvalidPolicyDocument"],
    [[{}], {}, "InvalidPolicyDocument"],
    [undefined, {}, "InvalidPolicyDocument"],
    ["bm90IGpzb24=", {}, "InvalidPolicyDocument"],
  ])("with the conditions %j, for the fields %j: %s", async (conditions, fields, answer) => {
    expect(await judged(conditions, fields)).toBe(answer);
  });

  it("that has expired says so", async () => {
    const policy = btoa('{"expiration":"2026-01-07T08:00:00Z","conditions":[]}');
    const reply = await posted({ policy });
    expect(await reply.text()).toContain("Invalid according to Policy: Policy expired.");
  });
});

describe("a form that is not as it should be", () => {
  it("is refused by the error for it", async () => {
    const { cloud } = createClient();
    const send = (body: BodyInit, headers: Record<string, string> = {}): Promise<Response> =>
      cloud.fetch(`${bucketUrl}/`, { method: "POST", body, headers });
    expect(await codeOf(await send("x", { "content-type": "text/plain" }))).toBe(
      "RequestIsNotMultiPartContent",
    );
    expect(await codeOf(await send("x", { "content-type": "multipart/form-data; boundary=b" }))).toBe(
      "MalformedPOSTRequest",
    );
    const form = new FormData();
    form.set("key", "a");
    expect(await codeOf(await send(form))).toBe("IncorrectNumberOfFilesInPOSTRequest");
    for (const name of ["x", "y"]) form.append("file", new File([name], name));
    expect(await codeOf(await send(form))).toBe("IncorrectNumberOfFilesInPOSTRequest");
    expect(await codeOf(await posted({ callback: "e30=" }))).toBe("NotImplemented");
    expect(await codeOf(await posted({ key: "/a" }))).toBe("InvalidObjectName");
  });

  it("gives its object the headers of its fields", async () => {
    const { cloud } = createClient();
    const { accessKeyId, accessKeySecret } = cloud.accessKey("LTAI5tRootOfTheAccount01");
    const signature = createHmac("sha1", accessKeySecret).update(POLICY).digest("base64");
    const body = formOf({
      key: "a",
      policy: POLICY,
      OSSAccessKeyId: accessKeyId,
      Signature: signature,
      "Cache-Control": "no-store",
      "Content-Disposition": "attachment",
      "x-oss-content-type": "text/css",
      "x-oss-meta-color": "blue",
    });
    expect((await cloud.fetch(`${bucketUrl}/`, { method: "POST", body })).status).toBe(204);
    const { headers } = await cloud.fetch(presigned(cloud, { accessKeyId, accessKeySecret }, "/a", 60));
    expect(Object.fromEntries(headers)).toMatchObject({
      "cache-control": "no-store",
      "content-disposition": "attachment",
      "content-type": "text/css",
      "x-oss-meta-color": "blue",
    });
  });
});
