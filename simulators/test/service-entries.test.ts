import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { type Cloud, simulateCloud, TransportFailure } from "../src/mod.ts";
import { cloudSsoApp } from "../src/services/cloud-sso/mod.ts";
import { credentialsUriApp } from "../src/services/credentials-uri/mod.ts";
import { ecsMetadataApp } from "../src/services/ecs-metadata/mod.ts";
import { oauthApp } from "../src/services/oauth/mod.ts";
import { oidcIssuerApp } from "../src/services/oidc-issuer/mod.ts";
import { stsApp } from "../src/services/sts/mod.ts";
import { clientId } from "./support/cloud-sso.ts";
import { instanceId } from "./support/metadata.ts";
import { redirectUri, sites } from "./support/oauth.ts";
import { challenge } from "./support/pkce.ts";
import { assumeAdmin, createClient, whoAmI } from "./support/worlds.ts";

/** A host that the cloud knows nothing of. */
const host = "http://box.example:8080";

/** An app of a person's own, with one of a service below a path. */
function below(path: string, app: Hono): Hono {
  return new Hono().get("/", (c) => c.text("home")).route(path, app);
}

async function json(reply: Response | Promise<Response>): Promise<Record<string, string>> {
  return (await (await reply).json()) as Record<string, string>;
}

describe("an entry of one service", () => {
  it.each(["v1", "v3"] as const)("sts: answers below a path, signature %s", async (style) => {
    const client = createClient();
    const { cloud } = client;
    const app = below("/some/sts", stsApp(cloud));
    expect(await (await app.request(`${host}/`)).text()).toBe("home");
    const reply = await app.fetch(client.request(assumeAdmin, { style, endpoint: `${host}/some/sts/` }));
    expect(reply.status).toBe(200);
    expect(cloud.journal.entries()).toMatchObject([
      { service: "sts", operation: "AssumeRole", host: "box.example:8080", path: "/some/sts/", status: 200 },
    ]);
  });

  it("sts: is the same by itself, as a fetch that is mounted, and for a cloud that changes", async () => {
    const client = createClient();
    let current: Cloud = client.cloud;
    const app = stsApp(() => current);
    const mounted = new Hono().mount("/sts", app.fetch);
    expect((await app.fetch(client.request(whoAmI, { endpoint: `${host}/` }))).status).toBe(200);
    expect((await mounted.fetch(client.request(whoAmI, { endpoint: `${host}/sts/` }))).status).toBe(200);
    expect(client.cloud.journal.count({ service: "sts", decision: "allowed" })).toBe(2);
    current = simulateCloud();
    expect((await app.request(`${host}/nothing`)).status).toBe(404);
    expect(current.journal.entries()).toMatchObject([{ service: "sts", decision: "unmatched" }]);
  });

  it("sts: keeps to the rules of its real hosts when it is asked at one", async () => {
    const app = stsApp(simulateCloud());
    const query = "?Action=GetCallerIdentity&Version=2015-04-01&Format=JSON";
    expect(await json(app.request(`http://sts.aliyuncs.com/${query}`))).toMatchObject({
      Code: "InvalidProtocol.NeedSsl",
    });
  });

  it("ecs-metadata: tells instances apart by the host name", async () => {
    const app = below("/imds", ecsMetadataApp(simulateCloud()));
    const path = "/imds/latest/meta-data/instance-id";
    expect(await (await app.request(`${host}${path}`)).text()).toBe(instanceId);
    expect(await (await app.request(`https://${instanceId}.box.example${path}`)).text()).toBe(instanceId);
    expect((await app.request(`http://i-unknown.box.example${path}`)).status).toBe(404);
  });

  it("cloud-sso: names addresses below its path", async () => {
    const cloud = simulateCloud();
    const app = below("/:tenant/sso", cloudSsoApp(cloud));
    const base = `${host}/acme/sso`;
    const device = await json(
      app.request(`${base}/device-authorization`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          PortalUrl: `${base}/start/login`,
          ClientId: clientId,
          CodeChallenge: challenge(),
          CodeChallengeMethod: "S256",
        }),
      }),
    );
    expect(device["VerificationUri"]).toBe(`${base}/device/code`);
    expect((await app.request(`${base}/device/code`)).headers.get("content-type")).toContain("text/html");
  });

  it("oauth: has the pages and the tokens of both sites", async () => {
    const cloud = simulateCloud();
    const app = below("/oauth", oauthApp(cloud));
    const { clientId } = sites.INTL;
    const query = new URLSearchParams({
      response_type: "code",
      client_id: clientId,
      redirect_uri: redirectUri,
      code_challenge: challenge(),
      code_challenge_method: "S256",
    });
    expect((await app.request(`${host}/oauth/oauth2/v1/auth?${query}`)).status).toBe(200);
    const { refreshToken = "" } = cloud.oauth.signIn("alice", "INTL");
    const body = new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: clientId,
    });
    const tokens = await json(app.request(`${host}/oauth/v1/token`, { method: "POST", body }));
    const headers = { authorization: `Bearer ${tokens["access_token"]}` };
    expect(await json(app.request(`${host}/oauth/v1/exchange`, { method: "POST", headers }))).toHaveProperty(
      "accessKeyId",
    );
  });

  it("credentials-uri: redirects within its path", async () => {
    const app = below("/credentials", credentialsUriApp(simulateCloud()));
    expect(await json(app.request(`${host}/credentials/reader`))).toMatchObject({ Code: "Success" });
    const moved = await app.request(`${host}/credentials/moved`);
    expect(moved.headers.get("location")).toBe("/credentials/reader");
  });

  it("oidc-issuer: publishes keys where it was asked", async () => {
    const app = below("/issuer", oidcIssuerApp(simulateCloud()));
    const found = await json(app.request(`${host}/issuer/.well-known/openid-configuration`));
    expect(found["jwks_uri"]).toBe(`${host}/issuer/openid/v1/jwks`);
    expect(await json(app.request(found["jwks_uri"] ?? ""))).toHaveProperty("keys");
  });

  it("shares faults, clock and credentials with the other services of its cloud", async () => {
    const client = createClient();
    const { cloud } = client;
    const uri = credentialsUriApp(cloud);
    const app = new Hono().route("/sts", stsApp(cloud)).route("/uri", uri);
    const found = await json(app.request(`${host}/uri/reader`));
    const keys = {
      accessKeyId: found["AccessKeyId"] ?? "",
      accessKeySecret: found["AccessKeySecret"] ?? "",
      securityToken: found["SecurityToken"] ?? "",
    };
    const ask = (): Promise<Response> =>
      Promise.resolve(app.fetch(client.request(whoAmI, { keys, endpoint: `${host}/sts/` })));
    expect((await ask()).status).toBe(200);
    await cloud.advance("1h");
    expect((await ask()).status).toBe(400);
    cloud.faults.add({ kind: "unavailable", service: "credentials-uri" });
    expect((await app.request(`${host}/uri/reader`)).status).toBe(503);
    expect(cloud.journal.count({ service: "credentials-uri" })).toBe(2);
  });

  it("leaves a broken connection to its caller", async () => {
    const cloud = simulateCloud();
    cloud.faults.add({ kind: "connection-reset" });
    const app = stsApp(cloud);
    await expect(async () => app.request(`${host}/`)).rejects.toThrow(TransportFailure);
    const outer = below("/sts", app).onError((error, c) => c.text(error.message, 502));
    expect((await outer.request(`${host}/sts/`)).status).toBe(502);
  });
});
