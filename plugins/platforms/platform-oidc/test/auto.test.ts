import { createTestHost, pluginContract, resolveOnce, sourceContract } from "@alicred/conformance";
import { type Fetch, refreshing } from "@alicred/core";
import { simulateCloud } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { platformOidc, platformOidcPlugin } from "../src/mod.ts";

const role = {
  roleArn: "acs:ram::1000000000000001:role/rrsa-app",
  oidcProviderArn: "acs:ram::1000000000000001:oidc-provider/ack-rrsa",
};
const FILE = "/var/run/secrets/ack.alibabacloud.com/rrsa-tokens/token";
const GITHUB = {
  ACTIONS_ID_TOKEN_REQUEST_URL: "https://run.actions.test/token?api=1",
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: "canary-request-key",
};

/** A runner of GitHub Actions in a cluster of ACK: both have a token for it. */
async function runner(env: Record<string, string> = { ...GITHUB, ALIBABA_CLOUD_OIDC_TOKEN_FILE: FILE }) {
  const cloud = simulateCloud();
  const token = await cloud.oidcIssuer().mint();
  const fetch: Fetch = async (url, init) =>
    url.startsWith("https://run.actions.test/") ? Response.json({ value: token }) : cloud.fetch(url, init);
  const host = createTestHost({ clock: cloud.clock, fetch, env, files: { [FILE]: token } });
  return { cloud, host, token };
}

const source = platformOidc({ platform: "auto", ...role });

test("the first that has a token counts, and the trace says what each looked at", async () => {
  const { host, cloud } = await runner();
  const { answer, trace } = await resolveOnce(source, host);
  expect(answer).toMatchObject({ credentials: { provenance: ["platform-oidc", "github-actions"] } });
  expect(trace.children.map(({ source, outcome }) => [source, outcome])).toEqual([
    ["vercel", "not-configured"],
    ["github-actions", "credentials"],
  ]);
  expect(trace.children[0]?.lookedFor).toContain("header x-vercel-oidc-token of the request");
  cloud.expectNoSecrets(JSON.stringify(trace));
});

test("a dry run shows the others that have one too", async () => {
  const { host } = await runner();
  const { trace } = await resolveOnce(source, host, undefined, { explaining: true });
  const others = trace.children.filter(({ shadowed }) => shadowed).map(({ source }) => source);
  expect(others).toEqual(["kubernetes"]);
});

test("a platform that has a token and fails ends the search", async () => {
  const { host } = await runner({
    ...GITHUB,
    ACTIONS_ID_TOKEN_REQUEST_URL: "http://evil.example",
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: FILE,
  });
  const { answer } = await resolveOnce(source, host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { code: "INVALID_CONFIGURATION", source: "github-actions" },
  });
});

test("no metadata address is asked, and nothing configured is an answer that lists every place", async () => {
  const { host } = await runner({});
  const asked: string[] = [];
  const fetch: Fetch = async (url) => {
    asked.push(url);
    return new Response("");
  };
  const { answer } = await resolveOnce(source, { ...host, fetch });
  expect(answer).toMatchObject({ outcome: "not-configured" });
  const { lookedFor } = answer as { lookedFor: readonly string[] };
  for (const place of [
    "x-vercel-oidc-token",
    "GITLAB_OIDC_TOKEN",
    "IDENTITY_ENDPOINT",
    "ALIBABA_CLOUD_OIDC_TOKEN_FILE",
  ])
    expect(lookedFor.join()).toContain(place);
  expect(asked).toEqual([]);
});

test("calls with an input share the session all the same", async () => {
  const { host, cloud } = await runner();
  const resolver = refreshing(source, { host });
  for (let request = 0; request < 10; request++) await resolver.get({ input: { request } });
  await resolver.get();
  expect(cloud.journal.count()).toBe(1);
});

describe("contract", async () => {
  const { host } = await runner();
  const { host: none } = await runner({});
  const { host: half } = await runner({ GITLAB_OIDC_TOKEN: "canary-token" });
  const checks = sourceContract({
    unset: () => ({ source, host: none }),
    partial: () => ({ source, host: half }),
    complete: () => ({ source, host }),
    secrets: ["canary-request-key", "canary-token"],
  });
  for (const { name, run } of checks) test(name, run);
});

describe("contract of the plugin", () => {
  const checks = pluginContract(platformOidcPlugin, {
    options: { platform: "github-actions", ...role },
    refused: [
      {},
      { platform: "canary" },
      { platform: "auto", roleArn: "canary" },
      { platform: "fly", file: "canary" },
    ],
    secrets: ["canary"],
  });
  for (const { name, run } of checks) test(name, run);
});
