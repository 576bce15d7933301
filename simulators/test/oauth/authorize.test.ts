import { describe, expect, it } from "vitest";
import { createOAuthClient, oauthWorld, redirectUri, sites, state } from "../support/oauth.ts";
import { verifier } from "../support/pkce.ts";

const alice = "alice@1000000000000001.onaliyun.com";

function decide(
  { cloud, site, authorizeUrl }: ReturnType<typeof createOAuthClient>,
  form: Record<string, string>,
  { origin = site.signin as string, url = authorizeUrl() } = {},
): Promise<Response> {
  const headers = { "content-type": "application/x-www-form-urlencoded", ...(origin && { origin }) };
  const body = new URLSearchParams(form).toString();
  return cloud.fetch(url, { method: "POST", headers, body, redirect: "manual" });
}

describe("the authorization page", () => {
  it.each([
    ["CN", "China (aliyun.com)"],
    ["INTL", "International (alibabacloud.com)"],
  ] as const)("of %s asks who signs in", async (name, shown) => {
    const { cloud, authorizeUrl, site } = createOAuthClient({}, name);
    const reply = await cloud.fetch(authorizeUrl());
    expect(reply.status).toBe(200);
    expect(reply.headers.get("content-security-policy")).toContain(
      "form-action 'self' http://127.0.0.1:12345;",
    );
    const html = await reply.text();
    for (const part of ["Alibaba Cloud CLI", shown, site.clientId, redirectUri, alice, "Main account"])
      expect(html).toContain(part);
    expect(cloud.journal.entries()[0]).toMatchObject({
      service: "oauth",
      operation: "ShowAuthorizePage",
      clientKey: site.clientId,
      decision: "allowed",
    });
  });

  it("sends an approval back with a code and the state", async () => {
    const client = createOAuthClient();
    const reply = await decide(client, { user: alice, decision: "approve" });
    expect(reply.status).toBe(303);
    const location = new URL(reply.headers.get("location") ?? "");
    expect(location.origin + location.pathname).toBe(redirectUri);
    expect([...location.searchParams.keys()]).toEqual(["code", "state"]);
    expect(location.searchParams.get("state")).toBe(state);
    expect((await client.redeem(location.searchParams.get("code") ?? "")).status).toBe(200);
    client.cloud.expectNoSecrets(client.cloud.journal.entries());
  });

  it("sends a denial back with the state and no code", async () => {
    const reply = await decide(createOAuthClient(), { user: alice, decision: "deny" });
    const { searchParams } = new URL(reply.headers.get("location") ?? "");
    expect(Object.fromEntries(searchParams)).toEqual({
      error: "access_denied",
      error_description: "The user denied the request.",
      state,
    });
  });

  it("sends no state back where none came", async () => {
    const client = createOAuthClient();
    const url = client.authorizeUrl({ state: undefined });
    const { searchParams } = client.cloud.oauth.approve(url, { user: "alice" });
    expect([...searchParams.keys()]).toEqual(["code"]);
  });

  it.each([
    ["response_type", undefined, "invalid_request"],
    ["response_type", "token", "unsupported_response_type"],
    ["code_challenge", undefined, "invalid_request"],
    ["code_challenge", verifier, "invalid_request"],
    ["code_challenge_method", undefined, "invalid_request"],
    ["code_challenge_method", "plain", "invalid_request"],
  ])("sends %s = %s back as %s, without asking", async (name, value, error) => {
    const client = createOAuthClient();
    const url = client.authorizeUrl({ [name]: value });
    for (const reply of [
      await client.cloud.fetch(url, { redirect: "manual" }),
      await decide(client, { user: alice, decision: "approve" }, { url }),
    ]) {
      expect(reply.status).toBe(303);
      const { searchParams } = new URL(reply.headers.get("location") ?? "");
      expect(searchParams.get("error")).toBe(error);
      expect(searchParams.get("state")).toBe(state);
      expect(searchParams.has("code")).toBe(false);
    }
    expect(() => client.cloud.oauth.approve(url, { user: "alice" })).toThrow("the page would not ask");
  });

  it.each([
    ["client_id", undefined, "invalid_client"],
    ["client_id", "1", "invalid_client"],
    ["client_id", sites.INTL.clientId, "invalid_client"],
    ["redirect_uri", undefined, "unauthorized_client"],
    ["redirect_uri", "https://evil.example/cli/callback", "unauthorized_client"],
    ["redirect_uri", "http://127.0.0.1.evil.example:12345/cli/callback", "unauthorized_client"],
    ["redirect_uri", "http://127.0.0.1:12345/other", "unauthorized_client"],
    ["redirect_uri", "http://127.0.0.1:12345/cli/callback?to=x", "unauthorized_client"],
    ["redirect_uri", "http://127.0.0.1:12345/cli/callback#x", "unauthorized_client"],
    ["redirect_uri", "http://user@127.0.0.1:12345/cli/callback", "unauthorized_client"],
    ["redirect_uri", "https://127.0.0.1:12345/cli/callback", "unauthorized_client"],
    ["redirect_uri", "http://localhost:12345/cli/callback", "unauthorized_client"],
    ["redirect_uri", "javascript:alert(1)", "unauthorized_client"],
  ])("redirects nobody for %s = %s", async (name, value, code) => {
    const client = createOAuthClient();
    const url = client.authorizeUrl({ [name]: value });
    for (const reply of [
      await client.cloud.fetch(url),
      await decide(client, { user: alice, decision: "approve" }, { url }),
    ]) {
      expect(reply.status).toBe(400);
      expect(reply.headers.has("location")).toBe(false);
      expect(await reply.text()).toContain(`(${code})`);
    }
  });

  it("refuses a parameter given twice", async () => {
    const { cloud, authorizeUrl } = createOAuthClient();
    const reply = await cloud.fetch(`${authorizeUrl()}&state=other`);
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain("The parameter state is given more than once.");
  });

  it.each([
    "http://127.0.0.1:1/cli/callback",
    "http://127.0.0.1:65535/cli/callback",
    "http://127.0.0.1/cli/callback",
  ])("redirects the command line to any port: %s", (uri) => {
    const { cloud, authorizeUrl } = createOAuthClient();
    const url = cloud.oauth.approve(authorizeUrl({ redirect_uri: uri }), { user: "alice" });
    expect(url.href.startsWith(`${uri}?code=`)).toBe(true);
  });

  it("knows the clients of the world, a port given with an address included", () => {
    const uris = ["http://[::1]:9000/back"];
    const { cloud, authorizeUrl } = createOAuthClient({
      world: oauthWorld({ clients: [{ id: "77", site: "CN", name: "My tool", redirectUris: uris }] }),
    });
    const url = (uri: string): string => authorizeUrl({ client_id: "77", redirect_uri: uri });
    expect(cloud.oauth.approve(url("http://[::1]:9000/back"), { user: "bob" }).port).toBe("9000");
    expect(() => cloud.oauth.approve(url("http://[::1]:9001/back"), { user: "bob" })).toThrow("redirect URI");
  });

  it.each([
    ["nobody", { decision: "approve" }, "Choose who signs in."],
    ["a stranger", { decision: "approve", user: "mallory" }, "Choose who signs in."],
    ["no decision", { user: alice }, "Approve or deny."],
  ])("asks again for %s", async (_, form, message) => {
    const reply = await decide(createOAuthClient(), form);
    expect(reply.status).toBe(400);
    expect(await reply.text()).toContain(`role="alert" id="problem">${message}`);
  });

  it.each(["https://evil.example", "null", "https://oauth.aliyun.com", ""])(
    "takes no decision from the origin %j",
    async (origin) => {
      const client = createOAuthClient();
      const reply = await decide(client, { user: alice, decision: "approve" }, { origin });
      expect(reply.status).toBe(403);
      expect(reply.headers.has("location")).toBe(false);
      expect(client.cloud.journal.entries().at(-1)?.code).toBe("CrossOrigin");
    },
  );

  it("is at the sign-in host alone, and the tokens at the other", async () => {
    const { cloud, site, authorizeUrl } = createOAuthClient();
    const { search } = new URL(authorizeUrl());
    expect((await cloud.fetch(`${site.oauth}/oauth2/v1/auth${search}`)).status).toBe(404);
    expect((await cloud.fetch(`${site.signin}/v1/token`, { method: "POST" })).status).toBe(404);
    expect((await cloud.fetch(`${site.signin}/v1/exchange`, { method: "POST" })).status).toBe(404);
    expect(cloud.journal.count({ decision: "unmatched" })).toBe(3);
  });

  it("says who may sign in when a test names somebody else", () => {
    const { cloud, authorizeUrl } = createOAuthClient();
    expect(() => cloud.oauth.approve(authorizeUrl(), { user: "mallory" })).toThrow(alice);
  });
});
