import { createHash, createHmac } from "node:crypto";
import { nodeHost } from "@alicred/core/host/node";
import { expect, test } from "vitest";
import { signAcs3, signRpc } from "../src/mod.ts";
import { encodeParameters, rpcStringToSign } from "../src/signatures.ts";

// The expected values were computed with the official clients @alicloud/pop-core 1.8.0 and @alicloud/openapi-core 1.0.8.

const KEY = { accessKeyId: "testAccessKeyId", accessKeySecret: "testAccessKeySecret" };
const SESSION_KEY = {
  accessKeyId: "STS.testId",
  accessKeySecret: "testStsSecret",
  securityToken: "CAIS+/tok==",
};
const STAMP = {
  timestampMs: Date.parse("2026-01-07T08:00:00Z"),
  nonce: "9f4f4a2e1c3b4d5e8f60718293a4b5c6",
};
/** By WebCrypto, and by the digests of Node. */
const HOSTS = [{}, nodeHost()];
const COMMON = { Format: "JSON", Version: "2015-04-01" };
const ROLE = {
  RoleArn: "acs:ram::123456789012:role/adminrole",
  RoleSessionName: "alice",
  DurationSeconds: "3600",
};
const ASSUME_ROLE = { ...COMMON, Action: "AssumeRole", ...ROLE };
const AWKWARD = {
  ...ASSUME_ROLE,
  RoleSessionName: "a~b!'()*+ é@x",
  Policy: '{"Statement": [{"Action": ["*"],"Effect": "Allow","Resource": ["*"]}],"Version":"1"}',
};

test.each([
  ["POST", "POST", ASSUME_ROLE, KEY, STAMP, "6xF1uP0ZVgvUBCCB4/4QS4m6RhM="],
  ["GET", "GET", ASSUME_ROLE, KEY, STAMP, "/8jx6BRS5OrNeuYmOCv5+UrhVl4="],
  ["reserved characters and UTF-8", "POST", AWKWARD, KEY, STAMP, "ok5R6wB9zeTtLXVAIqUhN0HSaO4="],
  [
    "a session with its token",
    "POST",
    { ...COMMON, Action: "GetCallerIdentity" },
    SESSION_KEY,
    { ...STAMP, nonce: "n-1" },
    "Wa9yuVAc7avwV4zF1yCRwunqSfU=",
  ],
] as const)("RPC signature: %s", async (_name, method, parameters, key, stamp, signature) => {
  for (const host of HOSTS) {
    const signed = await signRpc({ method, parameters }, { ...key }, stamp, host);
    expect(signed["Signature"]).toBe(signature);
    expect(signed["SecurityToken"]).toBe("securityToken" in key ? SESSION_KEY.securityToken : undefined);
  }
});

test("RPC string to sign, by length and hash", async () => {
  const { Signature: _, ...parameters } = await signRpc({ method: "POST", parameters: AWKWARD }, KEY, STAMP);
  const text = rpcStringToSign("POST", parameters);
  expect(text).toHaveLength(682);
  expect(sha256(text)).toBe("aa9e1ac31442176b4755438666991c730a486f4ff12e770733ff61dbcf58fa3e");
});

test("percent-encoding keeps the unreserved characters alone", () => {
  expect(encodeParameters({ "a*": "a~b!'()*+ é@x" })).toBe("a%2A=a~b%21%27%28%29%2A%2B%20%C3%A9%40x");
  expect(encodeParameters({ a: "AZaz09-_.~" })).toBe("a=AZaz09-_.~");
});

const HOST = "https://sts.cn-hangzhou.aliyuncs.com/";
const headersOf = (action: string): Record<string, string> => ({
  "x-acs-action": action,
  "X-Acs-Version": "2015-04-01",
});
const QUERY = encodeParameters(ROLE);

test.each([
  [
    "parameters in the query",
    { method: "post", url: `${HOST}?${QUERY}`, headers: headersOf("AssumeRole") },
    KEY,
    "0ebd043dbb5e026e8769595aef004478015314f6eeeaed27f7f93ed202e08620",
    "308740810133c1b82c9a9d0b0091a8733dae0094405707b84f72179f40ac7ebb",
  ],
  [
    "a session with its token",
    { method: "POST", url: HOST, headers: headersOf("GetCallerIdentity") },
    SESSION_KEY,
    "c036de43d264c981fa4920b6c288ddc266813ffa7c546b72c155d1fe3582252c",
    "055913851ecd850c3586a2e4e9054f9b64b217baf4dafeb7a59f579255b38969",
  ],
  [
    "parameters in a form body",
    {
      method: "POST",
      url: HOST,
      headers: { ...headersOf("AssumeRole"), "Content-Type": "application/x-www-form-urlencoded" },
      body: QUERY,
    },
    KEY,
    "990cc89bb37ba3784ab3d7382cba08c18ecaa63430ec4873f26d45549516abfc",
    "70dee9cf9030f774320db182be2679494291d32bfb5bb67953152ce446319b7e",
  ],
])("ACS3 signature: %s", async (_name, request, key, canonicalHash, signature) => {
  expect(hmac(key.accessKeySecret, `ACS3-HMAC-SHA256\n${canonicalHash}`)).toBe(signature);
  for (const host of HOSTS) {
    const { authorization = "", ...headers } = await signAcs3(request, { ...key }, STAMP, host);
    const signedHeaders = Object.keys({ ...headers, host: "" })
      .sort()
      .join(";");
    expect(authorization).toBe(
      `ACS3-HMAC-SHA256 Credential=${key.accessKeyId},SignedHeaders=${signedHeaders},Signature=${signature}`,
    );
    expect(headers).not.toHaveProperty("host");
  }
});

test("ACS3 signs bytes as it signs the same text, and leaves headers of no concern out", async () => {
  const headers = { ...headersOf("AssumeRole"), accept: "application/json", "user-agent": "x" };
  const request = { method: "POST", url: HOST, headers };
  const text = await signAcs3({ ...request, body: "é" }, KEY, STAMP);
  const bytes = await signAcs3({ ...request, body: new TextEncoder().encode("é") }, KEY, STAMP);
  expect(bytes).toEqual(text);
  expect(text["authorization"]).not.toMatch(/accept|user-agent/);
  expect(text["accept"]).toBe("application/json");
});

test("ACS3 canonical path and query", async () => {
  const url = "https://cs.aliyuncs.com/a+b*c%7Ed?b=2&a=x%20y&a=1&a-b=%2A";
  const { authorization, ...headers } = await signAcs3({ method: "get", url }, KEY, STAMP);
  const all = Object.entries({ ...headers, host: "cs.aliyuncs.com" }).sort();
  const canonical = [
    "GET",
    "/a%20b%2Ac~d",
    "a=x%20y&a=1&a-b=%2A&b=2",
    ...all.map(([name, value]) => `${name}:${value}`),
    "",
    all.map(([name]) => name).join(";"),
    sha256(""),
  ].join("\n");
  const signature = hmac(KEY.accessKeySecret, `ACS3-HMAC-SHA256\n${sha256(canonical)}`);
  expect(authorization).toMatch(new RegExp(`,Signature=${signature}$`));
});

// A second way to the same values.
function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function hmac(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}
