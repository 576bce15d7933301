import { createHmac } from "node:crypto";
import { simulateCloud } from "@alicred/simulators";
import { expect, test } from "vitest";

test("alice becomes admin for an hour", async () => {
  const cloud = simulateCloud();
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  const query = new URLSearchParams(
    `AccessKeyId=${accessKeyId}&Action=AssumeRole&Format=JSON
    &RoleArn=acs:ram::1000000000000001:role/admin&RoleSessionName=me&SignatureMethod=HMAC-SHA1&SignatureNonce=1
    &SignatureVersion=1.0&Timestamp=2026-01-07T08:00:00Z&Version=2015-04-01`.replace(/\s/g, ""),
  );
  const signature = createHmac("sha1", `${accessKeySecret}&`).update(
    `GET&%2F&${encodeURIComponent(`${query}`)}`,
  );
  query.set("Signature", signature.digest("base64"));
  const reply = await cloud.fetch(`https://sts.aliyuncs.com/?${query}`);
  expect(await reply.json()).toMatchObject({ Credentials: { Expiration: "2026-01-07T09:00:00Z" } });
  expect(cloud.journal.count({ operation: "AssumeRole", decision: "allowed" })).toBe(1);
});
