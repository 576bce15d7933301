import { describe, expect, it } from "vitest";
import {
  functionInvocation,
  podVariables,
  readyWorlds,
  simulateCloud,
  TransportFailure,
} from "../src/mod.ts";
import { instanceId, putToken, read, readCredentials } from "./support/metadata.ts";
import { createOpenApiClient, openApiWorld } from "./support/openapi.ts";
import { assumeAdmin, createClient, whoAmI } from "./support/worlds.ts";

describe("a pod with RRSA", () => {
  it("finds variables that lead it to its role, within the VPC", async () => {
    const cloud = simulateCloud({ world: readyWorlds["vpc-only-sts"] });
    const variables = podVariables(cloud);
    expect(variables).toEqual({
      ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1000000000000001:role/rrsa-app",
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: "acs:ram::1000000000000001:oidc-provider/ack-rrsa",
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/var/run/secrets/ack.alibabacloud.com/rrsa-tokens/token",
      ALIBABA_CLOUD_STS_ENDPOINT: "sts-vpc.cn-hangzhou.aliyuncs.com",
      ALIBABA_CLOUD_STS_REGION: "cn-hangzhou",
      ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true",
    });
    const ask = async (host: string | undefined): Promise<Response> => {
      const body = new URLSearchParams({
        Action: "AssumeRoleWithOIDC",
        Version: "2015-04-01",
        RoleArn: variables["ALIBABA_CLOUD_ROLE_ARN"] ?? "",
        OIDCProviderArn: variables["ALIBABA_CLOUD_OIDC_PROVIDER_ARN"] ?? "",
        OIDCToken: await cloud.oidcIssuer().mint(),
      });
      return cloud.fetch(`https://${host}/`, { method: "POST", body });
    };
    expect((await ask(variables["ALIBABA_CLOUD_STS_ENDPOINT"])).status).toBe(200);
    for (const host of ["sts.aliyuncs.com", "sts.cn-hangzhou.aliyuncs.com"])
      await expect(ask(host)).rejects.toThrow(TransportFailure);
    expect(cloud.journal.entries().at(-1)?.reason).toContain("no way leads from this VPC");
  });

  it("takes another role, region and file, if the world has them", () => {
    const cloud = simulateCloud();
    const options = { role: "admin", regionId: "cn-beijing", tokenFile: "/tmp/token" };
    expect(podVariables(cloud, options)).toMatchObject({
      ALIBABA_CLOUD_ROLE_ARN: "acs:ram::1000000000000001:role/admin",
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: "/tmp/token",
      ALIBABA_CLOUD_STS_ENDPOINT: "sts-vpc.cn-beijing.aliyuncs.com",
    });
    expect(() => podVariables(cloud, { role: "nobody" })).toThrow("has no role");
    expect(() => podVariables(cloud, { provider: "none" })).toThrow("has no OIDC provider");
  });
});

describe("a function", () => {
  it("has a session of its role in its context, its headers and its variables, for 36 hours", async () => {
    const { cloud, call } = createClient();
    const { context, headers, variables, expiresAtMs } = functionInvocation(cloud, {
      functionName: "resize",
    });
    const { credentials: keys } = context;
    expect(headers["x-fc-security-token"]).toBe(keys.securityToken);
    expect(variables["ALIBABA_CLOUD_SECURITY_TOKEN"]).toBe(keys.securityToken);
    expect(await (await call(whoAmI, { keys })).json()).toMatchObject({
      Arn: "acs:ram::1000000000000001:assumed-role/fc-app/resize",
    });
    expect((await call(assumeAdmin, { keys })).status).toBe(200);
    expect(expiresAtMs - cloud.clock.now()).toBe(36 * 3_600_000);
    await cloud.advance("36h");
    expect(await (await call(whoAmI, { keys })).json()).toMatchObject({
      Code: "InvalidSecurityToken.Expired",
    });
    expect(functionInvocation(cloud).context.credentials.accessKeyId).not.toBe(keys.accessKeyId);
    expect(() => functionInvocation(cloud, { role: "nobody" })).toThrow("has no role");
    expect(() => cloud.expectNoSecrets(headers)).toThrow("secret");
  });
});

it("an instance of the hardened world is read with a token alone", async () => {
  const cloud = simulateCloud({ world: readyWorlds["hardened-metadata"] });
  expect((await read(cloud, "/latest/meta-data/instance-id")).status).toBe(403);
  await expect(readCredentials(cloud)).rejects.toThrow();
  const token = await (await putToken(cloud)).text();
  expect(await (await read(cloud, "/latest/meta-data/instance-id", token)).text()).toBe(instanceId);
});

describe("a secret of KMS", () => {
  const kms = "2016-01-20";
  const root = "LTAI5tRootOfTheAccount01";
  const world = openApiWorld({ secrets: [{ name: "db", value: "the-password-of-db" }] });

  it("is returned to those who may read it, and is a secret", async () => {
    const { ask, cloud } = createOpenApiClient(world);
    const endpoint = "https://kms.cn-hangzhou.aliyuncs.com/";
    const params = { Action: "GetSecretValue", SecretName: "db" };
    const { body } = await ask("kms", kms, params, { user: root, endpoint });
    expect(body).toMatchObject({ SecretName: "db", SecretData: "the-password-of-db", VersionId: "v1" });
    expect(() => cloud.expectNoSecrets(body)).toThrow("the secret db");
    expect((await ask("kms", kms, params, { endpoint })).body).toMatchObject({
      Code: "Forbidden.RAM",
      AccessDeniedDetail: { AuthAction: "kms:GetSecretValue" },
    });
    cloud.expectNoSecrets(cloud.journal.entries());
  });

  it.each([
    ["no such secret", { SecretName: "other" }],
    ["another version", { SecretName: "db", VersionId: "v2" }],
    ["another stage", { SecretName: "db", VersionStage: "ACSPrevious" }],
  ])("is not found: %s", async (_, params) => {
    const { ask } = createOpenApiClient(world);
    expect(await ask("kms", kms, { Action: "GetSecretValue", ...params }, { user: root })).toMatchObject({
      status: 404,
      body: { Code: "Forbidden.ResourceNotFound" },
    });
  });
});
