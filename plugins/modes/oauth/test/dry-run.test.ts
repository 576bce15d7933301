import { type CredentialSource, type Host, refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { oauth, oauthMode } from "../src/mod.ts";
import { bench, HOUR_MS, profileOf } from "./support.ts";

async function explain(source: CredentialSource, host: Host) {
  const resolver = refreshing(source, { host });
  const trace = await resolver.explain();
  resolver.close();
  return trace;
}

const SPENDS_NOTHING = {
  outcome: "failed",
  error: {
    code: "CREDENTIALS_EXPIRED",
    message: expect.stringContaining("a dry run does not spend the refresh token"),
  },
};

describe("a dry run", () => {
  test("never spends the refresh token, which is good for one use", async () => {
    const { cloud, host, signIn, operations } = bench();
    const profile = profileOf(signIn());
    const before = profile.current();
    await cloud.advance(HOUR_MS + 1000);
    const trace = await explain(oauthMode.source(profile), host);
    expect(trace).toMatchObject(SPENDS_NOTHING);
    expect(operations()).toEqual([]);
    expect(profile.current()).toEqual(before);
    cloud.expectNoSecrets(JSON.stringify(trace));
    // Nothing was lost: a real call still succeeds.
    const resolver = refreshing(oauthMode.source(profile), { host });
    expect((await resolver.get()).accessKeyId).toMatch(/^STS\./);
    resolver.close();
  });

  test("nor after the service refused the access token", async () => {
    const { host, signIn, operations } = bench();
    const profile = profileOf({ ...signIn(), oauth_access_token: "taken-back" });
    expect(await explain(oauthMode.source(profile), host)).toMatchObject(SPENDS_NOTHING);
    expect(operations()).toEqual(["Exchange"]);
  });

  test("nor of tokens that were given in code", async () => {
    const { host, signIn, operations } = bench();
    const refreshToken = String(signIn()["oauth_refresh_token"]);
    const told: unknown[] = [];
    const source = oauth({ site: "CN", refreshToken, onTokens: (tokens) => void told.push(tokens) });
    expect(await explain(source, host)).toMatchObject(SPENDS_NOTHING);
    expect([operations(), told]).toEqual([[], []]);
  });

  test.each([
    ["near its end", HOUR_MS - 60_000, {}],
    ["whose end is not known", 0, { oauth_access_token_expire: 0 }],
  ])("makes do with an access token %s, and keeps nothing", async (_what, ms, fields) => {
    const { cloud, host, signIn, operations } = bench();
    const profile = profileOf({ ...signIn(), ...fields });
    const before = profile.current();
    await cloud.advance(ms);
    expect(await explain(oauthMode.source(profile), host)).toMatchObject({ outcome: "credentials" });
    expect(operations()).toEqual(["Exchange"]);
    expect(profile.current()).toEqual(before);
  });

  test("uses the session that is kept", async () => {
    const { cloud, host, signIn, operations } = bench();
    const profile = profileOf(signIn());
    const resolver = refreshing(oauthMode.source(profile), { host });
    await resolver.get();
    await cloud.advance(HOUR_MS - 120_000);
    expect(await resolver.explain()).toMatchObject({ outcome: "credentials" });
    expect(operations()).toEqual(["Exchange"]);
    resolver.close();
  });
});
