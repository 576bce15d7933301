import { describe, expect, it } from "vitest";
import type { WorldDescription } from "../../src/mod.ts";
import { createOAuthClient, type OAuthClient, oauthWorld, sites } from "../support/oauth.ts";

const application = { client_id: "77", redirect_uri: "http://127.0.0.1:8080/done" };

function client(oauth: NonNullable<WorldDescription["oauth"]> = {}): OAuthClient {
  const clients = [
    { id: "77", site: "CN", name: "An application of RAM", redirectUris: ["http://127.0.0.1/done"] },
  ] as const;
  return createOAuthClient({ world: oauthWorld({ clients, ...oauth }) });
}

async function signIn({ cloud, authorizeUrl, redeem }: OAuthClient, change = {}): Promise<Fields> {
  const back = cloud.oauth.approve(authorizeUrl(change), { user: "alice" });
  return (await redeem(back.searchParams.get("code") ?? "", change)).body;
}

type Fields = Readonly<Record<string, unknown>>;

describe("an application of RAM", () => {
  it("gets expires_in as text with the first tokens, and no new refresh token later", async () => {
    const one = client();
    const first = await signIn(one, application);
    expect(first["expires_in"]).toBe("3600");
    const token = String(first["refresh_token"]);
    for (let round = 0; round < 2; round++) {
      const { status, body } = await one.refresh(token, { client_id: "77" });
      expect([status, body["expires_in"]]).toEqual([200, 3600]);
      expect(Object.keys(body)).toEqual(["access_token", "expires_in", "token_type"]);
      expect((await one.exchange(String(body["access_token"]))).status).toBe(200);
    }
  });

  it("is unlike the CLI, which gets a number and new refresh tokens", async () => {
    const one = client();
    const first = await signIn(one);
    expect(first["expires_in"]).toBe(3600);
    const { body } = await one.refresh(String(first["refresh_token"]));
    expect(body["refresh_token"]).not.toBe(first["refresh_token"]);
  });

  it("and the CLI are alike where the world says so", async () => {
    const never = client({ refreshTokenRotation: "never", expiresInAsText: true });
    const first = await signIn(never);
    expect(first["expires_in"]).toBe("3600");
    expect((await never.refresh(String(first["refresh_token"]))).body).not.toHaveProperty("refresh_token");
    const always = client({ refreshTokenRotation: "always", expiresInAsText: false });
    const other = await signIn(always, application);
    expect(other["expires_in"]).toBe(3600);
    const refreshed = await always.refresh(String(other["refresh_token"]), { client_id: "77" });
    expect(refreshed.body).toHaveProperty("refresh_token");
  });
});

describe("the addresses beside the tokens", () => {
  it.each(["CN", "INTL"] as const)("are in the discovery document of %s", async (name) => {
    const { cloud } = createOAuthClient({}, name);
    const { oauth, signin } = sites[name];
    const reply = await cloud.fetch(`${oauth}/.well-known/openid-configuration`);
    expect(await reply.json()).toMatchObject({
      issuer: oauth,
      authorization_endpoint: `${signin}/oauth2/v1/auth`,
      token_endpoint: `${oauth}/v1/token`,
      revocation_endpoint: `${oauth}/v1/revoke`,
      userinfo_endpoint: `${oauth}/v1/userinfo`,
    });
    const local = await cloud.fetch("http://localhost:8080/oauth/.well-known/openid-configuration");
    expect(await local.json()).toMatchObject({ token_endpoint: "http://localhost:8080/v1/token" });
  });

  it("tell who the person behind a token is", async () => {
    const { cloud, site } = createOAuthClient();
    const ask = async (user: string): Promise<unknown> => {
      const headers = { authorization: `Bearer ${cloud.oauth.signIn(user).accessToken}` };
      return (await cloud.fetch(`${site.oauth}/v1/userinfo`, { headers })).json();
    };
    expect(await ask("alice")).toEqual({
      sub: expect.stringMatching(/^\d{18}$/),
      aid: "1000000000000001",
      uid: expect.stringMatching(/^\d{18}$/),
      name: "alice",
      upn: "alice@1000000000000001.onaliyun.com",
    });
    expect(await ask("1000000000000001")).toMatchObject({ sub: "1000000000000001", aid: "1000000000000001" });
    const refused = await cloud.fetch(`${site.oauth}/v1/userinfo`);
    expect([refused.status, await refused.json()]).toMatchObject([401, { error: "invalid_token" }]);
  });

  it("end a sign-in by any of its tokens, for its own client alone", async () => {
    const { cloud, site, exchange, refresh } = createOAuthClient();
    const revoke = async (token: string, clientId: string = site.clientId): Promise<number> => {
      const body = new URLSearchParams({ token, client_id: clientId });
      return (await cloud.fetch(`${site.oauth}/v1/revoke`, { method: "POST", body })).status;
    };
    for (const name of ["accessToken", "refreshToken"] as const) {
      const tokens = cloud.oauth.signIn("alice");
      expect(await revoke(tokens[name], sites.INTL.clientId)).toBe(401);
      expect(await revoke("unknown")).toBe(200);
      expect((await exchange(tokens.accessToken)).status).toBe(200);
      expect(await revoke(tokens[name])).toBe(200);
      expect((await exchange(tokens.accessToken)).body["error"]).toBe("invalid_token");
      expect((await refresh(tokens.refreshToken)).body["error"]).toBe("invalid_grant");
    }
  });
});
