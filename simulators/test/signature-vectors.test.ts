import { describe, expect, it } from "vitest";
import { simulateCloud } from "../src/mod.ts";
import { encodeAll, sha256, v3Parts } from "./support/sign.ts";
import { startTimestamp, vectorWorld } from "./support/worlds.ts";

const nonce = "9f4f4a2e1c3b4d5e8f60718293a4b5c6";
const long = { accessKeyId: "testAccessKeyId", accessKeySecret: "testAccessKeySecret" };
const session = { accessKeyId: "STS.testId", accessKeySecret: "testStsSecret", securityToken: "CAIS+/tok==" };
const business = {
  DurationSeconds: "3600",
  RoleArn: "acs:ram::123456789012:role/adminrole",
  RoleSessionName: "alice",
};
const v1 = {
  AccessKeyId: "testAccessKeyId",
  Action: "AssumeRole",
  ...business,
  Format: "JSON",
  SignatureMethod: "HMAC-SHA1",
  SignatureNonce: nonce,
  SignatureVersion: "1.0",
  Timestamp: startTimestamp,
  Version: "2015-04-01",
};

/** Signatures that `@alicloud/pop-core` 1.8.0 makes for these parameters. */
const v1Vectors = [
  { name: "POST", method: "POST", params: v1, signature: "6xF1uP0ZVgvUBCCB4/4QS4m6RhM=" },
  { name: "GET", method: "GET", params: v1, signature: "/8jx6BRS5OrNeuYmOCv5+UrhVl4=" },
  {
    name: "POST with characters that clients encode in different ways",
    method: "POST",
    params: {
      ...v1,
      RoleSessionName: "a~b!'()*+ é@x",
      Policy: '{"Statement": [{"Action": ["*"],"Effect": "Allow","Resource": ["*"]}],"Version":"1"}',
    },
    signature: "ok5R6wB9zeTtLXVAIqUhN0HSaO4=",
    refusal: "InvalidParameter.RoleSessionName",
  },
  {
    name: "POST with a security token",
    method: "POST",
    params: {
      AccessKeyId: "STS.testId",
      Action: "GetCallerIdentity",
      Format: "JSON",
      SecurityToken: "CAIS+/tok==",
      SignatureMethod: "HMAC-SHA1",
      SignatureNonce: "n-1",
      SignatureVersion: "1.0",
      Timestamp: startTimestamp,
      Version: "2015-04-01",
    },
    signature: "Wa9yuVAc7avwV4zF1yCRwunqSfU=",
  },
];

describe("signature v1", () => {
  for (const place of ["query", "form"] as const) {
    it.each(v1Vectors)(
      `accepts $name, parameters in the ${place}`,
      async ({ method, params, signature, refusal }) => {
        const cloud = simulateCloud({ world: vectorWorld });
        const encoded = encodeAll({ ...params, Signature: signature });
        const inForm = place === "form" && method === "POST";
        const reply = await cloud.fetch(`https://sts.aliyuncs.com/${inForm ? "" : `?${encoded}`}`, {
          method,
          ...(inForm && { headers: { "content-type": "application/x-www-form-urlencoded" }, body: encoded }),
        });
        expect(cloud.journal.entries()[0]?.code).toBe(refusal);
        expect(reply.status).toBe(refusal ? 400 : 200);
      },
    );
  }
});

/** Signatures that `@alicloud/openapi-core` 1.0.8 makes for these requests. */
const v3Vectors = [
  {
    name: "parameters in the query",
    options: { keys: long, params: { Action: "AssumeRole", ...business }, nonce },
    canonicalHash: "0ebd043dbb5e026e8769595aef004478015314f6eeeaed27f7f93ed202e08620",
    signature: "308740810133c1b82c9a9d0b0091a8733dae0094405707b84f72179f40ac7ebb",
  },
  {
    name: "a security token",
    options: { keys: session, params: { Action: "GetCallerIdentity" }, nonce },
    canonicalHash: "c036de43d264c981fa4920b6c288ddc266813ffa7c546b72c155d1fe3582252c",
    signature: "055913851ecd850c3586a2e4e9054f9b64b217baf4dafeb7a59f579255b38969",
  },
  {
    name: "parameters in a form",
    options: { keys: long, params: { Action: "AssumeRole", ...business }, nonce, place: "form" as const },
    canonicalHash: "990cc89bb37ba3784ab3d7382cba08c18ecaa63430ec4873f26d45549516abfc",
    signature: "70dee9cf9030f774320db182be2679494291d32bfb5bb67953152ce446319b7e",
  },
];

describe("signature v3", () => {
  it.each(v3Vectors)("accepts $name", async ({ options, canonicalHash, signature }) => {
    const parts = v3Parts({
      ...options,
      timestamp: startTimestamp,
      endpoint: "https://sts.cn-hangzhou.aliyuncs.com/",
    });
    expect(sha256(parts.canonicalRequest)).toBe(canonicalHash);
    expect(parts.headers["authorization"]).toContain(`Signature=${signature}`);
    const cloud = simulateCloud({ world: vectorWorld });
    expect((await cloud.fetch(parts.request)).status).toBe(200);
  });
});
