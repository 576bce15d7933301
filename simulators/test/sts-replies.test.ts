import { describe, expect, it } from "vitest";
import { assume } from "./support/assume.ts";
import { providerArn, rrsaRole } from "./support/oidc.ts";
import type { Params } from "./support/sign.ts";
import { assumeAdmin, createClient, roleArn } from "./support/worlds.ts";

describe("replies of STS", () => {
  it.each<[string, Params, string | undefined, object]>([
    [
      "the policies of a caller",
      assumeAdmin,
      "bob",
      {
        PolicyType: "AccountLevelIdentityBasedPolicy",
        AuthPrincipalType: "SubUser",
        AuthPrincipalDisplayName: expect.stringMatching(/^\d{18}$/),
      },
    ],
    [
      "a trust policy",
      { ...assumeAdmin, RoleArn: roleArn("ecs-app") },
      "alice",
      { PolicyType: "AssumeRolePolicy", AuthPrincipalType: "SubUser" },
    ],
    [
      "a trust policy, a pod",
      { Action: "AssumeRoleWithOIDC", OIDCProviderArn: providerArn, RoleArn: rrsaRole },
      undefined,
      {
        PolicyType: "AssumeRolePolicy",
        AuthPrincipalType: "Federated",
        AuthPrincipalDisplayName: "system:serviceaccount:other:app",
      },
    ],
  ])("says in detail what refused: %s", async (_, params, user, detail) => {
    const { cloud, call } = createClient();
    const OIDCToken = await cloud.oidcIssuer().mint({ claims: { sub: "system:serviceaccount:other:app" } });
    const reply = await call(
      user === undefined ? { ...params, OIDCToken } : params,
      user === undefined ? {} : { keys: cloud.accessKey(user) },
    );
    const { AccessDeniedDetail = {}, RequestId } = (await reply.json()) as {
      AccessDeniedDetail?: Record<string, string>;
      RequestId: string;
    };
    expect(AccessDeniedDetail).toMatchObject({
      ...detail,
      NoPermissionType: "ImplicitDeny",
      AuthAction: "sts:AssumeRole",
      AuthPrincipalOwnerId: "1000000000000001",
    });
    expect(Object.keys(AccessDeniedDetail)).toEqual([
      "PolicyType",
      "AuthPrincipalOwnerId",
      "EncodedDiagnosticMessage",
      "AuthPrincipalType",
      "AuthPrincipalDisplayName",
      "NoPermissionType",
      "AuthAction",
    ]);
    const message = Buffer.from(AccessDeniedDetail["EncodedDiagnosticMessage"] ?? "", "base64");
    expect(message.subarray(0, 6).toString("hex")).toBe("010100000000");
    expect(message.readUInt32BE(6)).toBe(cloud.clock.now() / 1000);
    expect(message.subarray(10).toString()).toBe(RequestId);
  });

  it("keeps the SourceIdentity through a chain of roles", async () => {
    const client = createClient();
    const named = { ...assumeAdmin, SourceIdentity: "alice=1+2,3@a.b-c_d" };
    const admin = await assume(client, named);
    const again = { ...assumeAdmin, RoleArn: roleArn("reader"), SourceIdentity: "mallory" };
    for (const params of [{ ...assumeAdmin, RoleArn: roleArn("reader") }, again])
      expect(await (await client.call(params, { keys: admin })).json()).toMatchObject({
        SourceIdentity: "alice=1+2,3@a.b-c_d",
      });
    const second = await assume(client, assumeAdmin, { keys: admin });
    expect(await (await client.call(assumeAdmin, { keys: second })).json()).toMatchObject({
      SourceIdentity: "alice=1+2,3@a.b-c_d",
    });
  });

  it("sends the headers of the gateway", async () => {
    const { call } = createClient();
    for (const params of [assumeAdmin, { Action: "Nothing" }]) {
      const { headers } = await call(params);
      expect(Object.fromEntries(headers)).toMatchObject({
        date: "Wed, 07 Jan 2026 08:00:00 GMT",
        "content-type": "application/json;charset=utf-8",
        "access-control-allow-origin": "*",
        "access-control-expose-headers": "*",
        "x-acs-request-id": expect.stringMatching(/^[0-9A-F-]{36}$/),
        "x-acs-trace-id": expect.stringMatching(/^[0-9a-f]{32}$/),
        etag: expect.stringMatching(/^\w+$/),
      });
      expect(headers.has("retry-after")).toBe(false);
    }
  });
});
