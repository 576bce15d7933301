import { inspect } from "node:util";
import { refusalOf, resolveOnce } from "@alicred/conformance";
import { describe, expect, test } from "vitest";
import { type OidcOptions, oidc, oidcPlugin } from "../src/mod.ts";
import { bench, FILE, PROVIDER, ROLE, RRSA } from "./support.ts";

const ALIASES = Object.fromEntries(
  Object.entries(RRSA).map(([name, value]) => [name.replace("ALIBABA_CLOUD", "ALIBABACLOUD"), value]),
);

describe("the environment", () => {
  test("has aliases, as in the CLI", async () => {
    const { answer, trace } = await (await bench(ALIASES)).resolve();
    expect(answer.outcome).toBe("credentials");
    expect(trace.supplied[0]).toEqual({
      part: "roleArn",
      from: "environment variable ALIBABACLOUD_ROLE_ARN",
    });
  });

  test("two families are not mixed", async () => {
    const { ALIBABACLOUD_ROLE_ARN: role = "", ...others } = ALIASES;
    const { ALIBABA_CLOUD_ROLE_ARN: _role, ...rrsa } = RRSA;
    for (const env of [
      { ...others, ALIBABA_CLOUD_ROLE_ARN: role },
      { ...rrsa, ALIBABACLOUD_ROLE_ARN: role },
    ]) {
      const { answer } = await (await bench(env)).resolve();
      expect(answer).toMatchObject({ outcome: "failed", error: { code: "INCOMPLETE_CONFIGURATION" } });
    }
  });

  test("a family may be left out, and all may", async () => {
    expect((await (await bench(ALIASES)).resolve({ families: ["ALIBABA_CLOUD"] })).answer.outcome).toBe(
      "not-configured",
    );
    expect((await (await bench()).resolve({ families: [] })).answer.outcome).toBe("not-configured");
  });

  test("may hold the token itself, as for Terraform; it comes before the file", async () => {
    const { cloud, host, renew } = await bench();
    const token = await renew();
    const { ALIBABA_CLOUD_OIDC_TOKEN_FILE: _file, ...others } = RRSA;
    const env: Record<string, string> = { ...others, ALIBABA_CLOUD_OIDC_TOKEN: ` ${token}\n` };
    const alone = await resolveOnce(oidc(), { ...host, env: (name) => env[name] });
    expect(alone.answer.outcome).toBe("credentials");
    env["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] = "/not/there";
    const both = await resolveOnce(oidc(), { ...host, env: (name) => env[name] });
    expect(both.answer.outcome).toBe("credentials");
    expect(both.trace.supplied).toContainEqual({
      part: "token",
      from: "environment variable ALIBABA_CLOUD_OIDC_TOKEN",
    });
    cloud.expectNoSecrets(alone, both);
  });

  test.each<[string, Record<string, string>]>([
    ["nothing", {}],
    ["empty variables", { ALIBABA_CLOUD_OIDC_TOKEN_FILE: "", ALIBABA_CLOUD_OIDC_PROVIDER_ARN: " " }],
    ["a role alone, which other modes read too", { ALIBABA_CLOUD_ROLE_ARN: ROLE }],
    ["a session name alone", { ALIBABA_CLOUD_ROLE_SESSION_NAME: "me" }],
  ])("not configured: %s", async (_name, env) => {
    const { answer } = await (await bench(env)).resolve();
    const families = ["ALIBABA_CLOUD", "ALIBABACLOUD"];
    const parts = ["OIDC_PROVIDER_ARN", "OIDC_TOKEN_FILE", "OIDC_TOKEN"];
    const names = families.flatMap((family) => parts.map((part) => `${family}_${part}`));
    expect(answer).toEqual({
      outcome: "not-configured",
      lookedFor: [`environment variable ${names.join(" or ")}`],
    });
  });

  test.each<[string, Record<string, string>, OidcOptions, string]>([
    [
      "a token file alone",
      { ALIBABA_CLOUD_OIDC_TOKEN_FILE: FILE },
      {},
      "roleArn is missing. Set argument roleArn or environment variable ALIBABA_CLOUD_ROLE_ARN.",
    ],
    [
      "no role",
      { ALIBABA_CLOUD_OIDC_TOKEN_FILE: FILE, ALIBABA_CLOUD_OIDC_PROVIDER_ARN: PROVIDER },
      {},
      "roleArn is missing. Set argument roleArn or environment variable ALIBABA_CLOUD_ROLE_ARN.",
    ],
    [
      "no provider",
      { ALIBABA_CLOUD_OIDC_TOKEN_FILE: FILE, ALIBABA_CLOUD_ROLE_ARN: ROLE },
      {},
      "oidcProviderArn is missing. Set argument oidcProviderArn or environment variable ALIBABA_CLOUD_OIDC_PROVIDER_ARN.",
    ],
    [
      "no token",
      { ALIBABA_CLOUD_OIDC_PROVIDER_ARN: PROVIDER, ALIBABA_CLOUD_ROLE_ARN: ROLE },
      {},
      "token is missing. Set argument token or environment variable ALIBABA_CLOUD_OIDC_TOKEN_FILE.",
    ],
    [
      "a role as argument alone",
      {},
      { roleArn: ROLE },
      "oidcProviderArn is missing. Set argument oidcProviderArn or environment variable ALIBABA_CLOUD_OIDC_PROVIDER_ARN or environment variable ALIBABACLOUD_OIDC_PROVIDER_ARN.",
    ],
    [
      "arguments without the environment",
      RRSA,
      { roleArn: ROLE, families: [] },
      "oidcProviderArn is missing. Set argument oidcProviderArn.",
    ],
  ])("partly configured: %s", async (_name, env, options, message) => {
    const { cloud, resolve } = await bench(env);
    const { answer, trace } = await resolve(options);
    // The settings that exist are in the trace.
    expect(trace.supplied).not.toEqual([]);
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        name: "ConfigurationError",
        code: "INCOMPLETE_CONFIGURATION",
        source: "oidc",
        message: `OIDC is only partly configured: ${message}`,
      },
    });
    expect(cloud.journal.count()).toBe(0);
  });

  test.each([
    ["ALIBABA_CLOUD_ROLE_ARN", "is not the ARN of a role"],
    ["ALIBABA_CLOUD_OIDC_PROVIDER_ARN", "is not the ARN of an OIDC provider"],
    ["ALIBABA_CLOUD_ROLE_SESSION_NAME", "is not 2 to 64"],
  ])("%s that cannot be is refused, and not quoted", async (name, complaint) => {
    const { answer } = await (await bench({ ...RRSA, [name]: "canary value" })).resolve();
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        code: "INVALID_CONFIGURATION",
        message: expect.stringContaining(`environment variable ${name} ${complaint}`),
      },
    });
    expect(inspect(answer)).not.toContain("canary");
  });
});

test.each([
  [{ endpoint: "http://canary.com" }, "argument sts.endpoint is not an https:// host of STS."],
  [{ region: "canary.com/" }, "argument sts.region is not a region id, such as cn-hangzhou."],
])("refuses %j when STS is to be called, and quotes no value", async (sts, message) => {
  const { cloud, resolve } = await bench();
  expect((await resolve({ sts })).answer).toMatchObject({
    outcome: "failed",
    error: { name: "ConfigurationError", code: "INVALID_CONFIGURATION", source: "oidc", message },
  });
  expect(cloud.journal.count()).toBe(0);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ["899 seconds", { durationSeconds: 899 }, /durationSeconds: is not a whole number from 900 to 43200/],
  ["43,201 seconds", { durationSeconds: 43_201 }, /durationSeconds: is not/],
  ["a user's ARN", { roleArn: "acs:ram::1:user/canary" }, /roleArn: is not the ARN of a role/],
  ["a role for a provider", { oidcProviderArn: ROLE }, /oidcProviderArn: is not the ARN of an OIDC provider/],
  ["a session name of 1", { roleSessionName: "a" }, /roleSessionName: is not 2 to 64/],
  ["a policy that is not JSON", { policy: "canary" }, /policy: is not a JSON object/],
  ["a token of nothing", { token: "" }, /token: is not a token, a file, a variable or a function/],
  ["a token of two kinds", { token: { file: "a", variable: "b" } }, /token: is not/],
  ["an unknown family", { families: ["ALICLOUD"] }, /families: is not a list/],
])("refuses %s, and quotes no value", (_name, options, message) => {
  const error = refusalOf(() => oidcPlugin.source(options as never), ["canary"]);
  expect(error).toMatchObject({ code: "INVALID_OPTION", message: expect.stringMatching(message) });
});
