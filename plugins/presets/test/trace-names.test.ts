// The trace and the errors name what a person wrote: the argument of the block or the variable, never an option
// of the plugin in between.
import { type Resolution, resolveOnce } from "@alicred/conformance";
import type { CredentialSource, TraceEntry } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { sdkDefault, terraform, terraformHttp } from "../src/mod.ts";
import { hostOf, tokenOf, type World } from "./world.ts";

const role_arn = "acs:ram::1:role/r";
const oidc_provider_arn = "acs:ram::1:oidc-provider/p";
const oidc = { role_arn, oidc_provider_arn };
const RRSA = {
  ALIBABA_CLOUD_ROLE_ARN: role_arn,
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidc_provider_arn,
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/token",
};
const files = { "/token": tokenOf("me") };

const ask = (source: CredentialSource, world: World = {}): Promise<Resolution> =>
  resolveOnce(source, hostOf(world));

/** All that the trace says supplied something. */
function supplied({ trace }: Resolution): Record<string, string> {
  const all = (entry: TraceEntry): readonly (readonly [string, string])[] => [
    ...entry.supplied.map(({ part, from }) => [part, from] as const),
    ...entry.children.flatMap(all),
  ];
  return Object.fromEntries(all(trace));
}

function messageOf({ answer }: Resolution): string {
  return answer.outcome === "failed" ? answer.error.message : answer.outcome;
}

describe("the default chain of the SDKs", () => {
  test("a token of the pod is that of its variable", async () => {
    const found = await ask(sdkDefault(), { env: RRSA, files });
    expect(supplied(found)).toMatchObject({
      token: "environment variable ALIBABA_CLOUD_OIDC_TOKEN_FILE",
      roleArn: "environment variable ALIBABA_CLOUD_ROLE_ARN",
    });
    expect(messageOf(await ask(sdkDefault(), { env: RRSA }))).toContain(
      "environment variable ALIBABA_CLOUD_OIDC_TOKEN_FILE names a file that does not exist",
    );
  });
});

describe.each([
  ["terraform", terraform],
  ["terraformHttp", terraformHttp],
] as const)("%s", (_name, make) => {
  test("OIDC of the block", async () => {
    const assume_role_with_oidc = {
      ...oidc,
      oidc_token_file: "/token",
      role_session_name: "me",
      session_expiration: 900,
      policy: '{"Version":"1"}',
    };
    expect(supplied(await ask(make({ assume_role_with_oidc }), { files }))).toMatchObject({
      roleArn: "argument assume_role_with_oidc.role_arn",
      oidcProviderArn: "argument assume_role_with_oidc.oidc_provider_arn",
      token: "argument assume_role_with_oidc.oidc_token_file",
      roleSessionName: "argument assume_role_with_oidc.role_session_name",
      durationSeconds: "argument assume_role_with_oidc.session_expiration",
      policy: "argument assume_role_with_oidc.policy",
    });
    expect(messageOf(await ask(make({ assume_role_with_oidc })))).toContain(
      "argument assume_role_with_oidc.oidc_token_file names a file that does not exist",
    );
    const token = { assume_role_with_oidc: { ...oidc, oidc_token: "canary" } };
    expect(messageOf(await ask(make(token)))).toContain(
      "argument assume_role_with_oidc.oidc_token is not a JSON Web Token",
    );
  });

  test("OIDC of the block, completed", async () => {
    const assume_role_with_oidc = { ...oidc, oidc_token: tokenOf("me") };
    const source = make({ assume_role_with_oidc });
    expect(supplied(await ask(source))).toMatchObject({
      token: "argument assume_role_with_oidc.oidc_token",
      roleSessionName: "the default",
    });
    const env = { ALIBABA_CLOUD_ROLE_SESSION_NAME: "me" };
    const named = await ask(source, { env });
    expect(supplied(named)).toMatchObject({
      roleSessionName: "environment variable ALIBABA_CLOUD_ROLE_SESSION_NAME",
    });
    expect(named.answer).toHaveProperty("credentials.accessKeyId", "oidc:r@me(me)");
    const half = make({ assume_role_with_oidc: { oidc_token: tokenOf("me") } });
    expect(messageOf(await ask(half))).toContain("Set argument assume_role_with_oidc.role_arn or");
  });

  test("a credentials URI of the block", async () => {
    const found = await ask(make({ credentials_uri: "https://a.uri.test/" }));
    expect(supplied(found)).toMatchObject({ uri: "argument credentials_uri" });
    expect(messageOf(await ask(make({ credentials_uri: "http://a.uri.test/" })))).toContain(
      "argument credentials_uri would send the request to the public host a.uri.test",
    );
  });

  test("an ECS role of the block", async () => {
    const source = make({ ecs_role_name: "r" });
    expect(supplied(await ask(source, { instanceRole: "r" }))).toMatchObject({
      roleName: "argument ecs_role_name",
    });
    const env = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
    expect(messageOf(await ask(source, { env, instanceRole: "r" }))).toContain(
      "argument ecs_role_name needs ECS metadata, which environment variable ALIBABA_CLOUD_ECS_METADATA_DISABLED switches off. Unset it.",
    );
  });
});

test("terraform, the provider's way", async () => {
  const compat = { compat: "provider" as const };
  const uri = await ask(terraform({}, compat), { env: { ALICLOUD_CREDENTIALS_URI: "https://a.uri.test/" } });
  expect(supplied(uri)).toMatchObject({ uri: "environment variable ALICLOUD_CREDENTIALS_URI" });
  const env = { ALICLOUD_ECS_ROLE_NAME: "r" };
  const ecs = await ask(terraform({}, compat), { env, instanceRole: "r" });
  expect(supplied(ecs)).toMatchObject({ roleName: "environment variable ALICLOUD_ECS_ROLE_NAME" });
});

describe.each([
  ["terraform", terraform],
  ["terraformHttp", terraformHttp],
] as const)("%s: what is wrong with a role is said of what named it", (_name, make) => {
  const key = { access_key: "K", secret_key: "canary-secret" };
  test.each([
    [{ ALICLOUD_ASSUME_ROLE_ARN: "canary" }, "ALICLOUD_ASSUME_ROLE_ARN is not the ARN of a role"],
    [
      { ALICLOUD_ASSUME_ROLE_ARN: role_arn, ALICLOUD_ASSUME_ROLE_SESSION_NAME: "c a n a r y" },
      "ALICLOUD_ASSUME_ROLE_SESSION_NAME is not 2 to 64",
    ],
    [
      { ALICLOUD_ASSUME_ROLE_ARN: role_arn, ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION: "899" },
      "ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION is not a whole number from 900 to 43200",
    ],
  ])("%j", async (env, message) => {
    const { answer } = await ask(make({ ...key, assume_role: {} }), { env });
    expect(answer).toMatchObject({ outcome: "failed", error: { code: "INVALID_CONFIGURATION" } });
    expect(answer).toHaveProperty(
      "error.message",
      expect.stringContaining(`environment variable ${message}`),
    );
    expect(JSON.stringify(answer)).not.toContain("c a n a r y");
  });
});
