import { pluginContract, refusalOf, resolveOnce, sourceContract } from "@alicred/conformance";
import { refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { OAUTH_SITES, type OAuthOptions, type OAuthTokens, oauth, oauthPlugin } from "../src/mod.ts";
import { type Bench, bench, HOUR_MS } from "./support.ts";

function tokensOf({
  cloud,
}: Bench): Pick<OAuthOptions, "site" | "accessToken" | "accessTokenExpiresAt" | "refreshToken"> {
  const { accessToken, refreshToken, accessExpiresAtMs } = cloud.oauth.signIn("alice", "CN");
  return { site: "CN", accessToken, refreshToken, accessTokenExpiresAt: new Date(accessExpiresAtMs) };
}

describe("contract", () => {
  const given = bench();
  const tokens = tokensOf(given);
  const checks = sourceContract({
    partial: () => ({ source: oauth({ site: "CN", accessToken: "canary-none" }), host: given.host }),
    complete: () => ({ source: oauth(tokens), host: given.host }),
    secrets: ["canary-none", tokens.accessToken ?? "", tokens.refreshToken ?? ""],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("contract of the plugin", () => {
  const fields = { oauth_site_type: "CN", oauth_refresh_token: "canary-token" };
  const checks = pluginContract(oauthPlugin, {
    options: { site: "CN", refreshToken: "canary-token" },
    refused: [
      {},
      { site: "CN" },
      { site: "canary", refreshToken: "t" },
      { site: "CN", refreshToken: "canary token" },
      { site: "CN", refreshToken: "t", endpoint: "http://canary.test" },
    ],
    modes: {
      OAuth: {
        fields,
        refused: [
          {},
          { ...fields, oauth_site_type: "canary" },
          { ...fields, oauth_refresh_token: "canary token" },
          { ...fields, oauth_endpoint: "http://canary.test" },
        ],
      },
    },
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});

test("hands the new tokens over as soon as they arrive, and uses them from then on", async () => {
  const given = bench();
  const told: OAuthTokens[] = [];
  const order: string[] = [];
  const source = oauth({
    ...tokensOf(given),
    async onTokens(tokens) {
      await Promise.resolve();
      told.push(tokens);
      order.push(`told after ${given.operations().length} calls`);
    },
  });
  const resolver = refreshing(source, { host: given.host });
  await resolver.get();
  expect(told).toEqual([]);
  for (const _round of [1, 2]) {
    await given.cloud.advance(2 * HOUR_MS);
    await resolver.get();
  }
  expect(given.operations()).toEqual(["Exchange", "RefreshToken", "Exchange", "RefreshToken", "Exchange"]);
  expect(order).toEqual(["told after 2 calls", "told after 4 calls"]);
  expect(told[1]?.accessTokenExpiresAt).toEqual(new Date(given.cloud.clock.now() + HOUR_MS - 1000));
  const next = oauth({ site: "CN", refreshToken: told[1]?.refreshToken });
  expect((await resolveOnce(next, given.host)).answer.outcome).toBe("credentials");
  resolver.close();
});

test("a callback that fails is a warning, and its message is withheld", async () => {
  const given = bench();
  const { refreshToken } = tokensOf(given);
  const onTokens = ({ accessToken }: OAuthTokens) => Promise.reject(new Error(accessToken));
  const source = oauth({ site: "CN", refreshToken, onTokens });
  const { answer, trace } = await resolveOnce(source, given.host);
  expect(answer.outcome).toBe("credentials");
  expect(trace.warnings).toEqual(["onTokens failed: the new tokens are known to this process alone."]);
  given.cloud.expectNoSecrets(JSON.stringify([answer, trace]));
});

test("when the sign-in is over, new tokens are asked for", async () => {
  const { answer } = await resolveOnce(oauth({ site: "INTL", refreshToken: "canary" }), bench().host);
  expect(answer).toMatchObject({ outcome: "failed", error: { code: "LOGIN_REQUIRED", source: "oauth" } });
  const message = answer.outcome === "failed" ? answer.error.message : "";
  expect(message).toMatch(/^OAuth: .*Sign in again and pass the new tokens\.$/);
});

test("another endpoint and client may be given", async () => {
  const given = bench();
  const hosts: string[] = [];
  const host = {
    ...given.host,
    fetch: async (url: string, init: Parameters<typeof given.host.fetch>[1]) => {
      hosts.push(new URL(url).origin);
      return given.host.fetch(url.replace("https://tokens.example", OAUTH_SITES.CN.endpoint), init);
    },
  };
  const { refreshToken } = tokensOf(given);
  const { clientId } = OAUTH_SITES.CN;
  const source = oauth({ site: "CN", refreshToken, clientId, endpoint: "tokens.example" });
  expect((await resolveOnce(source, host)).answer.outcome).toBe("credentials");
  expect(new Set(hosts)).toEqual(new Set(["https://tokens.example"]));
});

test.each<[string, unknown, RegExp]>([
  ["no site", { accessToken: "canary" }, /site: is missing/],
  ["another site", { site: "canary", accessToken: "a" }, /site: is not CN or INTL/],
  ["no token", { site: "CN" }, /neither accessToken nor refreshToken/],
  [
    "an empty token",
    { site: "CN", accessToken: "" },
    /accessToken: is missing or not printable ASCII without spaces/,
  ],
  [
    "no time",
    { site: "CN", accessToken: "canary", accessTokenExpiresAt: new Date(Number.NaN) },
    /is not a valid Date/,
  ],
  ["no callback", { site: "CN", accessToken: "canary", onTokens: "canary" }, /onTokens: is not a function/],
  [
    "plain HTTP",
    { site: "CN", accessToken: "a", endpoint: "http://canary.com" },
    /endpoint: is not an origin/,
  ],
])("refuses %s, and quotes no value", (_name, options, message) => {
  const error = refusalOf(() => oauthPlugin.source(options as never), ["canary"]);
  expect(error).toMatchObject({ code: "INVALID_OPTION", message: expect.stringMatching(message) });
});
