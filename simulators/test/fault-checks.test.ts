import { describe, expect, it } from "vitest";
import { defaultServices, type Fault, simulateCloud } from "../src/mod.ts";
import { portal } from "./support/cloud-sso.ts";
import { bucketUrl } from "./support/oss.ts";
import { assumeAdmin, createClient, whoAmI } from "./support/worlds.ts";

describe("a fault that could never strike is refused", () => {
  it.each<[Record<string, unknown>, string]>([
    [{ kind: "throtling" }, '"throtling" is no kind of fault; near: throttling; there are latency, hang'],
    [{ kind: "hang", service: "stss" }, 'unknown service "stss"; near: sts; there are sts, ecs-metadata'],
    [{ kind: "hang", operation: "AssumeRol" }, 'no service has an operation "AssumeRol"; near: AssumeRole'],
    [
      { kind: "hang", service: "oauth", operation: "AssumeRole" },
      'oauth has no operation "AssumeRole"; there are IssueToken, RefreshToken',
    ],
    [{ kind: "error", code: "NoPermision" }, 'no service has an error "NoPermision"; near: NoPermission'],
    [{ kind: "error", code: "Throttling.User", service: "oauth" }, 'oauth has no error "Throttling.User"'],
    [{ kind: "error", code: "NoPermission:root" }, "no service has an error"],
    [{ kind: "error", code: "Missing{0}", service: "sts" }, "Missing<Parameter>"],
    [{ kind: "error", code: "Rejected.Throttling" }, "no service has an error"],
    [
      { kind: "error", code: "Rejected.Throttling", service: "sts" },
      "given with a status, it may be any other",
    ],
    [
      { kind: "error", code: "NotFound", status: 410 },
      "only errors of the services sts, openapi take a status",
    ],
    [
      { kind: "error", code: "NotFound", message: "x", service: "ecs-metadata" },
      "only errors of the services sts, openapi take a status",
    ],
    [{ kind: "token-rejected", service: "sts" }, "token-rejected is for ecs-metadata, not for sts"],
    [{ kind: "refresh-token-replay", operation: "AssumeRole" }, 'oauth has no operation "AssumeRole"'],
    [
      { kind: "hang", from: "2026-01-07T10:00:00Z", until: "2026-01-07T10:00:00Z" },
      "from must be before until",
    ],
    [{ kind: "hang", from: Number.NaN }, "invalid fault"],
  ])("%j", (fault, message) => {
    const { faults } = simulateCloud();
    expect(() => faults.add(fault as unknown as Fault)).toThrow(TypeError);
    expect(() => faults.add(fault as unknown as Fault)).toThrow(message);
    expect(faults.list()).toEqual([]);
  });
});

describe("the error of a code", () => {
  it("strikes those services alone that have it", async () => {
    const { cloud, call } = createClient();
    const handle = cloud.faults.add({ kind: "error", code: "InvalidToken" });
    expect((await call(whoAmI)).status).toBe(200);
    expect(handle.hits()).toBe(0);
    const reply = await cloud.fetch("http://100.100.100.200/latest/meta-data/");
    expect([reply.status, handle.hits()]).toEqual([401, 1]);
  });

  it("of STS may be any other, with a status and a message", async () => {
    const { cloud, call } = createClient();
    const wording = { status: 503, message: "Too much." };
    cloud.faults.add({ kind: "error", service: "sts", code: "Rejected.Throttling", ...wording });
    const reply = await call(assumeAdmin);
    expect(reply.status).toBe(503);
    expect(await reply.json()).toMatchObject({ Code: "Rejected.Throttling", Message: "Too much." });
    expect(cloud.journal.entries()[0]).toMatchObject({ code: "Rejected.Throttling", reason: "Too much." });
  });

  it("of STS may have another status than usual", async () => {
    const { cloud, call } = createClient();
    cloud.faults.add({ kind: "error", service: "sts", code: "Throttling", status: 429 });
    const reply = await call(assumeAdmin);
    expect([reply.status, await reply.json()]).toMatchObject([
      429,
      { Code: "Throttling", Message: "Request was denied due to flow control." },
    ]);
  });

  it.each(["v1", "v3"] as const)("tells what should have been signed, with a signature %s", async (style) => {
    const { cloud, call } = createClient();
    const wrong = { ...cloud.accessKey("alice"), accessKeySecret: "wrong" };
    const message = async (keys = cloud.accessKey("alice")): Promise<string> =>
      ((await (await call(whoAmI, { style, nonce: "same", keys })).json()) as { Message: string }).Message;
    const real = await message(wrong);
    expect(real).toContain("server string to sign is:");
    cloud.faults.add({ kind: "error", code: "SignatureDoesNotMatch" });
    expect(await message()).toBe(real);
  });
});

describe("faults that were added", () => {
  it("are not changed by what becomes of the object that was given", () => {
    const { faults } = simulateCloud();
    const nth = [1];
    const given = { kind: "hang", nth };
    faults.add(given as Fault);
    given.kind = "typo";
    nth.push(0);
    expect(faults.list()[0]?.fault).toEqual({ kind: "hang", nth: [1] });
  });

  it("have numbers that none after them gets, also when the cloud goes back", async () => {
    const { cloud, call } = createClient();
    const old = cloud.faults.add({ kind: "hang" });
    const snapshot = cloud.snapshot();
    const later = cloud.faults.add({ kind: "unavailable" });
    cloud.restore(snapshot);
    expect(cloud.faults.list().map(({ id }) => id)).toEqual([old.id]);
    cloud.reset();
    const fresh = cloud.faults.add({ kind: "internal-error" });
    old.remove();
    later.remove();
    expect([old.hits(), later.hits()]).toEqual([0, 0]);
    expect((await call(whoAmI)).status).toBe(500);
    expect(fresh.hits()).toBe(1);
    cloud.restore(snapshot);
    expect(cloud.faults.list().map(({ id }) => id)).toEqual([old.id]);
    old.remove();
    expect(cloud.faults.list()).toEqual([]);
  });
});

/** A request for each operation. */
const requests: Readonly<Record<string, readonly (readonly [string, string, string, string?])[]>> = {
  sts: [
    "AssumeRole",
    "AssumeRoleWithOIDC",
    "AssumeRoleWithSAML",
    "GenerateSessionAccessKey",
    "GetCallerIdentity",
  ].map((action) => [action, "POST", `https://sts.aliyuncs.com/?Action=${action}`] as const),
  "ecs-metadata": [
    ["CreateToken", "PUT", "http://100.100.100.200/latest/api/token"],
    ["GetRoleName", "GET", "http://100.100.100.200/latest/meta-data/ram/security-credentials/"],
    ["GetCredentials", "GET", "http://100.100.100.200/latest/meta-data/ram/security-credentials/x"],
    ["GetMetadata", "GET", "http://100.100.100.200/latest/meta-data/"],
    ["GetIdentityDocument", "GET", "http://100.100.100.200/latest/dynamic/instance-identity/document"],
  ],
  "oidc-issuer": [
    ["GetConfiguration", "GET", "https://oidc.simulated.example/.well-known/openid-configuration"],
    ["GetKeys", "GET", "https://oidc.simulated.example/openid/v1/jwks"],
    ["MintToken", "POST", "https://oidc.simulated.example/mint"],
  ],
  "credentials-uri": [["GetCredentials", "GET", "http://credentials.simulated.example/reader"]],
  "cloud-sso": [
    ["StartDeviceAuthorization", "POST", `${portal}/device-authorization`],
    ["CreateAccessToken", "POST", `${portal}/token`],
    ["ListAccounts", "GET", `${portal}/access-assignments/accounts`],
    ["ListAccessConfigurations", "GET", `${portal}/access-assignments/access-configurations`],
    ["CreateCloudCredential", "POST", `${portal}/cloud-credentials`],
    ["ShowDevicePage", "GET", `${portal}/device/code`],
    ["DecideOnDevice", "POST", `${portal}/device/code`],
  ],
  oauth: [
    ["IssueToken", "POST", "https://oauth.aliyun.com/v1/token"],
    ["RefreshToken", "POST", "https://oauth.aliyun.com/v1/token", "grant_type=refresh_token"],
    ["Exchange", "POST", "https://oauth.aliyun.com/v1/exchange"],
    ["RevokeToken", "POST", "https://oauth.aliyun.com/v1/revoke"],
    ["GetUserInfo", "GET", "https://oauth.aliyun.com/v1/userinfo"],
    ["GetConfiguration", "GET", "https://oauth.aliyun.com/.well-known/openid-configuration"],
    ["ShowAuthorizePage", "GET", "https://signin.aliyun.com/oauth2/v1/auth"],
    ["DecideOnAuthorization", "POST", "https://signin.aliyun.com/oauth2/v1/auth"],
  ],
  console: [
    ["GetSigninToken", "POST", "https://signin.aliyun.com/federation", "Action=GetSigninToken"],
    ["Login", "GET", "https://signin.aliyun.com/federation?Action=Login"],
  ],
  oss: [
    ["ListBuckets", "GET", "https://oss-cn-hangzhou.aliyuncs.com/"],
    ["PutBucket", "PUT", `${bucketUrl}/`],
    ["DeleteBucket", "DELETE", `${bucketUrl}/`],
    ["GetBucketInfo", "GET", `${bucketUrl}/?bucketInfo`],
    ["GetBucketLocation", "GET", `${bucketUrl}/?location`],
    ["GetBucketAcl", "GET", `${bucketUrl}/?acl`],
    ["PutBucketAcl", "PUT", `${bucketUrl}/?acl`],
    ["ListObjects", "GET", `${bucketUrl}/?list-type=2`],
    ["ListMultipartUploads", "GET", `${bucketUrl}/?uploads`],
    ["DeleteMultipleObjects", "POST", `${bucketUrl}/?delete`],
    ["PostObject", "POST", `${bucketUrl}/`],
    ["PutObject", "PUT", `${bucketUrl}/a`],
    ["GetObject", "GET", `${bucketUrl}/a`],
    ["HeadObject", "HEAD", `${bucketUrl}/a`],
    ["DeleteObject", "DELETE", `${bucketUrl}/a`],
    ["InitiateMultipartUpload", "POST", `${bucketUrl}/a?uploads`],
    ["UploadPart", "PUT", `${bucketUrl}/a?partNumber=1&uploadId=x`],
    ["ListParts", "GET", `${bucketUrl}/a?uploadId=x`],
    ["CompleteMultipartUpload", "POST", `${bucketUrl}/a?uploadId=x`],
    ["AbortMultipartUpload", "DELETE", `${bucketUrl}/a?uploadId=x`],
  ],
  openapi: [
    ["GetUser", "ram.aliyuncs.com"],
    ["ListAccessKeys", "ram.aliyuncs.com"],
    ["CreateAccessKey", "ram.aliyuncs.com"],
    ["UpdateAccessKey", "ram.aliyuncs.com"],
    ["DeleteAccessKey", "ram.aliyuncs.com"],
    ["GetSecretValue", "kms.cn-hangzhou.aliyuncs.com"],
    ["DescribeRegions", "ecs.aliyuncs.com"],
    ["DescribeInstances", "ecs.cn-hangzhou.aliyuncs.com"],
    ["DescribeVpcs", "vpc.cn-hangzhou.aliyuncs.com"],
    ["QueryAvailableInstances", "business.aliyuncs.com"],
    ["DescribeEndpoints", "location-readonly.aliyuncs.com"],
  ].map(([action = "", host]) => [action, "GET", `https://${host}/?Action=${action}`] as const),
};

describe("what faults can name", () => {
  it("are the services of the cloud, and their operations as the journal has them", async () => {
    expect(Object.keys(requests)).toEqual(defaultServices.map(({ name }) => name));
    for (const { name: service, operations } of defaultServices) {
      const { cloud } = createClient();
      for (const [, method, url, body] of requests[service] ?? []) {
        const headers = { "content-type": "application/x-www-form-urlencoded" };
        await cloud.fetch(url, { method, ...(body !== undefined && { body, headers }) });
      }
      const seen = cloud.journal.entries().map((entry) => `${entry.service} ${entry.operation}`);
      expect(seen).toEqual((requests[service] ?? []).map(([operation]) => `${service} ${operation}`));
      expect(operations).toEqual((requests[service] ?? []).map(([operation]) => operation));
    }
  });
});
