import { createTestProfile } from "@alicred/conformance";
import { createContext, type ResolveContext } from "@alicred/core";
import type { AuthorizationRequest, LoginTerminal, ProfileFields } from "@alicred/plugin-kit";
import { describe, expect, test } from "vitest";
import { oauthLogin, oauthLoginMode } from "../src/login.ts";
import { oauthMode } from "../src/mod.ts";
import { type Bench, bench, HOUR_MS } from "./support.ts";

const REDIRECT_URI = "http://127.0.0.1:40404/cli/callback";

interface LoginBench extends Bench {
  readonly context: ResolveContext;
}

function loginBench(): LoginBench {
  const own = bench();
  return { ...own, context: createContext({ host: own.host, signal: new AbortController().signal }) };
}

const fields = (site: string): ProfileFields => ({ mode: "OAuth", oauth_site_type: site });

/** A terminal whose browser comes back as `browse` says. */
function terminal(browse: (request: AuthorizationRequest, address: string) => URL): LoginTerminal {
  return {
    showCode: () => Promise.reject(new Error("no code is shown")),
    choose: () => Promise.reject(new Error("nothing is chosen")),
    async authorize(request) {
      const back = browse(request, request.address(REDIRECT_URI));
      expect(request.isAnswer(back.searchParams)).toBe(true);
      return { redirectUri: REDIRECT_URI, query: back.searchParams };
    },
  };
}

describe.each([
  ["CN", "https://signin.aliyun.com"],
  ["INTL", "https://signin.alibabacloud.com"],
  ["EN", "https://signin.alibabacloud.com"],
])("the sign-in at the site %s", (site, origin) => {
  test("goes by an authorization code with PKCE to tokens that the service accepts", async () => {
    const { context, cloud } = loginBench();
    let asked = "";
    const person = terminal((request, address) => {
      asked = address;
      expect(request.path).toBe("/cli/callback");
      return cloud.oauth.approve(address, { user: "alice" });
    });
    const signedIn = await oauthLogin.signIn(context, fields(site), person);
    const { searchParams } = new URL(asked);
    expect(new URL(asked).origin).toBe(origin);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: "code",
      redirect_uri: REDIRECT_URI,
      code_challenge_method: "S256",
      state: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(signedIn).toMatchObject({
      oauth_access_token: expect.any(String),
      oauth_refresh_token: expect.any(String),
      oauth_access_token_expire: expect.any(Number),
    });
    const profile = createTestProfile({ ...fields(site), ...signedIn });
    expect(await oauthLogin.isAccepted(context, profile)).toBe(true);
  });

  test("ends when the person denies", async () => {
    const { context, cloud } = loginBench();
    const person = terminal((_request, address) => cloud.oauth.deny(address));
    await expect(oauthLogin.signIn(context, fields(site), person)).rejects.toMatchObject({
      code: "LOGIN_DENIED",
    });
  });
});

test("a request with another state, or with nothing to say, is no answer", async () => {
  const { context, cloud } = loginBench();
  const person = terminal((request, address) => {
    const state = new URL(address).searchParams.get("state") ?? "";
    const isAnswer = (query: Record<string, string>): boolean => request.isAnswer(new URLSearchParams(query));
    expect(isAnswer({ state: "forged", code: "c" })).toBe(false);
    expect(isAnswer({ code: "c" })).toBe(false);
    expect(isAnswer({ state })).toBe(false);
    return cloud.oauth.approve(address, { user: "alice" });
  });
  await oauthLogin.signIn(context, fields("CN"), person);
});

test("a code of somebody else's sign-in is worthless here", async () => {
  const { context, cloud } = loginBench();
  let foreign = "";
  const first = terminal((_request, address) => {
    foreign = cloud.oauth.approve(address, { user: "bob" }).searchParams.get("code") ?? "";
    return cloud.oauth.deny(address);
  });
  await expect(oauthLogin.signIn(context, fields("CN"), first)).rejects.toThrow();
  const second = terminal((_request, address) => {
    const back = cloud.oauth.approve(address, { user: "alice" });
    back.searchParams.set("code", foreign);
    return back;
  });
  await expect(oauthLogin.signIn(context, fields("CN"), second)).rejects.toMatchObject({
    code: "LOGIN_REQUIRED",
    serverCode: "invalid_grant",
  });
});

test("two sign-ins share neither state nor challenge", async () => {
  const { context, cloud } = loginBench();
  const seen = new Set<string | null>();
  const person = terminal((_request, address) => {
    for (const name of ["state", "code_challenge"]) seen.add(new URL(address).searchParams.get(name));
    return cloud.oauth.approve(address, { user: "alice" });
  });
  await oauthLogin.signIn(context, fields("CN"), person);
  await oauthLogin.signIn(context, fields("CN"), person);
  expect(seen.size).toBe(4);
});

describe("whether a login holds", () => {
  test("is asked of the service by its tokens, not by the session that the profile keeps", async () => {
    const { context, cloud, signIn } = loginBench();
    const profile = createTestProfile(signIn());
    expect(await oauthLogin.isAccepted(context, profile)).toBe(true);
    expect(profile.fields).toHaveProperty("sts_token");
    // Its refresh token was used before, by a thief perhaps: nothing of this sign-in holds any longer.
    await cloud.advance(2 * HOUR_MS);
    cloud.faults.add({ kind: "refresh-token-replay", service: "oauth", operation: "RefreshToken" });
    const fresh = { ...profile.fields, sts_expiration: cloud.clock.now() / 1000 + 3600 };
    expect(await oauthLogin.isAccepted(context, createTestProfile(fresh))).toBe(false);
  });

  test("is told of an outage by its error", async () => {
    const { context, cloud, signIn } = loginBench();
    cloud.faults.add({ kind: "unavailable", service: "oauth" });
    const asking = oauthLogin.isAccepted(context, createTestProfile(signIn()));
    const refused = expect(asking).rejects.toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
    await cloud.advance(60_000);
    await refused;
  });

  test("ends with the refresh token where that is known, else with the access token", () => {
    const refresh = { oauth_refresh_token: "r", oauth_access_token: "a", oauth_access_token_expire: 1 };
    expect(oauthLogin.held(refresh)).toEqual({ endsAtMs: undefined });
    expect(oauthLogin.held({ ...refresh, oauth_refresh_token_expire: 2 })).toEqual({ endsAtMs: 2_000 });
    expect(oauthLogin.held({ oauth_access_token: "a", oauth_access_token_expire: 1 })).toEqual({
      endsAtMs: 1_000,
    });
    expect(oauthLogin.held({})).toBeUndefined();
  });
});

describe("the end of a login", () => {
  test("is told to the service, which takes the refresh token no longer", async () => {
    const { context, cloud, signIn, operations } = loginBench();
    const login = signIn();
    expect(await oauthLogin.end?.(context, login)).toEqual({
      endsAtMs: Number(login["oauth_access_token_expire"]) * 1000,
    });
    expect(operations()).toEqual(["RevokeToken"]);
    await cloud.advance(2 * HOUR_MS);
    expect(await oauthLogin.isAccepted(context, createTestProfile(login))).toBe(false);
    // Once more is no error.
    await oauthLogin.end?.(context, login);
  });

  test("leaves nothing where there was no access token, and asks nobody where there is no refresh token", async () => {
    const { context, operations } = loginBench();
    expect(await oauthLogin.end?.(context, fields("CN"))).toBeUndefined();
    expect(operations()).toEqual([]);
  });

  test("that the service does not take is an error", async () => {
    const { context, cloud, signIn } = loginBench();
    cloud.faults.add({ kind: "unavailable", service: "oauth", operation: "RevokeToken" });
    const refused = expect(oauthLogin.end?.(context, signIn())).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
    });
    await cloud.advance(60_000);
    await refused;
  });
});

test("the plugin's own mode has no login, so that programs that only resolve do not contain it", () => {
  expect(oauthMode).not.toHaveProperty("login");
  expect(oauthLoginMode).toEqual({ ...oauthMode, login: oauthLogin });
});
