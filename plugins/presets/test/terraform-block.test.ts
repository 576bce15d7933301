import { type Resolution, resolveOnce } from "@alicred/conformance";
import { refreshing } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { type ProviderBlock, terraform } from "../src/terraform/mod.ts";
import { profileOf } from "./profiles.ts";
import { hostOf, tokenOf, type World } from "./world.ts";

const key = { access_key: "K", secret_key: "canary-secret" };
const role = "acs:ram::1:role/r";

function resolve(block: ProviderBlock, world: World = {}, compat?: "provider"): Promise<Resolution> {
  return resolveOnce(terraform(block, { compat }), hostOf(world));
}

describe("the block", () => {
  test("with null within a list where text belongs is read like any other", async () => {
    const { answer } = await resolve({ ...key, alias: [null], tags: [[null]] });
    expect(answer).toHaveProperty("credentials.accessKeyId", "K");
  });

  test("with a secret in the place of an argument's name is warned of without it", async () => {
    const secret = "CAISaB3dEfGhIjKlMnOpQrStUvWxYz0123";
    const { trace } = await resolve({ ...key, [secret]: "x" });
    expect(JSON.stringify(trace)).toContain("argument [not shown] is unknown");
    expect(JSON.stringify(trace)).not.toContain(secret);
  });

  test("of the JSON syntax, with lists of one block, is the same", async () => {
    const { answer } = await resolve({
      ...key,
      assume_role: [{ role_arn: role }],
      endpoints: [{ sts: "sts.test" }],
    });
    expect(answer).toHaveProperty("credentials.accessKeyId", "r@terraform(K)");
    expect(answer).toHaveProperty("credentials.provenance", ["terraform", "assume-role", "base", "static"]);
  });

  test.each([
    ["credentials_url", { credentials_url: "https://a.uri.test/" }, "uri:a"],
    ["a name beside its alias", { credentials_uri: "https://a.uri.test/", credentials_url: "x" }, "uri:a"],
    [
      "assume_role.role_session_name",
      { ...key, assume_role: { role_arn: role, role_session_name: "me" } },
      "r@me(K)",
    ],
    [
      "assume_role.external_Id",
      { ...key, assume_role: { role_arn: role, external_Id: "ab" } },
      "r@terraform(K)",
    ],
    [
      "assume_role_with_oidc.session_name",
      {
        assume_role_with_oidc: {
          role_arn: role,
          oidc_provider_arn: "acs:ram::1:oidc-provider/p",
          oidc_token: tokenOf("me"),
          session_name: "me",
        },
      },
      "oidc:r@me(me)",
    ],
    [
      "assume_role.session_expiration is text",
      { ...key, assume_role: { role_arn: role, session_expiration: "900" } },
      "r@terraform(K)",
    ],
    ["acces_key is not known", { ...key, acces_key: "x" }, "K"],
  ])("%s brings a warning", async (what, block, accessKeyId) => {
    const { answer, trace } = await resolve(block);
    expect(answer).toHaveProperty("credentials.accessKeyId", accessKeyId);
    const [name = ""] = what.replace("a name beside its alias", "credentials_url").split(" ", 1);
    expect(trace.warnings).toEqual([expect.stringContaining(name)]);
  });

  test("arguments that do not bear on credentials, absent ones and usual ones bring none", async () => {
    const { trace } = await resolve({
      ...key,
      alias: "a",
      max_retry_timeout: 1,
      security_token: "",
      region: null,
      assume_role: null,
      endpoints: { sts: "sts.test", ecs: "ecs.test" },
      client_read_timeout: 60_000,
      protocol: "HTTPS",
    });
    expect(trace).toMatchObject({ outcome: "credentials", warnings: [] });
  });

  test("empty ones bring one where a variable is read in their place, but not as the provider's code has it", async () => {
    const block = { access_key: "", secret_key: "", region: "" };
    const env = { ALICLOUD_ACCESS_KEY: "Kenv", ALICLOUD_SECRET_KEY: "Senv" };
    const { answer, trace } = await resolve(block, { env });
    expect(answer).toHaveProperty("credentials.accessKeyId", "Kenv");
    expect(trace.warnings).toEqual([
      expect.stringMatching(/^argument access_key is empty, .* environment variable ALICLOUD_ACCESS_KEY\./),
      expect.stringMatching(/^argument secret_key is empty, .* environment variable ALICLOUD_SECRET_KEY\./),
    ]);
    const asCoded = await resolve(block, { env }, "provider");
    expect(asCoded).toMatchObject({ answer: { outcome: "not-configured" }, trace: { warnings: [] } });
  });

  test("protocol = HTTP brings a warning, and STS is called by HTTPS", async () => {
    const urls: string[] = [];
    const host = hostOf({});
    const block: ProviderBlock = { ...key, protocol: "HTTP", assume_role: { role_arn: role } };
    const { answer, trace } = await resolveOnce(terraform(block), {
      ...host,
      fetch: (url, init) => {
        urls.push(url);
        return host.fetch(url, init);
      },
    });
    expect(answer).toHaveProperty("credentials.accessKeyId", "r@terraform(K)");
    expect(trace.warnings).toEqual(["argument protocol is HTTP: STS is called over HTTPS anyway."]);
    expect(urls).toEqual([expect.stringMatching(/^https:/)]);
  });

  test.each([
    ["region: ", { region: "CN HANGZHOU" }],
    ["access_key: ", { ...key, access_key: 7 }],
    ["assume_role: ", { assume_role: [{ role_arn: role }, { role_arn: role }] }],
    ["assume_role.role_arn: ", { assume_role: { role_arn: "admin" } }],
    ["assume_role.session_name: ", { assume_role: { session_name: "a b" } }],
    ["assume_role.session_expiration: ", { assume_role: { session_expiration: 899 } }],
    ["assume_role.session_expiration: ", { assume_role: { session_expiration: "1h" } }],
    ["assume_role.policy: ", { assume_role: { policy: "[]" } }],
    ["assume_role.external_id: ", { assume_role: { external_id: "canary secret" } }],
    ["assume_role_with_oidc.oidc_provider_arn: ", { assume_role_with_oidc: { oidc_provider_arn: "x" } }],
    ["endpoints.sts: ", { endpoints: { sts: "http://sts.test" } }],
    ["client_read_timeout: ", { client_read_timeout: -1 }],
    ["client_connect_timeout: ", { client_connect_timeout: 0.5 }],
    ["protocol: ", { protocol: "FTP" }],
  ])("names the argument that cannot be used: %s", (argument, block) => {
    const make = (): unknown => terraform(block as ProviderBlock);
    expect(make).toThrow(`provider block: ${argument}`);
    expect(make).not.toThrow(/canary/);
    expect(make).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  });

  test.each([[null], ["x"], [[]], [7]])("is refused when it is no block: %j", (block) => {
    expect(() => terraform(block as unknown as ProviderBlock)).toThrow("is not a block");
  });

  test("names of Object's own are no arguments", async () => {
    const block = JSON.parse('{"__proto__": {"access_key": "K", "secret_key": "S"}, "constructor": 1}');
    expect((await resolve(block)).answer.outcome).toBe("not-configured");
  });
});

describe("the trace", () => {
  test("says what supplied each part, and no secret", async () => {
    const source = terraform({ ...key, assume_role: {} });
    const env = {
      ALICLOUD_ASSUME_ROLE_ARN: role,
      ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION: "900",
      ALICLOUD_REGION: "cn-hangzhou",
    };
    const trace = await refreshing(source, { host: hostOf({ env }) }).explain();
    const text = JSON.stringify(trace);
    expect(trace.supplied).toEqual([
      { part: "assume_role.role_arn", from: "environment variable ALICLOUD_ASSUME_ROLE_ARN" },
      {
        part: "assume_role.session_expiration",
        from: "environment variable ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION",
      },
      { part: "region", from: "environment variable ALICLOUD_REGION" },
    ]);
    expect(text).toContain("argument secret_key");
    expect(text).not.toContain("canary");
  });

  test("of the provider's way names each field that is mixed in", async () => {
    const world = {
      env: { ALICLOUD_PROFILE: "p", ALIBABA_CLOUD_SECURITY_TOKEN: "Tenv", ALICLOUD_ACCESS_KEY: "Kenv" },
      profiles: profileOf("RamRoleArn"),
    };
    const { answer, trace } = await resolve({ assume_role: { role_arn: role } }, world, "provider");
    expect(answer).toHaveProperty("credentials.accessKeyId", "r@psess(Kenv+Tenv)");
    expect(trace.warnings).toEqual([
      'secret_key is mixed in: it is field access_key_secret of profile "p", while access_key is environment variable ALICLOUD_ACCESS_KEY.',
      "security_token is mixed in: it is environment variable ALIBABA_CLOUD_SECURITY_TOKEN, while access_key is environment variable ALICLOUD_ACCESS_KEY.",
      'session_name is mixed in: it is field ram_session_name of profile "p", while role_arn is argument assume_role.role_arn.',
    ]);
  });

  test("of the provider's way names none where key and role come from one place each", async () => {
    const world = { env: { ALICLOUD_PROFILE: "p" }, profiles: profileOf("RamRoleArn") };
    expect((await resolve({}, world, "provider")).trace.warnings).toEqual([]);
  });
});

describe("what cannot be completed fails, and gives way to nothing", () => {
  const later = { env: { ALICLOUD_ACCESS_KEY: "Kenv", ALICLOUD_SECRET_KEY: "Senv" } };

  test.each([
    ["half a key", { access_key: "K" }, "INCOMPLETE_CONFIGURATION", "secret_key"],
    [
      "a lone token",
      { security_token: "T" },
      "INCOMPLETE_CONFIGURATION",
      "access_key is missing. Set both key and secret",
    ],
    [
      "an empty block of OIDC",
      { assume_role_with_oidc: {} },
      "INCOMPLETE_CONFIGURATION",
      "assume_role_with_oidc",
    ],
    ["a role without ARN", { assume_role: {} }, "INCOMPLETE_CONFIGURATION", "assume_role.role_arn"],
    ["metadata that do not answer", { ecs_role_name: "r" }, "NETWORK_ERROR", "100.100.100.200"],
  ])("%s", async (_what, block, code, text) => {
    const { answer } = await resolve(block, later);
    expect(answer).toMatchObject({ outcome: "failed", error: { code } });
    expect(answer).toHaveProperty("error.message", expect.stringContaining(text));
  });

  test("metadata that are switched off", async () => {
    const env = { ...later.env, ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
    for (const compat of [undefined, "provider"] as const) {
      const world = {
        env: compat ? { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" } : env,
        instanceRole: "r",
      };
      const { answer } = await resolve({ ecs_role_name: "r" }, world, compat);
      expect(answer).toHaveProperty(
        "error.message",
        expect.stringContaining("ALIBABA_CLOUD_ECS_METADATA_DISABLED"),
      );
    }
  });

  test("an invalid duration", async () => {
    const env = { ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION: "1h" };
    const { answer } = await resolve({ ...key, assume_role: { role_arn: role } }, { env });
    expect(answer).toHaveProperty(
      "error.message",
      "environment variable ALICLOUD_ASSUME_ROLE_SESSION_EXPIRATION is not a whole number from 900 to 43200.",
    );
  });

  test("an invalid region, by the setting that named it", async () => {
    const env = { ALICLOUD_REGION: "CN Hangzhou" };
    const { answer } = await resolve({ ...key, assume_role: { role_arn: role } }, { env });
    expect(answer).toHaveProperty(
      "error.message",
      "environment variable ALICLOUD_REGION is not a region id, such as cn-hangzhou.",
    );
  });
});

test("an INI file of the SDKs is not taken for the shared file", async () => {
  const env = { ALIBABA_CLOUD_CREDENTIALS_FILE: "/ini", ALIBABA_CLOUD_PROFILE: "p" };
  const files = { "/ini": "; mine\n[p]\ntype = access_key\n" };
  const { answer, trace } = await resolve({ credentials_uri: "https://a.uri.test/" }, { env, files });
  expect(answer).toHaveProperty("credentials.accessKeyId", "uri:a");
  expect(JSON.stringify(trace)).toContain("ALIBABA_CLOUD_CREDENTIALS_FILE names an INI file");
});

test("the role of the block is on top of the profile's, or in its place as the provider has it", async () => {
  const world = { profiles: profileOf("RamRoleArn") };
  const block = { profile: "p", assume_role: { role_arn: role } };
  expect((await resolve(block, world)).answer).toHaveProperty(
    "credentials.accessKeyId",
    "r@terraform(prole@psess(Kp)+t)",
  );
  expect((await resolve(block, world, "provider")).answer).toHaveProperty(
    "credentials.accessKeyId",
    "r@psess(Kp)",
  );
});
