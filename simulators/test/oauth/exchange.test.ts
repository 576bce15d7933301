import { describe, expect, it } from "vitest";
import { createOAuthClient, oauthWorld } from "../support/oauth.ts";
import { assumeAdmin, createClient, whoAmI } from "../support/worlds.ts";

describe("the exchange", () => {
  it("gives credentials, in camel case", async () => {
    const { cloud, exchange, site } = createOAuthClient();
    const { status, body } = await exchange(cloud.oauth.signIn("alice").accessToken);
    expect(status).toBe(200);
    expect(body).toEqual({
      requestId: expect.any(String),
      accessKeyId: expect.stringMatching(/^STS\./),
      accessKeySecret: expect.any(String),
      securityToken: expect.stringMatching(/^CAIS/),
      expiration: "2026-01-07T09:00:00Z",
    });
    expect(cloud.journal.entries().at(-1)).toMatchObject({
      operation: "Exchange",
      clientKey: site.clientId,
      credentialKind: "token",
      identity: "acs:ram::1000000000000001:user/alice",
      requestId: body["requestId"],
    });
  });

  it.each([
    ["alice", "RAMUser", "acs:ram::1000000000000001:user/alice", 200],
    ["bob", "RAMUser", "acs:ram::1000000000000001:user/bob", 403],
    ["1000000000000001", "Account", "acs:ram::1000000000000001:root", 403],
  ])("gives credentials of %s that STS recognises until they expire", async (user, type, arn, assumed) => {
    const client = createClient();
    const { accessToken } = client.cloud.oauth.signIn(user, "INTL");
    const reply = await client.cloud.fetch("https://oauth.alibabacloud.com/v1/exchange", {
      method: "POST",
      headers: { authorization: `Bearer ${accessToken}` },
    });
    const keys = (await reply.json()) as {
      accessKeyId: string;
      accessKeySecret: string;
      securityToken: string;
    };
    expect(await (await client.call(whoAmI, { keys })).json()).toMatchObject({
      IdentityType: type,
      Arn: arn,
    });
    expect((await client.call(assumeAdmin, { keys })).status).toBe(assumed);
    await client.cloud.advance("1h");
    expect(await (await client.call(whoAmI, { keys })).json()).toMatchObject({
      Code: "InvalidSecurityToken.Expired",
    });
  });

  it("refuses an access token from the moment it expires", async () => {
    const { cloud, exchange } = createOAuthClient();
    const { accessToken, accessExpiresAtMs } = cloud.oauth.signIn("alice");
    await cloud.advance(accessExpiresAtMs - cloud.clock.now() - 1);
    expect((await exchange(accessToken)).status).toBe(200);
    await cloud.advance(1);
    expect(await exchange(accessToken)).toEqual({
      status: 401,
      body: {
        error: "expired_token",
        error_description: "The access token is expired.",
        requestId: expect.any(String),
      },
    });
  });

  it("refuses an access token with less left than it needs, where the world says so", async () => {
    const { cloud, exchange } = createOAuthClient({ world: oauthWorld({ exchangeNeedsSeconds: 1200 }) });
    const { accessToken } = cloud.oauth.signIn("alice");
    await cloud.advance("40m");
    expect((await exchange(accessToken)).status).toBe(200);
    await cloud.advance(1);
    expect((await exchange(accessToken)).body["error"]).toBe("expired_token");
    expect(cloud.journal.entries().at(-1)?.reason).toContain("less left than an exchange needs");
  });

  it("refuses tokens that are absent, unknown, of the other site or of another kind", async () => {
    const { cloud, exchange } = createOAuthClient();
    const { accessToken } = cloud.oauth.signIn("alice", "INTL");
    const { refreshToken } = cloud.oauth.signIn("alice", "CN");
    for (const token of [undefined, "x".repeat(43), accessToken, refreshToken]) {
      expect(await exchange(token)).toMatchObject({ status: 401, body: { error: "invalid_token" } });
    }
    expect(cloud.journal.entries().map(({ reason }) => reason)).toEqual([
      "no bearer token",
      "no such access token",
      "the access token is one of the other site",
      "no such access token",
    ]);
  });
});
