import { describe, expect, it } from "vitest";
import { createOAuthClient, oauthWorld, sites } from "../support/oauth.ts";
import { verifier } from "../support/pkce.ts";

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe("the code for tokens", () => {
  it.each(["CN", "INTL"] as const)("is exchanged once, at %s", async (site) => {
    const client = createOAuthClient({}, site);
    const code = client.code("alice");
    const { status, body } = await client.redeem(code);
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(/^Cnry/),
      refresh_token: expect.stringMatching(/^Cnry/),
      expires_in: 3600,
      token_type: "Bearer",
    });
    expect(client.cloud.journal.entries().at(-1)).toMatchObject({
      operation: "IssueToken",
      clientKey: client.site.clientId,
      identity: "acs:ram::1000000000000001:user/alice",
      decision: "allowed",
    });
    const again = await client.redeem(code);
    expect(again).toMatchObject({
      status: 400,
      body: {
        error: "invalid_grant",
        error_description: expect.any(String),
        request_id: expect.stringMatching(uuid),
        http_code: 400,
      },
    });
    expect(Object.keys(again.body)).toEqual(["error", "error_description", "request_id", "http_code"]);
  });

  it("is not cached", async () => {
    const { cloud, site } = createOAuthClient();
    const reply = await cloud.fetch(`${site.oauth}/v1/token`, { method: "POST" });
    expect(reply.headers.get("cache-control")).toBe("no-store");
  });

  it("is good for five minutes, and not a moment longer", async () => {
    const { cloud, code, redeem } = createOAuthClient();
    const [first, second] = [code("alice"), code("alice")];
    await cloud.advance(299_999);
    expect((await redeem(first)).status).toBe(200);
    await cloud.advance(1);
    expect((await redeem(second)).body["error"]).toBe("invalid_grant");
    expect(cloud.journal.entries().at(-1)?.reason).toBe("the authorization code has expired");
  });

  it.each([
    ["code", "none", 400, "invalid_grant", "no such authorization code"],
    ["code", undefined, 400, "invalid_request", "The parameter code is missing."],
    ["client_id", sites.INTL.clientId, 401, "invalid_client", "The client is unknown to this site."],
    ["client_id", undefined, 400, "invalid_request", "The parameter client_id is missing."],
    ["client_id", "77", 400, "invalid_grant", "it was issued to another client"],
    ["redirect_uri", "http://127.0.0.1:12346/cli/callback", 400, "invalid_grant", "redirect_uri is not that"],
    ["redirect_uri", undefined, 400, "invalid_request", "The parameter redirect_uri is missing."],
    ["code_verifier", `${verifier}x`, 400, "invalid_grant", "the code verifier does not match"],
    ["code_verifier", undefined, 400, "invalid_request", "The parameter code_verifier is missing."],
    ["grant_type", "password", 400, "unsupported_grant_type", "The grant type is not supported."],
    ["grant_type", undefined, 400, "invalid_request", "The parameter grant_type is missing."],
  ])("is not given up for %s = %s", async (name, value, status, error, reason) => {
    const clients = [
      { id: "77", site: "CN", name: "Other", redirectUris: ["http://127.0.0.1/other"] },
    ] as const;
    const { cloud, code, redeem } = createOAuthClient({ world: oauthWorld({ clients }) });
    const good = code("alice");
    const refused = await redeem(good, { [name]: value });
    expect(refused).toMatchObject({ status, body: { error } });
    expect(cloud.journal.entries().at(-1)?.reason).toContain(reason);
    expect((await redeem(good)).status).toBe(200);
  });

  it("refuses what is not a form, or says something twice", async () => {
    const { cloud, site, code } = createOAuthClient();
    const url = `${site.oauth}/v1/token`;
    const json = await cloud.fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ grant_type: "authorization_code", code: code("alice") }),
    });
    expect(await json.json()).toMatchObject({ error: "invalid_request" });
    const twice = await cloud.fetch(url, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: "grant_type=refresh_token&grant_type=authorization_code",
    });
    expect(await twice.json()).toMatchObject({
      error_description: "The parameter grant_type is given more than once.",
    });
  });
});

describe("refreshing", () => {
  it("is refused in the words of the real service", async () => {
    const { refresh } = createOAuthClient();
    expect(await refresh("none")).toEqual({
      status: 400,
      body: {
        error: "invalid_grant",
        error_description: "invalid refreshToken",
        request_id: expect.stringMatching(uuid),
        http_code: 400,
      },
    });
  });

  it("gives new tokens each time, by a token for one use", async () => {
    const { cloud, code, redeem, refresh, exchange } = createOAuthClient();
    let { body } = await redeem(code("alice"));
    for (let hour = 0; hour < 30; hour++) {
      await cloud.advance("1h");
      expect((await exchange(body["access_token"])).body["error"]).toBe("expired_token");
      const next = await refresh(body["refresh_token"]);
      expect(next.body["refresh_token"]).not.toBe(body["refresh_token"]);
      expect(next.body["access_token"]).not.toBe(body["access_token"]);
      body = next.body;
      expect((await exchange(body["access_token"])).status).toBe(200);
    }
    expect(cloud.journal.count({ operation: "RefreshToken", decision: "allowed" })).toBe(30);
  });

  it.each([
    ["revoke-family", 400, 401],
    [undefined, 400, 401],
    ["refuse", 200, 200],
  ] as const)(
    "a replayed token, refreshTokenReplay %s: the one in its place then gives %i, the access token %i",
    async (refreshTokenReplay, refreshed, exchanged) => {
      const client = createOAuthClient({ world: oauthWorld({ refreshTokenReplay }) });
      const { body: first } = await client.redeem(client.code("alice"));
      const { body: second } = await client.refresh(first["refresh_token"]);
      expect(await client.refresh(first["refresh_token"])).toMatchObject({
        status: 400,
        body: { error: "invalid_grant" },
      });
      expect(client.cloud.journal.entries().at(-1)?.reason).toContain("the refresh token was used before");
      expect((await client.exchange(second["access_token"])).status).toBe(exchanged);
      expect((await client.refresh(second["refresh_token"])).status).toBe(refreshed);
    },
  );

  it("a replayed code takes its tokens with it", async () => {
    const client = createOAuthClient();
    const code = client.code("alice");
    const { body } = await client.redeem(code);
    await client.redeem(code);
    expect((await client.exchange(body["access_token"])).body["error"]).toBe("invalid_token");
    expect((await client.refresh(body["refresh_token"])).body["error"]).toBe("invalid_grant");
  });

  it("leaves the tokens of another sign-in alone", async () => {
    const client = createOAuthClient();
    const other = client.cloud.oauth.signIn("alice");
    const code = client.code("alice");
    await client.redeem(code);
    await client.redeem(code);
    expect((await client.exchange(other.accessToken)).status).toBe(200);
    expect((await client.refresh(other.refreshToken)).status).toBe(200);
  });

  it("is over when the refresh token has expired", async () => {
    const { cloud, refresh } = createOAuthClient({ world: oauthWorld({ refreshTokenSeconds: 7200 }) });
    const { refreshToken } = cloud.oauth.signIn("alice");
    await cloud.advance("2h");
    expect((await refresh(refreshToken)).body["error"]).toBe("invalid_grant");
    expect(cloud.journal.entries().at(-1)?.reason).toBe("the refresh token has expired");
  });

  it.each([
    ["client_id", sites.INTL.clientId, "invalid_client"],
    ["refresh_token", "none", "invalid_grant"],
    ["refresh_token", "", "invalid_request"],
  ])("is refused for %s = %j: %s", async (name, value, error) => {
    const { cloud, refresh } = createOAuthClient();
    const { refreshToken } = cloud.oauth.signIn("alice");
    expect((await refresh(refreshToken, { [name]: value })).body["error"]).toBe(error);
    expect((await refresh(refreshToken)).status).toBe(200);
  });
});
