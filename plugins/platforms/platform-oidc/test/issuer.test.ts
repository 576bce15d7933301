import { createTestHost } from "@alicred/conformance";
import { type Fetch, type Host, refreshing } from "@alicred/core";
import { type Cloud, simulateCloud } from "@alicred/simulators";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { beforeAll, describe, expect, test } from "vitest";
import { createIssuer, createIssuerKeys, type Issuer, type IssuerOptions } from "../src/issuer.ts";
import { platformOidc } from "../src/mod.ts";
import { errorOf, PROVIDER, ROLE, worldOf } from "./support.ts";

const ISSUER = "https://id.example.com/apps";
const SUBJECT = "photos";

let first: string;
let second: string;
beforeAll(async () => {
  first = await createIssuerKeys();
  second = await createIssuerKeys();
});

/** Both keys, in this order: the first signs. */
function keySet(...sets: readonly string[]): string {
  return JSON.stringify({ keys: sets.flatMap((set) => JSON.parse(set).keys) });
}

function make(options: Partial<IssuerOptions> = {}): Issuer {
  return createIssuer({ issuer: ISSUER, subject: SUBJECT, keys: first, ...options });
}

async function documentOf(issuer: Issuer, path: string, init?: RequestInit): Promise<Response | undefined> {
  return issuer.handle(new Request(`https://id.example.com${path}`, init));
}

interface Documents {
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly keys: readonly object[];
}

async function jsonOf(issuer: Issuer, path: string): Promise<Documents> {
  const reply = await documentOf(issuer, path);
  if (reply === undefined) throw new Error(`nothing at ${path}`);
  return (await reply.json()) as Documents;
}

/** A cloud that has fetched the issuer's documents, and a Worker with that issuer. */
async function worker(
  published: Issuer,
  issuer: () => Issuer = () => published,
): Promise<{ cloud: Cloud; host: Host; get: () => Promise<unknown>; settled: () => Promise<void> }> {
  const configuration = await jsonOf(published, "/apps/.well-known/openid-configuration");
  expect(configuration.issuer).toBe(ISSUER);
  const jwks = await jsonOf(published, new URL(configuration.jwks_uri).pathname);
  const trusted = { issuer: ISSUER, audience: "sts.aliyuncs.com", trusted: SUBJECT };
  const cloud = simulateCloud({ world: worldOf(trusted, jwks) });
  const fetch: Fetch = (url, init) => cloud.fetch(url, init);
  const host = createTestHost({ clock: cloud.clock, fetch, files: undefined });
  const current = { token: (at: Parameters<Issuer["token"]>[0]) => issuer().token(at) };
  const source = platformOidc({
    platform: "self-issued",
    roleArn: ROLE,
    oidcProviderArn: PROVIDER,
    issuer: current,
  });
  const resolver = refreshing(source, { host });
  return { cloud, host, get: () => resolver.get(), settled: () => host.settled() };
}

describe("matrix: self-issued", () => {
  test("success: STS verifies the token by the documents that the route serves", async () => {
    const { cloud, get } = await worker(make());
    expect(await get()).toMatchObject({ expiresAtMs: cloud.clock.now() + 3_600_000 });
    expect(cloud.journal.count({ decision: "allowed" })).toBe(1);
  });

  test("missing: without an issuer, and without keys in the secret", async () => {
    const { host, get, cloud } = await worker(make(), () => make({ keys: () => "" }));
    expect(await errorOf(get())).toMatchObject({ code: "INVALID_CONFIGURATION", source: "platform-oidc" });
    const bare = refreshing(
      platformOidc({ platform: "self-issued", roleArn: ROLE, oidcProviderArn: PROVIDER }),
      {
        host,
      },
    );
    expect(await errorOf(bare.get())).toMatchObject({
      code: "INCOMPLETE_CONFIGURATION",
      message: expect.stringContaining("argument issuer is missing. Make one: createIssuer"),
    });
    expect(cloud.journal.count()).toBe(0);
  });

  test.each<[string, Partial<IssuerOptions>, string]>([
    ["another program's subject", { subject: "videos" }, "AuthenticationFail.NoPermission"],
    ["another audience", { audience: "other" }, "AuthenticationFail.OIDCToken.AudienceNotMatch"],
    ["another issuer", { issuer: "https://evil.example" }, "AuthenticationFail.OIDCToken.IssuerNotMatch"],
  ])("refused: %s", async (_name, options, serverCode) => {
    const { get } = await worker(make(), () => make(options));
    expect(await errorOf(get())).toMatchObject({ code: "UPSTREAM_REFUSED", serverCode });
  });

  test("refused: a key that is not published", async () => {
    const { get } = await worker(make(), () => make({ keys: second }));
    expect(await errorOf(get())).toMatchObject({
      code: "UPSTREAM_REFUSED",
      serverCode: "AuthenticationFail.OIDCToken.InvalidSignature",
    });
  });

  test("rotated: a key that is published first and signs later", async () => {
    let issuer = make({ keys: keySet(first, second) });
    const { cloud, get, settled } = await worker(issuer, () => issuer);
    const kids: unknown[] = [];
    const spy = issuer.token;
    issuer = { ...issuer, token: async (at) => noted(kids, await spy(at)) };
    await get();
    const next = make({ keys: keySet(second, first) });
    issuer = { ...next, token: async (at) => noted(kids, await next.token(at)) };
    await cloud.advance("61m");
    await get();
    await settled();
    expect(new Set(kids).size).toBe(2);
    expect(cloud.journal.count({ decision: "denied" })).toBe(0);
  });
});

function noted(kids: unknown[], token: string): string {
  kids.push(decodeProtectedHeader(token).kid);
  return token;
}

test("the claims, with a life of minutes", async () => {
  const random = (length: number): Uint8Array => new Uint8Array(length).fill(7);
  const token = await make({ audience: "a", tokenSeconds: 60 }).token({ nowMs: 1_767_772_800_999, random });
  expect(decodeJwt(token)).toEqual({
    iss: ISSUER,
    sub: SUBJECT,
    aud: "a",
    iat: 1_767_772_800,
    exp: 1_767_772_860,
    jti: "07".repeat(16),
  });
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: "RS256", kid: JSON.parse(first).keys[0].kid });
});

test("no private part of a key is served", async () => {
  const { keys } = await jsonOf(make({ keys: keySet(first, second) }), "/apps/.well-known/jwks.json");
  expect(keys).toHaveLength(2);
  for (const key of keys) expect(Object.keys(key).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
});

test.each([
  ["POST", "/apps/.well-known/jwks.json"],
  ["GET", "/.well-known/jwks.json"],
  ["GET", "/apps/token"],
  ["GET", "/apps/.well-known/jwks.json/"],
])("%s %s is not the issuer's", async (method, path) => {
  expect(await documentOf(make(), path, { method })).toBeUndefined();
});

test.each<[string, Record<string, unknown>]>([
  ["issuer", { issuer: "http://id.example.com" }],
  ["issuer", { issuer: "https://id.example.com/" }],
  ["issuer", { issuer: "https://canary@id.example.com" }],
  ["issuer", { issuer: "https://id.example.com/?q=1" }],
  ["subject", { subject: "" }],
  ["keys", { keys: 7 }],
  ["tokenSeconds", { tokenSeconds: 59 }],
  ["tokenSeconds", { tokenSeconds: 3_601 }],
])("refuses %s of %j", (option, given) => {
  expect(() => make(given)).toThrow(new RegExp(`^createIssuer: ${option}: is`));
});

test.each([
  "canary",
  "{}",
  '{"keys":[]}',
  '{"keys":[{"kty":"RSA","kid":"canary"}]}',
  '{"keys":[{"kty":"EC"}]}',
])("refuses the keys %s, and quotes nothing of them", async (keys) => {
  const error = await errorOf(make({ keys }).token({ nowMs: 0, random: (length) => new Uint8Array(length) }));
  expect(error).toMatchObject({ code: "INVALID_CONFIGURATION" });
  expect(String(error)).not.toContain("canary");
});

test("a key whose parts are no numbers is refused without a word of it", async () => {
  const keys = '{"keys":[{"kty":"RSA","kid":"k","n":"canary","e":"AQAB","d":"canary"}]}';
  const error = await errorOf(make({ keys }).token({ nowMs: 0, random: (length) => new Uint8Array(length) }));
  expect(error).toMatchObject({ code: "INVALID_CONFIGURATION" });
  expect(String(error)).not.toContain("canary");
});
