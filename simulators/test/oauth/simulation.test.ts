import { describe, expect, it } from "vitest";
import { type Fault, faultScenarios, simulateCloud } from "../../src/mod.ts";
import { serve } from "../../src/reach/serve/node.ts";
import { createOAuthGrants } from "../../src/services/oauth/grants.ts";
import { createOAuthClient, oauthWorld, sites } from "../support/oauth.ts";

/** A sign-in, a refresh, an exchange and a refusal: every reply and the journal as text. */
async function run(seed: string): Promise<string> {
  const { cloud, authorizeUrl, redeem, refresh, exchange } = createOAuthClient({ seed });
  const page = await (await cloud.fetch(authorizeUrl())).text();
  const back = cloud.oauth.approve(authorizeUrl(), { user: "alice" });
  const first = await redeem(back.searchParams.get("code") ?? "");
  await cloud.advance("30m");
  const second = await refresh(first.body["refresh_token"]);
  const exchanged = await exchange(second.body["access_token"]);
  const refused = await refresh(first.body["refresh_token"]);
  return JSON.stringify([page, back.href, first, second, exchanged, refused, cloud.journal.entries()]);
}

describe("a simulated OAuth service", () => {
  it("answers the same bytes for the same seed", async () => {
    const first = await run("one");
    expect(await run("one")).toBe(first);
    expect(await run("two")).not.toBe(first);
  });

  it("goes back to a snapshot, and to the beginning", async () => {
    const { cloud, code, redeem, refresh } = createOAuthClient();
    const { body } = await redeem(code("alice"));
    const signedIn = cloud.snapshot();
    const { body: next } = await refresh(body["refresh_token"]);
    await refresh(body["refresh_token"]);
    cloud.restore(signedIn);
    expect((await refresh(next["refresh_token"])).body["error"]).toBe("invalid_grant");
    expect((await refresh(body["refresh_token"])).body["refresh_token"]).toBe(next["refresh_token"]);
    cloud.reset();
    expect((await refresh(body["refresh_token"])).status).toBe(400);
    expect((await redeem(code("alice"))).body).toEqual(body);
  });

  it("keeps no secret in its journal and its errors", async () => {
    const { cloud, code, redeem, refresh, exchange, authorizeUrl } = createOAuthClient();
    const given = code("alice");
    const { body } = await redeem(given);
    const { body: session } = await exchange(body["access_token"]);
    await refresh(body["refresh_token"], { client_id: body["refresh_token"] });
    await cloud.fetch(authorizeUrl({ client_id: body["access_token"] }));
    cloud.expectNoSecrets(cloud.journal.entries(), cloud.journal.print());
    for (const secret of [given, body["access_token"], body["refresh_token"], session["accessKeySecret"]])
      expect(() => cloud.expectNoSecrets(secret)).toThrow("a secret appears");
  });

  it("lets go what has expired", async () => {
    const { cloud, code } = createOAuthClient({ world: oauthWorld({ refreshTokenSeconds: 7200 }) });
    for (let hour = 0; hour < 48; hour++) {
      await cloud.advance("1h");
      code("alice");
      cloud.oauth.signIn("alice");
    }
    // At most three hours of: two grants, a code, an access token and a refresh token.
    expect(cloud.world.use(createOAuthGrants).size()).toBeLessThanOrEqual(15);
  });

  it("takes lives and errors from the world", async () => {
    const world = oauthWorld({
      accessTokenSeconds: 900,
      sessionSeconds: 1800,
      codeSeconds: 30,
      errors: { invalid_grant: { status: 401, code: "bad_grant" }, access_denied: { code: "user_said_no" } },
    });
    const { cloud, code, redeem, exchange, authorizeUrl } = createOAuthClient({ world });
    const { body } = await redeem(code("alice"));
    expect(body["expires_in"]).toBe(900);
    expect((await exchange(body["access_token"])).body["expiration"]).toBe("2026-01-07T08:30:00Z");
    const late = code("alice");
    await cloud.advance("30s");
    expect(await redeem(late)).toMatchObject({ status: 401, body: { error: "bad_grant" } });
    expect(cloud.oauth.deny(authorizeUrl()).searchParams.get("error")).toBe("user_said_no");
  });

  it.each(["", "/oauth"])("answers on a port below %j, where the client tells the site", async (prefix) => {
    const cloud = simulateCloud();
    await using served = await serve(cloud);
    for (const site of ["CN", "INTL"] as const) {
      const reply = await fetch(`${served.url}${prefix}/v1/token`, {
        method: "POST",
        body: new URLSearchParams({
          grant_type: "refresh_token",
          refresh_token: cloud.oauth.signIn("alice", site).refreshToken,
          client_id: sites[site].clientId,
        }),
      });
      const { access_token } = (await reply.json()) as Record<string, string>;
      const headers = { authorization: `Bearer ${access_token}` };
      const exchanged = await fetch(`${served.url}${prefix}/v1/exchange`, { method: "POST", headers });
      expect(await exchanged.json()).toHaveProperty("accessKeyId");
    }
  });
});

describe("faults of OAuth", () => {
  const service = "oauth";

  it.each([
    [{ kind: "throttling", retryAfterSeconds: 7 }, 429, "throttling"],
    [{ kind: "internal-error" }, 500, "server_error"],
    [{ kind: "unavailable" }, 503, "temporarily_unavailable"],
    [{ kind: "error", code: "expired_token" }, 401, "expired_token"],
  ] as const)("%j of the exchange", async (fault, status, error) => {
    const { cloud, exchange, site } = createOAuthClient();
    cloud.faults.add({ ...fault, service, operation: "Exchange", clientKey: site.clientId, times: 1 });
    const { accessToken } = cloud.oauth.signIn("alice");
    expect(await exchange(accessToken)).toMatchObject({
      status,
      body: { error, requestId: expect.any(String) },
    });
    expect((await exchange(accessToken)).status).toBe(200);
  });

  it.each([
    [{ kind: "expired-credentials" }, { expiration: "2026-01-07T07:59:00Z" }],
    [{ kind: "wrong-case-keys" }, { AccessKeyId: expect.any(String) }],
    [{ kind: "expiration-format", format: "offset" }, { expiration: "2026-01-07T17:00:00+08:00" }],
  ] as const)("%j of the exchange", async (fault, body) => {
    const { cloud, exchange } = createOAuthClient();
    cloud.faults.add({ ...(fault as Fault), service });
    expect((await exchange(cloud.oauth.signIn("alice").accessToken)).body).toMatchObject(body);
  });

  it("oauth-no-refresh-token: none comes, and the one at hand stays good", async () => {
    const { cloud, refresh } = createOAuthClient();
    const { refreshToken } = cloud.oauth.signIn("alice");
    for (const fault of faultScenarios["oauth-no-refresh-token"]) cloud.faults.add(fault);
    expect(Object.keys((await refresh(refreshToken)).body)).toEqual([
      "access_token",
      "expires_in",
      "token_type",
    ]);
    cloud.faults.clear();
    expect((await refresh(refreshToken)).body).toHaveProperty("refresh_token");
  });

  it("oauth-refresh-token-replay: a fresh token counts as used, and its whole family is revoked", async () => {
    const { cloud, refresh, exchange } = createOAuthClient();
    const { refreshToken, accessToken } = cloud.oauth.signIn("alice");
    for (const fault of faultScenarios["oauth-refresh-token-replay"]) cloud.faults.add(fault);
    expect((await refresh(refreshToken)).body["error"]).toBe("invalid_grant");
    expect((await exchange(accessToken)).body["error"]).toBe("invalid_token");
  });

  it("oauth-short-access-token: it is over before the exchange can use it", async () => {
    const { cloud, refresh, exchange } = createOAuthClient({
      world: oauthWorld({ exchangeNeedsSeconds: 1200 }),
    });
    for (const fault of faultScenarios["oauth-short-access-token"]) cloud.faults.add(fault);
    const { body } = await refresh(cloud.oauth.signIn("alice").refreshToken);
    expect(body["expires_in"]).toBe(60);
    expect((await exchange(body["access_token"])).body["error"]).toBe("expired_token");
  });

  it("short-access-token lives as long as it says", async () => {
    const { cloud, refresh, exchange } = createOAuthClient();
    cloud.faults.add({ kind: "short-access-token", ms: 5000, service });
    const { body } = await refresh(cloud.oauth.signIn("alice").refreshToken);
    await cloud.advance(4999);
    expect((await exchange(body["access_token"])).status).toBe(200);
    await cloud.advance(1);
    expect((await exchange(body["access_token"])).body["error"]).toBe("expired_token");
  });

  it("error refuses a code that OAuth does not have", async () => {
    const { cloud } = createOAuthClient();
    expect(() => cloud.faults.add({ kind: "error", code: "no_such_code", service: "oauth" })).toThrow(
      'oauth has no error "no_such_code"',
    );
  });
});
