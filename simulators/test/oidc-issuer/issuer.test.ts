import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from "jose";
import { describe, expect, it } from "vitest";
import {
  type Cloud,
  defaultWorld,
  simulateCloud,
  type TokenRequest,
  type WorldDescription,
} from "../../src/mod.ts";
import type { OidcIssuerDescription } from "../../src/services/oidc-issuer/world.ts";
import { issuer, providerArn, rrsaRole } from "../support/oidc.ts";
import { startTimestamp } from "../support/worlds.ts";

const startSeconds = Date.parse(startTimestamp) / 1000;

function world(...oidcIssuers: OidcIssuerDescription[]): WorldDescription {
  return { ...defaultWorld, oidcIssuers };
}

async function json(cloud: Cloud, url: string, init?: RequestInit): Promise<Record<string, unknown>> {
  return (await (await cloud.fetch(url, init)).json()) as Record<string, unknown>;
}

function post(cloud: Cloud, body: unknown, url = `${issuer}/mint`): Promise<Response> {
  return cloud.fetch(url, { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) });
}

/** The answer of STS to a token. */
async function assume(cloud: Cloud, token: string): Promise<{ status: number; code: unknown }> {
  const reply = await cloud.fetch("https://sts.aliyuncs.com/", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({
      Action: "AssumeRoleWithOIDC",
      Version: "2015-04-01",
      Format: "JSON",
      OIDCProviderArn: providerArn,
      RoleArn: rrsaRole,
      OIDCToken: token,
    }),
  });
  return { status: reply.status, code: ((await reply.json()) as { Code?: string }).Code };
}

describe("what the issuer publishes", () => {
  it("is found from its configuration", async () => {
    const cloud = simulateCloud();
    const reply = await cloud.fetch(`${issuer}/.well-known/openid-configuration`);
    expect(reply.headers.get("content-type")).toBe("application/json");
    const configuration = (await reply.json()) as Record<string, string>;
    expect(configuration).toEqual({
      issuer,
      jwks_uri: `${issuer}/openid/v1/jwks`,
      response_types_supported: ["id_token"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
    });
    const keys = await cloud.fetch(configuration["jwks_uri"] ?? "");
    expect(keys.headers.get("content-type")).toBe("application/jwk-set+json");
    expect(await keys.json()).toEqual(cloud.oidcIssuer().jwks());
  });

  it("has no private part", () => {
    const [key, ...others] = simulateCloud().oidcIssuer().jwks().keys;
    expect(others).toEqual([]);
    expect(Object.keys(key ?? {}).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  });

  it("names addresses of the loopback host to those who ask there", async () => {
    const cloud = simulateCloud({ world: world({ issuer: "https://oidc.example/cluster" }) });
    const at = "http://127.0.0.1:8080/oidc-issuer/cluster";
    const configuration = await json(cloud, `${at}/.well-known/openid-configuration`);
    expect(configuration).toMatchObject({
      issuer: "https://oidc.example/cluster",
      jwks_uri: `${at}/openid/v1/jwks`,
    });
    expect((await cloud.fetch(`${configuration["jwks_uri"]}`)).status).toBe(200);
  });

  it("is kept apart from that of other issuers", async () => {
    const cloud = simulateCloud({
      world: world({ issuer: "https://one.example" }, { issuer: "https://two.example/a" }),
    });
    expect(cloud.oidcIssuer().issuer).toBe("https://one.example");
    cloud.oidcIssuer("https://two.example/a").rotateKeys();
    expect(await json(cloud, "https://two.example/a/openid/v1/jwks")).toHaveProperty("keys.length", 2);
    expect(await json(cloud, "https://one.example/openid/v1/jwks")).toHaveProperty("keys.length", 1);
    expect((await cloud.fetch("https://two.example/openid/v1/jwks")).status).toBe(404);
    expect(() => cloud.oidcIssuer("https://three.example")).toThrow("no OIDC issuer https://three.example");
  });

  it.each([
    ["/nothing", "GET", 404, "not_found", /nothing at \/nothing of the issuer/],
    ["/mint", "GET", 405, "method_not_allowed", /is for POST, not GET/],
    ["/openid/v1/jwks", "POST", 405, "method_not_allowed", /is for GET, not POST/],
  ])("is not at %s by %s", async (path, method, status, code, reason) => {
    const cloud = simulateCloud();
    const reply = await cloud.fetch(issuer + path, { method });
    expect([reply.status, await reply.json()]).toMatchObject([status, { error: code }]);
    expect(cloud.journal.entries()[0]).toMatchObject({
      service: "oidc-issuer",
      decision: "denied",
      code,
      reason: expect.stringMatching(reason),
    });
  });
});

describe("a token", () => {
  async function verified(cloud: Cloud, token: string): Promise<Record<string, unknown>> {
    const jwks = (await json(cloud, `${issuer}/openid/v1/jwks`)) as unknown as JSONWebKeySet;
    const currentDate = new Date(cloud.clock.now());
    return (await jwtVerify(token, createLocalJWKSet(jwks), { currentDate })).payload;
  }

  it("is signed by the published key and says what a pod's says", async () => {
    const cloud = simulateCloud();
    const token = await cloud.oidcIssuer().mint();
    expect(decodeProtectedHeader(token)).toEqual({
      alg: "RS256",
      typ: "JWT",
      kid: cloud.oidcIssuer().jwks().keys[0]?.kid,
    });
    expect(await verified(cloud, token)).toEqual({
      iss: issuer,
      sub: "system:serviceaccount:default:app",
      aud: "sts.aliyuncs.com",
      iat: startSeconds,
      nbf: startSeconds,
      exp: startSeconds + 3600,
      jti: expect.stringMatching(/^Cnry\w{39}$/),
    });
  });

  it("has the claims and the life of its issuer unless others are asked for", async () => {
    const described = { issuer: "https://a.example", subject: "me", audience: "you", tokenSeconds: 60 };
    const one = simulateCloud({ world: world(described) }).oidcIssuer();
    expect(decodeJwt(await one.mint())).toMatchObject({ sub: "me", aud: "you", exp: startSeconds + 60 });
    const claims = { sub: null, aud: ["a", "b"], groups: [1, { deep: true }], exp: "never" };
    const asked = decodeJwt(await one.mint({ claims, lifetimeSeconds: 5 }));
    expect(asked).not.toHaveProperty("sub");
    expect(asked).toMatchObject({ aud: ["a", "b"], groups: [1, { deep: true }], exp: "never" });
  });

  it.each<[TokenRequest, string | undefined]>([
    [{}, undefined],
    [{ lifetimeSeconds: 1 }, undefined],
    [{ lifetimeSeconds: 0 }, "AuthenticationFail.OIDCToken.Expired"],
    [{ lifetimeSeconds: 86_400, issuedAgoSeconds: 43_201 }, "AuthenticationFail.OIDCToken.Expired"],
    [{ issuedAgoSeconds: -600 }, "AuthenticationFail.OIDCToken.Invalid"],
    [{ claims: { aud: "other" } }, "AuthenticationFail.OIDCToken.AudienceNotMatch"],
    [{ claims: { iss: "https://other.example" } }, "AuthenticationFail.OIDCToken.IssuerNotMatch"],
    [{ claims: { sub: "system:serviceaccount:default:other" } }, "AuthenticationFail.NoPermission"],
    [{ key: "retired" }, "AuthenticationFail.OIDCToken.InvalidSignature"],
    [{ key: "forged" }, "AuthenticationFail.OIDCToken.InvalidSignature"],
  ])("%j: STS, where the issuer is registered, answers with the error %s", async (request, code) => {
    const cloud = simulateCloud();
    expect((await assume(cloud, await cloud.oidcIssuer().mint(request))).code).toBe(code);
  });

  it("expires on the clock", async () => {
    const cloud = simulateCloud();
    const token = await cloud.oidcIssuer().mint({ lifetimeSeconds: 600 });
    await cloud.advance("599s");
    expect((await assume(cloud, token)).status).toBe(200);
    await cloud.advance("1s");
    expect((await assume(cloud, token)).code).toBe("AuthenticationFail.OIDCToken.Expired");
  });

  it("is minted over HTTP too", async () => {
    const cloud = simulateCloud();
    const reply = await post(cloud, { claims: { sub: "x" }, lifetimeSeconds: 60 });
    const { token, expiration } = (await reply.json()) as Record<string, string>;
    expect([reply.status, expiration]).toEqual([200, "2026-01-07T08:01:00Z"]);
    expect(await verified(cloud, token ?? "")).toMatchObject({ sub: "x", exp: startSeconds + 60 });
    const plain = (await json(cloud, `${issuer}/mint`, { method: "POST" }))["token"];
    expect((await assume(cloud, `${plain}`)).status).toBe(200);
  });

  it.each([
    ["{", "the body is not JSON"],
    [{ lifetime: 60 }, "lifetime"],
    [{ lifetimeSeconds: "60" }, "lifetimeSeconds"],
    [{ key: "mine" }, "key"],
    [{ key: "previous" }, "has not rotated its keys"],
  ])("is not minted for %j", async (body, message) => {
    const reply = await post(simulateCloud(), body);
    expect([reply.status, await reply.json()]).toMatchObject([
      400,
      { error: "invalid_request", error_description: expect.stringContaining(message) },
    ]);
  });
});

describe("key rotation", () => {
  const kids = (cloud: Cloud): unknown[] =>
    cloud
      .oidcIssuer()
      .jwks()
      .keys.map(({ kid }) => kid);

  it("keeps the key before published until the next rotation", async () => {
    const cloud = simulateCloud();
    const token = await cloud.oidcIssuer().mint();
    const [first] = kids(cloud);
    cloud.oidcIssuer().rotateKeys();
    expect(kids(cloud)).toEqual([expect.not.stringMatching(`${first}`), first]);
    expect((await assume(cloud, token)).status).toBe(200);
    expect(decodeProtectedHeader(await cloud.oidcIssuer().mint()).kid).toBe(kids(cloud)[0]);
    const previous = await cloud.oidcIssuer().mint({ key: "previous" });
    expect((await assume(cloud, previous)).status).toBe(200);
    cloud.oidcIssuer().rotateKeys();
    expect(kids(cloud)).not.toContain(first);
    expect((await assume(cloud, token)).code).toBe("AuthenticationFail.OIDCToken.InvalidSignature");
    const retired = await cloud.oidcIssuer().mint({ key: "retired" });
    expect(decodeProtectedHeader(retired).kid).toBe(first);
  });

  it("happens on the clock where the world says so", async () => {
    const cloud = simulateCloud({ world: world({ issuer, keyRotationHours: 24 }) });
    const [first] = kids(cloud);
    await cloud.advance(86_399_999);
    expect(kids(cloud)).toEqual([first]);
    await cloud.advance(1);
    expect(kids(cloud)).toEqual([expect.anything(), first]);
    await cloud.advance("1d");
    expect(kids(cloud)).not.toContain(first);
  });

  it("never makes a token good again, or one that was not good ever", async () => {
    const cloud = simulateCloud();
    const made = async (key: TokenRequest["key"]): Promise<string> =>
      cloud.oidcIssuer().mint({ key, lifetimeSeconds: 43_200 });
    const token = await made("current");
    const bad = [await made("retired"), await made("forged")];
    for (let rotations = 1; rotations < 13; rotations++) {
      cloud.oidcIssuer().rotateKeys();
      expect((await assume(cloud, token)).status).toBe(rotations === 1 ? 200 : 401);
      expect((await assume(cloud, await made("current"))).status).toBe(200);
      expect((await assume(cloud, await made("previous"))).status).toBe(200);
      bad.push(await made("retired"), await made("forged"));
      for (const one of bad)
        expect((await assume(cloud, one)).code).toBe("AuthenticationFail.OIDCToken.InvalidSignature");
      await cloud.advance("1s");
    }
  });

  it("never publishes one key twice, and goes back with the cloud", () => {
    const cloud = simulateCloud();
    const before = cloud.snapshot();
    const [first] = kids(cloud);
    for (let i = 0; i < 9; i++) {
      cloud.oidcIssuer().rotateKeys();
      expect(new Set(kids(cloud)).size).toBe(2);
    }
    cloud.restore(before);
    expect(kids(cloud)).toEqual([first]);
  });
});

describe("a description", () => {
  it.each([["oidc.example"], ["ftp://oidc.example"], ["https://oidc.example/"], ["https://oidc.example?x"]])(
    "is refused with the issuer %s",
    (address) => {
      expect(() => simulateCloud({ world: world({ issuer: address }) })).toThrow("issuer");
    },
  );

  it("has each issuer once, and may give errors another status or code", async () => {
    expect(() => simulateCloud({ world: world({ issuer }, { issuer }) })).toThrow("twice");
    expect(() => simulateCloud({ world: world() }).oidcIssuer()).toThrow("no OIDC issuer at all");
    const cloud = simulateCloud({
      world: world({
        issuer,
        errors: { NotFound: { status: 410, code: "gone" }, MethodNotAllowed: { status: undefined } },
      }),
    });
    const reply = await cloud.fetch(`${issuer}/x`);
    expect([reply.status, await reply.json()]).toMatchObject([410, { error: "gone" }]);
    expect((await cloud.fetch(`${issuer}/openid/v1/jwks`, { method: "PUT" })).status).toBe(405);
  });
});
