// Numbers: those of the table in README.md.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Files, type Host, type Resolver, refreshing } from "@alicred/core";
import { credentialsUri } from "@alicred/credentials-uri";
import { sdkDefault } from "@alicred/presets";
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { atOnce, type Bench, bench, type OfficialProvider, official, through } from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "alicred-defects-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  vi.stubEnv("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.useRealTimers();
});

type Variables = Record<string, string>;
interface OfficialChain extends OfficialProvider {
  readonly providers: readonly (OfficialProvider & { homedir?: string; credentialsURI?: string })[];
}

const CONFIG = JSON.stringify({
  current: "p",
  profiles: [{ name: "p", mode: "AK", access_key_id: "LTAI5tOfTheProfile", access_key_secret: "s" }],
});
const OIDC = {
  ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1000000000000001:role/rrsa-app",
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1000000000000001:oidc-provider/ack-rrsa",
};
const SWITCHES: Variables = {
  ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
  ALICRED_CREDENTIALS_URI_ALLOWED_HOSTS: "credentials.simulated.example",
};
const KEY = {
  ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tOfTheEnvironment",
  ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s",
};

/** The official default chain, sending what it requests to the cloud. */
function officialChain({ cloud }: Bench, variables: Variables): OfficialChain {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const made = official("default") as OfficialChain;
  for (const provider of made.providers) {
    through(cloud, provider);
    if ("homedir" in provider) provider.homedir = folder;
  }
  return made;
}

/** alicred's own, which has the same order, on a host with these variables. */
function ourChain(host: Host, variables: () => Variables, files?: Files): Resolver {
  const env = (name: string): string | undefined => ({ ...SWITCHES, ...variables() })[name];
  return refreshing(sdkDefault(), { host: { ...host, env, ...(files && { files }) } });
}

function uriOf({ cloud }: Bench): Variables {
  return { ALIBABA_CLOUD_CREDENTIALS_URI: cloud.credentialsDocument("/reader").url };
}

describe("#2 the default chain", () => {
  test("gives all of the first callers at once the same credentials", async () => {
    const theirs = bench();
    vi.stubEnv("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true");
    const made = officialChain(theirs, uriOf(theirs));
    const failures = (await atOnce(10, () => made.getCredentials())).filter((one) => one instanceof Error);
    expect(failures.length).toBe(9);

    const { cloud, host } = bench();
    const env = uriOf({ cloud } as Bench);
    const resolver = ourChain(host, () => env);
    const all = await atOnce(10, () => resolver.get());
    expect(new Set(all).size).toBe(1);
    expect(all[0]).not.toBeInstanceOf(Error);
  });

  test("is asked again after everything failed", async () => {
    const theirs = bench();
    vi.stubEnv("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true");
    const made = officialChain(theirs, {});
    await expect(made.getCredentials()).rejects.toThrow();
    for (const [name, value] of Object.entries(KEY)) vi.stubEnv(name, value);
    await expect(made.getCredentials()).rejects.toThrow();

    const ours = bench();
    let env: Variables = {};
    const resolver = ourChain(ours.host, () => env);
    await expect(resolver.get()).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
    env = KEY;
    await ours.advance("31s");
    expect((await resolver.get()).accessKeyId).toBe(KEY.ALIBABA_CLOUD_ACCESS_KEY_ID);
  });

  test("never lets another identity slip in when a configured source fails", async () => {
    const theirs = bench();
    mkdirSync(join(folder, ".aliyun"), { recursive: true });
    writeFileSync(join(folder, ".aliyun", "config.json"), CONFIG);
    const tokenFile = join(folder, "token");
    writeFileSync(tokenFile, await theirs.cloud.oidcIssuer().mint());
    const theirFault = theirs.cloud.faults.add({ kind: "unavailable" });
    const made = officialChain(theirs, { ...OIDC, ALIBABA_CLOUD_OIDC_TOKEN_FILE: tokenFile });
    expect((await made.getCredentials()).accessKeyId).toBe("LTAI5tOfTheProfile");
    theirFault.remove();
    expect((await made.getCredentials()).accessKeyId).toBe("LTAI5tOfTheProfile");

    const ours = bench();
    const token = await ours.cloud.oidcIssuer().mint();
    const env: Variables = { ...OIDC, ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token" };
    const files = { readText: async (path: string) => (path === "/token" ? token : CONFIG) };
    const resolver = ourChain(ours.host, () => env, files);
    const fault = ours.cloud.faults.add({ kind: "unavailable" });
    const [error] = await Promise.all([
      resolver.get().catch((thrown: unknown) => thrown),
      ours.advance("15s"),
    ]);
    expect(error).toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
    fault.remove();
    await ours.advance("60s");
    expect((await resolver.get()).accessKeyId).toMatch(/^STS\./);
  });
});

test("#20 without a URI the URI source is not configured, and asks nobody", async () => {
  const made = officialChain(bench(), {});
  const last = made.providers.at(-1);
  expect(last?.getProviderName()).toBe("credential_uri");
  expect(last?.credentialsURI).toBeUndefined();

  const ours = bench();
  const resolver = refreshing(credentialsUri(), { host: ours.host });
  await expect(resolver.get()).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
  expect(ours.cloud.journal.entries()).toEqual([]);
});

test("#21 the chain is evaluated again when the source that answered begins to fail", async () => {
  const theirs = bench();
  vi.stubEnv("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true");
  const made = officialChain(theirs, { ...uriOf(theirs), ...KEY });
  expect((await made.getCredentials()).accessKeyId).toBe(KEY.ALIBABA_CLOUD_ACCESS_KEY_ID);
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", "");
  await expect(made.getCredentials()).rejects.toThrow("Access key ID must be specified");

  const ours = bench();
  let env: Variables = { ...uriOf(ours), ...KEY };
  const resolver = ourChain(ours.host, () => env);
  const first = await resolver.get();
  expect(first.accessKeyId).toBe(KEY.ALIBABA_CLOUD_ACCESS_KEY_ID);
  env = uriOf(ours);
  resolver.invalidate(first);
  expect((await resolver.get()).accessKeyId).toMatch(/^STS\./);
  env = KEY;
  ours.cloud.faults.add({ kind: "unavailable" });
  await ours.advance("2h");
  expect((await resolver.get()).accessKeyId).toBe(KEY.ALIBABA_CLOUD_ACCESS_KEY_ID);
});
