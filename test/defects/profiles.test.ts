// Numbers: those of the table in README.md.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { assumeRolePlugin } from "@alicred/assume-role";
import { cloudSsoPlugin } from "@alicred/cloud-sso";
import type { TestHostOptions } from "@alicred/conformance";
import { type Host, type Resolver, refreshing } from "@alicred/core";
import { externalPlugin } from "@alicred/external";
import { oauthPlugin } from "@alicred/oauth";
import { oidcPlugin } from "@alicred/oidc";
import type { ModeProvider } from "@alicred/plugin-kit";
import { sharedConfig } from "@alicred/shared-config";
import { staticCredentials, staticPlugin } from "@alicred/static";
import { afterAll, afterEach, expect, test, vi } from "vitest";
import { cloudSsoProfile } from "../cases/modes/service-modes.ts";
import {
  ADMIN,
  atOnce,
  type Bench,
  bench,
  inSequence,
  type OfficialProvider,
  official,
  officialModule,
  through,
} from "./support.ts";

const folder = mkdtempSync(join(tmpdir(), "alicred-defects-"));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => void vi.useRealTimers());

const PATH = "/home/test/.aliyun/config.json";
const modes: readonly ModeProvider[] = [
  staticPlugin,
  assumeRolePlugin,
  oidcPlugin,
  cloudSsoPlugin,
  oauthPlugin,
  externalPlugin,
];

type Fields = Readonly<Record<string, unknown>>;

function configOf(profiles: Readonly<Record<string, Fields>>): string {
  const named = Object.entries(profiles).map(([name, fields]) => ({ name, ...fields }));
  return JSON.stringify({ current: "p", profiles: named });
}

function reading(
  text: string,
  host: Partial<Host> = {},
  options: TestHostOptions = {},
): Bench & { resolver: Resolver } {
  const all = bench({ ...options, files: { [PATH]: text, "/token": "" } });
  const resolver = refreshing(sharedConfig({ modes }), { host: { ...all.host, ...host } });
  return { ...all, resolver };
}

/** The provider that the official SDK makes of a profile. */
function officialProfile(profiles: Readonly<Record<string, Fields>>): OfficialProvider & Fields {
  const provider = official("cli_profile") as OfficialProvider & {
    getCredentialsProvider(conf: unknown, name: string): OfficialProvider & Fields;
  };
  return provider.getCredentialsProvider(JSON.parse(configOf(profiles)), "p");
}

test("#3 a config.json that cannot be parsed is not quoted", async () => {
  const text = '{ "profiles": [{ "access_key_secret": "canary-1" }';
  const file = join(folder, "broken.json");
  writeFileSync(file, text);
  const { getConfiguration } = officialModule<{ getConfiguration(path: string): Promise<unknown> }>(
    "providers/cli_profile",
  );
  await expect(getConfiguration(file)).rejects.toThrow("canary-1");

  const error = await reading(text)
    .resolver.get()
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "INVALID_CONFIGURATION" });
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain("canary");
});

test("#4 CloudSSO: the request has its body", async () => {
  const theirs = bench();
  const provider = through(theirs.cloud, officialProfile({ p: cloudSsoProfile(theirs.cloud) }));
  await expect(provider.getCredentials()).rejects.toThrow("MissingParameter");

  const ours = bench();
  const files = { readText: async () => configOf({ p: cloudSsoProfile(ours.cloud) }) };
  const resolver = refreshing(sharedConfig({ modes }), { host: { ...ours.host, files } });
  expect((await resolver.get()).securityToken).toBeDefined();
});

test("#9 External without an expiration: no process per call, and config.json is left alone", async () => {
  const config = join(folder, ".aliyun");
  const log = join(folder, "runs");
  const printed = { mode: "AK", access_key_id: "LTAI5tPrinted", access_key_secret: "canary-2" };
  const script = `require("node:fs").appendFileSync(${JSON.stringify(log)}, "x"); console.log(JSON.stringify(${JSON.stringify(printed)}))`;
  const scriptFile = join(folder, "print.cjs");
  writeFileSync(scriptFile, script);
  const { mkdirSync } = await import("node:fs");
  mkdirSync(config);
  const text = configOf({ p: { mode: "External", process_command: `${process.execPath} ${scriptFile}` } });
  const file = join(config, "config.json");
  writeFileSync(file, text);
  const provider = official("cli_profile") as OfficialProvider & { homedir: string };
  provider.homedir = folder;
  await inSequence(2, () => provider.getCredentials());
  expect(readFileSync(log, "utf8")).toBe("xx");
  expect(readFileSync(file, "utf8")).toContain("canary-2");

  let runs = 0;
  let updates = 0;
  const run = async () => {
    runs += 1;
    return { exitCode: 0, stdout: JSON.stringify(printed) };
  };
  const ours = bench();
  const files = {
    readText: async () => text,
    updateJson: async () => {
      updates += 1;
    },
  };
  const resolver = refreshing(sharedConfig({ modes }), { host: { ...ours.host, files, processes: { run } } });
  await inSequence(50, () => resolver.get());
  await atOnce(50, () => resolver.get());
  expect([runs, updates]).toEqual([1, 0]);
});

test("#10 OAuth: callers at once spend a one-time refresh token once", async () => {
  const profile = ({ cloud }: Bench): Fields => ({
    mode: "OAuth",
    oauth_site_type: "CN",
    oauth_refresh_token: cloud.oauth.signIn("alice").refreshToken,
  });
  const grants = ({ cloud }: Bench): number => cloud.journal.count({ operation: "RefreshToken" });
  const theirs = bench();
  const provider = through(theirs.cloud, officialProfile({ p: profile(theirs) }));
  const outcomes = await atOnce(20, () => provider.getCredentials());
  expect(grants(theirs)).toBe(20);
  expect(outcomes.filter((one) => one instanceof Error).length).toBeGreaterThan(0);

  const ours = bench();
  const text = configOf({ p: profile(ours) });
  const host = { ...ours.host, files: { readText: async () => text } };
  const resolver = refreshing(sharedConfig({ modes }), { host });
  const all = await atOnce(20, () => resolver.get());
  expect(all.filter((one) => one instanceof Error)).toEqual([]);
  expect(grants(ours)).toBe(1);
});

const oidcFields = {
  mode: "OIDC",
  oidc_provider_arn: "acs:ram::1000000000000001:oidc-provider/ack-rrsa",
  oidc_token_file: "/token",
  ram_role_arn: "acs:ram::1000000000000001:role/rrsa-app",
  ram_session_name: "pod",
  expired_seconds: 1800,
  sts_endpoint: "sts.cn-beijing.aliyuncs.com",
};

test("#13 OIDC profiles: expired_seconds and sts_endpoint count", async () => {
  const provider = officialProfile({ p: oidcFields });
  expect([provider["durationSeconds"], provider["stsEndpoint"]]).toEqual([3600, "sts.aliyuncs.com"]);

  const ours = bench();
  const readText = async (path: string): Promise<string> =>
    path === PATH ? configOf({ p: oidcFields }) : await ours.cloud.oidcIssuer().mint();
  const host = { ...ours.host, files: { readText } };
  const { expiresAtMs } = await refreshing(sharedConfig({ modes }), { host }).get();
  expect(expiresAtMs).toBe(ours.cloud.clock.now() + 1_800_000);
  expect(ours.cloud.journal.entries().map((entry) => entry.host)).toEqual(["sts.cn-beijing.aliyuncs.com"]);
});

test("#14 ChainableRamRoleArn: sts_endpoint and enable_vpc count, and a circle is an error that shows it", async () => {
  const base = { mode: "AK", access_key_id: "LTAI5tAliceMayAssume0001" };
  const role = {
    mode: "ChainableRamRoleArn",
    source_profile: "base",
    ram_role_arn: ADMIN,
    ram_session_name: "me",
  };
  const withEndpoint = { ...role, sts_endpoint: "sts.cn-beijing.aliyuncs.com" };
  const withVpc = { ...role, sts_region: "cn-shanghai", enable_vpc: true };
  const circle = { p: { ...role, source_profile: "q" }, q: { ...role, source_profile: "p" } };
  const keyed = { ...base, access_key_secret: "s" };
  expect(officialProfile({ p: withEndpoint, base: keyed })["stsEndpoint"]).toBe("sts.aliyuncs.com");
  expect(officialProfile({ p: withVpc, base: keyed })["stsEndpoint"]).toBe("sts.cn-shanghai.aliyuncs.com");
  expect(() => officialProfile(circle)).toThrow(RangeError);

  for (const [fields, endpoint] of [
    [withEndpoint, "sts.cn-beijing.aliyuncs.com"],
    [withVpc, "sts-vpc.cn-shanghai.aliyuncs.com"],
  ] as const) {
    const ours = bench();
    const { accessKeySecret } = ours.cloud.accessKey("alice");
    const text = configOf({ p: fields, base: { ...base, access_key_secret: accessKeySecret } });
    const host = { ...ours.host, files: { readText: async () => text } };
    await refreshing(sharedConfig({ modes }), { host }).get();
    expect(ours.cloud.journal.entries().map((entry) => entry.host)).toEqual([endpoint]);
  }
  await expect(reading(configOf(circle)).resolver.get()).rejects.toMatchObject({
    code: "PROFILE_CYCLE",
    message: expect.stringContaining("p -> q -> p"),
  });
});

test("#17 what is configured in code or in a profile is never completed from the environment", async () => {
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_ID", "LTAI5tOfTheEnvironment");
  vi.stubEnv("ALIBABA_CLOUD_ACCESS_KEY_SECRET", "secret-of-the-environment");
  const provider = official("static_ak", { AccessKeyId: "LTAI5tOfTheProfile" });
  const theirs = await provider.getCredentials();
  expect([theirs.accessKeyId, theirs.accessKeySecret]).toEqual([
    "LTAI5tOfTheProfile",
    "secret-of-the-environment",
  ]);
  vi.unstubAllEnvs();

  const env = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tOfTheEnvironment",
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: "secret-of-the-environment",
  };
  const half = { accessKeyId: "LTAI5tOfTheProfile" } as { accessKeyId: string; accessKeySecret: string };
  expect(() => staticCredentials(half)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  const text = configOf({ p: { mode: "AK", access_key_id: "LTAI5tOfTheProfile" } });
  await expect(reading(text, {}, { env }).resolver.get()).rejects.toMatchObject({
    code: "INVALID_CONFIGURATION",
  });
});
