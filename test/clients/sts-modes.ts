import type { Mode } from "./mode.ts";
import { accountId, type Facts, session } from "./world.ts";

const head = `acs:ram::${accountId}`;

/** The modes of the STS client, at the endpoints that it chooses. */
export function stsModes({ cloud, samlAssertion }: Facts, oidcToken: string): readonly Mode[] {
  const key = cloud.accessKey("alice");
  const role = { roleArn: `${head}:role/admin`, roleSessionName: "clients", durationSeconds: "900" };
  const assumeRole = (name: string, endpoint: Record<string, string>, host: string): Mode => ({
    name: `AssumeRole, ${name}`,
    config: { operation: "assumeRole", ...key, ...role, ...endpoint },
    identity: `${head}:assumed-role/admin/clients`,
    calls: [`${host} AssumeRole`],
  });
  return [
    {
      name: "GetCallerIdentity with a key",
      config: { operation: "getCallerIdentity", ...key, endpoint: "sts.aliyuncs.com" },
      identity: `${head}:user/alice`,
      calls: ["sts.aliyuncs.com GetCallerIdentity"],
    },
    {
      name: "GetCallerIdentity with a session",
      config: { operation: "getCallerIdentity", ...session, endpoint: "sts.aliyuncs.com" },
      identity: `${head}:assumed-role/admin/clients`,
      calls: ["sts.aliyuncs.com GetCallerIdentity"],
    },
    assumeRole("central endpoint", { endpoint: "sts.aliyuncs.com" }, "sts.aliyuncs.com"),
    assumeRole("regional endpoint", { regionId: "cn-hangzhou" }, "sts.cn-hangzhou.aliyuncs.com"),
    assumeRole("VPC endpoint", { regionId: "cn-beijing", network: "vpc" }, "sts-vpc.cn-beijing.aliyuncs.com"),
    {
      name: "AssumeRoleWithOIDC",
      config: {
        ...{ operation: "assumeRoleWithOIDC", endpoint: "sts.aliyuncs.com", OIDCToken: oidcToken },
        ...{ roleArn: `${head}:role/rrsa-app`, OIDCProviderArn: `${head}:oidc-provider/ack-rrsa` },
        roleSessionName: "clients",
      },
      identity: `${head}:assumed-role/rrsa-app/clients`,
      calls: ["sts.aliyuncs.com AssumeRoleWithOIDC"],
    },
    {
      name: "AssumeRoleWithSAML",
      config: {
        ...{ operation: "assumeRoleWithSAML", endpoint: "sts.aliyuncs.com", SAMLAssertion: samlAssertion },
        ...{ roleArn: `${head}:role/saml-app`, SAMLProviderArn: `${head}:saml-provider/company` },
      },
      identity: `${head}:assumed-role/saml-app/alice`,
      calls: ["sts.aliyuncs.com AssumeRoleWithSAML"],
    },
  ];
}
