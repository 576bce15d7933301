import { createTestProfile, refusalOf, resolveOnce } from "@alicred/conformance";
import { expect, test } from "vitest";
import { oidcMode, oidcPlugin } from "../src/mod.ts";
import { bench, FILE, POLICY, PROVIDER, ROLE } from "./support.ts";

const COMPLETE = { ram_role_arn: ROLE, oidc_provider_arn: PROVIDER, oidc_token_file: FILE };

/** Resolves a profile, with everything that a call tells. */
async function resolve(fields: Record<string, unknown>, env: Record<string, string> = {}) {
  const sent: URLSearchParams[] = [];
  const { cloud, host } = await bench(env, {
    fetch: (url, init) => {
      sent.push(new URLSearchParams(init.body));
      return cloud.fetch(url, init);
    },
  });
  const source = oidcMode.source(createTestProfile(fields));
  const table = await resolveOnce(source, {
    ...host,
    files: { readText: async (path) => (path === FILE ? await cloud.oidcIssuer().mint() : undefined) },
  });
  return { ...table, request: Object.fromEntries(sent[0] ?? []), host: cloud.journal.entries()[0]?.host };
}

test("the plugin offers the mode", () => {
  expect(oidcPlugin.profileModes).toEqual([oidcMode]);
});

test("OIDC: all fields, and where each came from", async () => {
  const { answer, trace, request, host } = await resolve({
    ...COMPLETE,
    ram_session_name: "pod-7",
    expired_seconds: 1800,
    policy: POLICY,
    sts_region: "cn-beijing",
    enable_vpc: true,
  });
  expect(answer).toMatchObject({ outcome: "credentials", credentials: { provenance: ["oidc"] } });
  expect(host).toBe("sts-vpc.cn-beijing.aliyuncs.com");
  expect(request).toMatchObject({ RoleSessionName: "pod-7", DurationSeconds: "1800", Policy: POLICY });
  expect(Object.fromEntries(trace.supplied.map(({ part, from }) => [part, from]))).toEqual({
    roleArn: 'field ram_role_arn of profile "p"',
    oidcProviderArn: 'field oidc_provider_arn of profile "p"',
    token: 'field oidc_token_file of profile "p"',
    roleSessionName: 'field ram_session_name of profile "p"',
    durationSeconds: 'field expired_seconds of profile "p"',
    policy: 'field policy of profile "p"',
    stsEndpoint: 'field sts_region of profile "p" and field enable_vpc of profile "p"',
  });
});

test("sts_endpoint is heeded", async () => {
  const { host } = await resolve({ ...COMPLETE, sts_endpoint: "sts.eu-central-1.aliyuncs.com" });
  expect(host).toBe("sts.eu-central-1.aliyuncs.com");
});

test.each([
  [{ sts_endpoint: "http://canary" }, 'field sts_endpoint of profile "p" is not an https:// host of STS.'],
  [{ sts_region: "canary.com/" }, 'field sts_region of profile "p" is not a region id, such as cn-hangzhou.'],
])("%j is refused when STS is to be called, by field and profile", async (fields, message) => {
  const { answer, host } = await resolve({ ...COMPLETE, ...fields });
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { code: "INVALID_CONFIGURATION", source: "oidc", message },
  });
  expect(host).toBeUndefined();
});

test.each<[Record<string, unknown>, string | undefined, string[]]>([
  [{}, undefined, []],
  [{ expired_seconds: 0, duration_seconds: 0 }, undefined, []],
  [{ expired_seconds: 1200 }, "1200", []],
  [{ duration_seconds: 1200 }, "1200", []],
  [{ expired_seconds: 0, duration_seconds: 1200 }, "1200", []],
  [{ expired_seconds: 900, duration_seconds: 1200 }, "900", []],
  [{ duration_seconds: "1200" }, "1200", ['profile "p": duration_seconds is text. Write it as a number.']],
])("the duration of %j is %s", async (fields, seconds, warnings) => {
  const { answer, trace, request } = await resolve({ ...COMPLETE, ...fields });
  expect(answer.outcome).toBe("credentials");
  expect(request["DurationSeconds"]).toBe(seconds);
  expect(trace.warnings).toEqual(warnings);
});

test("nothing is completed from the environment", async () => {
  const env = {
    ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1:role/other",
    ALIBABA_CLOUD_OIDC_TOKEN: "canary",
    ALIBABA_CLOUD_ROLE_SESSION_NAME: "other",
  };
  const { answer, request } = await resolve(COMPLETE, env);
  expect(answer.outcome).toBe("credentials");
  expect(request).toMatchObject({ RoleArn: ROLE, RoleSessionName: "alicred" });
});

test.each<[Record<string, unknown>, string]>([
  [{ ...COMPLETE, ram_role_arn: undefined }, "ram_role_arn: is missing"],
  [{ ...COMPLETE, oidc_provider_arn: undefined }, "oidc_provider_arn: is missing"],
  [{ ...COMPLETE, oidc_token_file: undefined }, "oidc_token_file: is missing"],
  [{ ...COMPLETE, oidc_token_file: 7 }, "oidc_token_file: is missing or not text"],
  [{ ...COMPLETE, oidc_provider_arn: "canary" }, "oidc_provider_arn: is not the ARN of an OIDC provider"],
  [{ ...COMPLETE, duration_seconds: 7 }, "duration_seconds: is not a whole number from 900 to 43200"],
  [{ ...COMPLETE, sts_endpoint: 7 }, "sts_endpoint: is missing or not text"],
  [{ ...COMPLETE, enable_vpc: "canary" }, "enable_vpc: is not true or false"],
])("a profile is refused by name and field, and quotes no value: %#", (fields, complaint) => {
  const error = refusalOf(() => oidcMode.source(createTestProfile(fields)), ["canary"]);
  expect(error).toMatchObject({
    code: "INVALID_CONFIGURATION",
    message: expect.stringMatching(new RegExp(`^profile "p": ${complaint}`)),
  });
});
