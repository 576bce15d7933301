import type { Mode } from "./mode.ts";
import { accountId, type Facts, publicKeyId, session } from "./world.ts";

const head = `acs:ram::${accountId}`;
const role = (name: string): string => `${head}:role/${name}`;
const assumed = (name: string): string => `${head}:assumed-role/${name}/`;
const alice = `${head}:user/alice`;
const metadata = "100.100.100.200 GetCredentials";
const fromMetadata = { identity: assumed("ecs-app"), calls: [metadata] };

/** Every mode of the clients of credentials. */
export function credentialModes({ cloud, oidcTokenFile, privateKeyFile }: Facts): readonly Mode[] {
  const key = cloud.accessKey("alice");
  const oidc = { roleArn: role("rrsa-app"), oidcProviderArn: `${head}:oidc-provider/ack-rrsa` };
  const admin = { roleArn: role("admin"), roleSessionName: "clients" };
  const documents = "http://credentials.simulated.example";
  const documentUri = `${documents}/reader`;
  const fromDocument = {
    identity: assumed("reader"),
    calls: ["credentials.simulated.example GetCredentials"],
  };
  return [
    { name: "access_key", config: { type: "access_key", ...key }, identity: alice, calls: [] },
    { name: "sts", config: { type: "sts", ...session }, identity: assumed("admin"), calls: [] },
    {
      name: "ram_role_arn",
      config: { type: "ram_role_arn", ...key, ...admin },
      identity: assumed("admin"),
      calls: ["sts.aliyuncs.com AssumeRole"],
    },
    {
      name: "ram_role_arn, regional endpoint",
      config: { type: "ram_role_arn", ...key, ...admin, stsEndpoint: "sts.cn-shanghai.aliyuncs.com" },
      identity: assumed("admin"),
      calls: ["sts.cn-shanghai.aliyuncs.com AssumeRole"],
    },
    {
      name: "ram_role_arn, external id",
      config: {
        ...{ type: "ram_role_arn", ...key, roleSessionName: "clients", externalId: "partner-42" },
        roleArn: "acs:ram::2000000000000002:role/partner",
      },
      identity: "acs:ram::2000000000000002:assumed-role/partner/clients",
      calls: ["sts.aliyuncs.com AssumeRole"],
    },
    {
      name: "ram_role_arn from a session",
      config: { type: "ram_role_arn", ...session, ...admin },
      identity: assumed("admin"),
      calls: ["sts.aliyuncs.com AssumeRole"],
    },
    {
      name: "oidc_role_arn",
      config: {
        type: "oidc_role_arn",
        ...oidc,
        roleSessionName: "clients",
        oidcTokenFilePath: oidcTokenFile,
      },
      identity: assumed("rrsa-app"),
      calls: ["sts.aliyuncs.com AssumeRoleWithOIDC"],
    },
    { name: "ecs_ram_role", config: { type: "ecs_ram_role" }, ...fromMetadata },
    { name: "ecs_ram_role, named", config: { type: "ecs_ram_role", roleName: "ecs-app" }, ...fromMetadata },
    {
      name: "credentials_uri",
      config: { type: "credentials_uri", credentialsUri: documentUri },
      ...fromDocument,
    },
    {
      name: "credentials_uri, Code: Failed",
      config: { type: "credentials_uri", credentialsUri: `${documents}/variants/other-code` },
      refuses: true,
      calls: [],
    },
    {
      name: "rsa_key_pair",
      config: { type: "rsa_key_pair", publicKeyId, privateKeyFile },
      identity: alice,
      calls: ["sts.* GenerateSessionAccessKey"],
    },
    {
      name: "bearer",
      config: { type: "bearer", bearerToken: "a-bearer" },
      bearerToken: "a-bearer",
      calls: [],
    },
    {
      name: "chain: environment, key",
      config: {},
      env: {
        ALIBABA_CLOUD_ACCESS_KEY_ID: key.accessKeyId,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.accessKeySecret,
      },
      identity: alice,
      calls: [],
    },
    {
      name: "chain: environment, session",
      config: {},
      env: {
        ALIBABA_CLOUD_ACCESS_KEY_ID: session.accessKeyId,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: session.accessKeySecret,
        ALIBABA_CLOUD_SECURITY_TOKEN: session.securityToken,
      },
      identity: assumed("admin"),
      calls: [],
    },
    {
      name: "chain: environment, OIDC",
      config: {},
      env: {
        ALIBABA_CLOUD_ROLE_ARN: oidc.roleArn,
        ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidc.oidcProviderArn,
        ALIBABA_CLOUD_OIDC_TOKEN_FILE: oidcTokenFile,
      },
      identity: assumed("rrsa-app"),
      calls: ["sts.aliyuncs.com AssumeRoleWithOIDC"],
    },
    {
      name: "chain: environment, OIDC in a VPC",
      config: {},
      env: {
        ALIBABA_CLOUD_ROLE_ARN: oidc.roleArn,
        ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidc.oidcProviderArn,
        ALIBABA_CLOUD_OIDC_TOKEN_FILE: oidcTokenFile,
        ALIBABA_CLOUD_STS_REGION: "cn-hangzhou",
        ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: "true",
      },
      identity: assumed("rrsa-app"),
      calls: ["sts-vpc.cn-hangzhou.aliyuncs.com AssumeRoleWithOIDC"],
    },
    { name: "chain: metadata", config: {}, ...fromMetadata },
    {
      name: "chain: metadata, hardened",
      config: {},
      env: { ALIBABA_CLOUD_ECS_METADATA: "ecs-app", ALIBABA_CLOUD_IMDSV1_DISABLED: "true" },
      ...fromMetadata,
    },
    {
      name: "chain: credentials_uri",
      config: {},
      env: { ALIBABA_CLOUD_CREDENTIALS_URI: documentUri, ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" },
      ...fromDocument,
    },
  ];
}
