import { createTestProfile, refusalOf, resolveOnce } from "@alicred/conformance";
import { type Answer, type CredentialSource, found } from "@alicred/core";
import type { ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { expect, test } from "vitest";
import {
  assumeRolePlugin,
  chainableRamRoleArnMode,
  ramRoleArnMode,
  ramRoleArnWithRoleNameMode,
} from "../src/mod.ts";
import { ADMIN, bench, PARTNER, POLICY, profile, READER, userSource } from "./support.ts";

const KEY = { access_key_id: "LTAIexample", access_key_secret: "canary-secret" };

test("the plugin offers its modes", () => {
  expect(assumeRolePlugin.profileModes).toEqual([
    ramRoleArnMode,
    chainableRamRoleArnMode,
    ramRoleArnWithRoleNameMode,
  ]);
});

test("a refusal says who asked: the key, and the field or profile that it came from", async () => {
  const { cloud, host } = bench();
  const { accessKeyId, accessKeySecret } = cloud.accessKey("bob");
  const role = { ram_role_arn: ADMIN, ram_session_name: "bob-at-work" };
  const own = ramRoleArnMode.source(
    profile({ access_key_id: accessKeyId, access_key_secret: accessKeySecret, ...role }),
  );
  const chained = chainableRamRoleArnMode.source(
    profile({ source_profile: "base", ...role }, { base: userSource(cloud, "bob") }),
  );
  for (const [source, origin] of [
    [own, 'static, field access_key_id of profile "p"'],
    [chained, 'user, profile "base"'],
  ] as const) {
    // Also when its base is cached, and so not in the trace.
    for (let round = 0; round < 2; round++)
      expect((await resolveOnce(source, host)).answer).toHaveProperty(
        "error.message",
        `STS AssumeRole answered 403 NoPermission. The caller is access key ${accessKeyId} (${origin}), the role ${ADMIN} (field ram_role_arn of profile "p"). Check that this caller is allowed sts:AssumeRole on the role, and that the role's trust policy names it.`,
      );
  }
});

test("RamRoleArn: all fields, and where each came from", async () => {
  const { cloud, host } = bench();
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  const source = ramRoleArnMode.source(
    profile({
      access_key_id: accessKeyId,
      access_key_secret: accessKeySecret,
      ram_role_arn: PARTNER,
      ram_session_name: "alice-at-work",
      expired_seconds: 900,
      external_id: "partner-42",
      policy: POLICY,
      sts_region: "eu-central-1",
      enable_vpc: true,
      region_id: "cn-hangzhou",
    }),
  );
  const { answer, trace } = await resolveOnce(source, host);
  expect(answer).toMatchObject({
    credentials: { expiresAtMs: cloud.clock.now() + 900_000, provenance: ["assume-role", "static"] },
  });
  expect(cloud.journal.entries()).toMatchObject([
    { host: "sts-vpc.eu-central-1.aliyuncs.com", decision: "allowed" },
  ]);
  expect(Object.fromEntries(trace.supplied.map(({ part, from }) => [part, from]))).toEqual({
    roleArn: 'field ram_role_arn of profile "p"',
    roleSessionName: 'field ram_session_name of profile "p"',
    durationSeconds: 'field expired_seconds of profile "p"',
    externalId: 'field external_id of profile "p"',
    policy: 'field policy of profile "p"',
    stsEndpoint: 'field sts_region of profile "p" and field enable_vpc of profile "p"',
  });
});

test("RamRoleArn sends the sts_token of the profile", async () => {
  const { host, alice, cloud } = bench();
  const admin = await resolveOnce(assumeRolePlugin.source({ from: alice, roleArn: ADMIN }), host);
  if (admin.answer.outcome !== "credentials") throw new Error("no session");
  const { accessKeyId, accessKeySecret, securityToken } = admin.answer.credentials;
  const fields = {
    access_key_id: accessKeyId,
    access_key_secret: accessKeySecret,
    sts_token: securityToken,
    ram_role_arn: READER,
    sts_endpoint: "https://sts.cn-beijing.aliyuncs.com/",
  };
  const { answer } = await resolveOnce(ramRoleArnMode.source(profile(fields)), host);
  expect(answer.outcome).toBe("credentials");
  expect(cloud.journal.entries().at(-1)).toMatchObject({
    credentialKind: "temporary",
    host: "sts.cn-beijing.aliyuncs.com",
  });
});

test("ChainableRamRoleArn assumes the role with the source profile", async () => {
  const { host, alice } = bench();
  const fields = { ram_role_arn: ADMIN, source_profile: "base" };
  const source = chainableRamRoleArnMode.source(profile(fields, { base: alice }));
  const { answer } = await resolveOnce(source, host);
  expect(answer).toMatchObject({ credentials: { provenance: ["assume-role", "user"] } });
  expect(() => chainableRamRoleArnMode.source(profile(fields))).toThrowError('no profile "base"');
});

test.each([{ ram_role_name: "ecs-app" }, {}])(
  "RamRoleArnWithRoleName assumes the role with that of the ECS instance: %j",
  async (given) => {
    const { host, alice } = bench();
    const asked: ProfileFields[] = [];
    const fields = {
      mode: "RamRoleArnWithRoleName",
      ram_role_arn: ADMIN,
      region_id: "cn-hangzhou",
      ...given,
    };
    const source = ramRoleArnWithRoleNameMode.source(
      createTestProfile(fields, {
        sourceOfFields: (other) => {
          asked.push(other);
          return alice;
        },
      }),
    );
    const { answer } = await resolveOnce(source, host);
    expect(answer).toMatchObject({ credentials: { provenance: ["assume-role", "user"] } });
    expect(asked).toEqual([{ mode: "EcsRamRole", ...given }]);
  },
);

async function resolveChained(
  fields: Record<string, unknown>,
  env: Record<string, string> = {},
): Promise<{ answer: Answer; warnings: readonly string[]; host: string | undefined; lifeMs: number }> {
  const { cloud, host, alice } = bench({}, { env });
  const base: CredentialSource = { name: "base", resolve: async () => found(cloud.accessKey("alice")) };
  const complete = { ram_role_arn: ADMIN, source_profile: "base", ...fields };
  const source = chainableRamRoleArnMode.source(profile(complete, { base, alice }));
  const { answer, trace } = await resolveOnce(source, host);
  const expiresAtMs = answer.outcome === "credentials" ? answer.credentials.expiresAtMs : undefined;
  return {
    answer,
    warnings: trace.warnings,
    host: cloud.journal.entries()[0]?.host,
    lifeMs: (expiresAtMs ?? 0) - cloud.clock.now(),
  };
}

test("a duration as text is understood, with a warning; 0 is not set", async () => {
  const text = await resolveChained({ expired_seconds: " 1800" });
  expect(text.lifeMs).toBe(1_800_000);
  expect(text.warnings).toEqual(['profile "p": expired_seconds is text. Write it as a number.']);
  for (const expired_seconds of [0, undefined]) {
    const unset = await resolveChained({ expired_seconds });
    expect(unset.lifeMs).toBe(3_600_000);
    expect(unset.warnings).toEqual([]);
  }
});

test("enable_vpc: false, as the official clients write it, leaves the choice to the environment", async () => {
  const env = { ALIBABA_CLOUD_STS_REGION: "cn-beijing", ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true" };
  expect((await resolveChained({ enable_vpc: false }, env)).host).toBe("sts-vpc.cn-beijing.aliyuncs.com");
});

test("enable_vpc without a region is ignored, as by the official clients, with a warning", async () => {
  const { answer, host, warnings } = await resolveChained({ enable_vpc: true });
  expect(answer.outcome).toBe("credentials");
  expect(host).toBe("sts.aliyuncs.com");
  expect(warnings).toEqual([
    'field enable_vpc of profile "p" is ignored, because no region is given. Set the region of STS, or ALIBABA_CLOUD_STS_REGION.',
  ]);
});

test.each([
  [{ sts_endpoint: "http://canary" }, 'field sts_endpoint of profile "p" is not an https:// host of STS.'],
  [{ sts_region: "canary.com/" }, 'field sts_region of profile "p" is not a region id, such as cn-hangzhou.'],
])("%j is refused when STS is to be called, by field and profile", async (fields, message) => {
  const { answer, host } = await resolveChained(fields);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { name: "ConfigurationError", code: "INVALID_CONFIGURATION", source: "assume-role", message },
  });
  expect(host).toBeUndefined();
});

test.each<[ProfileMode, Record<string, unknown>, string]>([
  [ramRoleArnMode, { ...KEY }, "ram_role_arn: is missing"],
  [ramRoleArnMode, { access_key_secret: "canary", ram_role_arn: ADMIN }, "access_key_id: is missing"],
  [ramRoleArnMode, { access_key_id: "canary", ram_role_arn: ADMIN }, "access_key_secret: is missing"],
  [ramRoleArnMode, { ...KEY, ram_role_arn: "canary" }, "ram_role_arn: is not the ARN of a role"],
  [
    ramRoleArnMode,
    { ...KEY, ram_role_arn: ADMIN, expired_seconds: 899 },
    "expired_seconds: is not a whole number from 900 to 43200",
  ],
  [
    ramRoleArnMode,
    { ...KEY, ram_role_arn: ADMIN, expired_seconds: "43201" },
    "expired_seconds: is not a whole number from 900 to 43200",
  ],
  [
    ramRoleArnMode,
    { ...KEY, ram_role_arn: ADMIN, expired_seconds: "canary" },
    "expired_seconds: is not a whole number from 900 to 43200",
  ],
  [
    ramRoleArnMode,
    { ...KEY, ram_role_arn: ADMIN, ram_session_name: "canary x" },
    "ram_session_name: is not 2 to 64",
  ],
  [ramRoleArnMode, { ...KEY, ram_role_arn: ADMIN, sts_token: 7 }, "sts_token: is missing or not printable"],
  [
    ramRoleArnMode,
    { ...KEY, ram_role_arn: ADMIN, sts_token: "canary\n" },
    "sts_token: is missing or not printable",
  ],
  [
    ramRoleArnMode,
    { ...KEY, ram_role_arn: ADMIN, access_key_id: "LTAI canary" },
    "access_key_id: is missing or not printable",
  ],
  [
    ramRoleArnMode,
    { ...KEY, ram_role_arn: ADMIN, access_key_secret: "canary\r\n" },
    "access_key_secret: is missing or not printable",
  ],
  [ramRoleArnMode, { ...KEY, ram_role_arn: ADMIN, policy: "canary" }, "policy: is not a JSON object"],
  [ramRoleArnMode, { ...KEY, ram_role_arn: ADMIN, external_id: "canary x" }, "external_id: is not 2 to 1224"],
  [ramRoleArnMode, { ...KEY, ram_role_arn: ADMIN, sts_endpoint: 7 }, "sts_endpoint: is missing or not text"],
  [ramRoleArnMode, { ...KEY, ram_role_arn: ADMIN, sts_region: "" }, "sts_region: is missing or not text"],
  [ramRoleArnMode, { ...KEY, ram_role_arn: ADMIN, enable_vpc: "canary" }, "enable_vpc: is not true or false"],
  [chainableRamRoleArnMode, { ram_role_arn: ADMIN }, "source_profile: is missing"],
  [chainableRamRoleArnMode, { source_profile: "base" }, "ram_role_arn: is missing"],
])("a profile is refused by name and field, and quotes no value: %#", (mode, fields, complaint) => {
  const error = refusalOf(() => mode.source(profile(fields)), ["canary"]);
  expect(error).toMatchObject({
    name: "ConfigurationError",
    code: "INVALID_CONFIGURATION",
    message: expect.stringMatching(new RegExp(`^profile "p": ${complaint}`)),
  });
});
