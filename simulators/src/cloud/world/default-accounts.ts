import type { PolicyDocument } from "../ram/policy.ts";
import type { SharedDescription } from "./description.ts";

/** The account of the default world. */
export const DEFAULT_ACCOUNT_ID = "1000000000000001";
/** Another one, whose role requires an ExternalId. */
export const PARTNER_ACCOUNT_ID = "2000000000000002";

/** Address of the OIDC issuer that the provider `ack-rrsa` trusts. */
export const SIMULATED_ISSUER = "https://oidc.simulated.example";

function trust(
  principal: Record<string, string[]>,
  condition?: Record<string, Record<string, string>>,
): PolicyDocument {
  const statement = { Action: "sts:AssumeRole", Effect: "Allow" as const, Principal: principal };
  return { Version: "1", Statement: [condition ? { ...statement, Condition: condition } : statement] };
}

/** The accounts of the world without a description: one of each thing that the authentication modes need. */
export const DEFAULT_ACCOUNTS: Pick<SharedDescription, "accounts"> = {
  accounts: [
    {
      id: DEFAULT_ACCOUNT_ID,
      rootAccessKeys: [{ id: "LTAI5tRootOfTheAccount01" }],
      users: [
        {
          name: "alice",
          accessKeys: [{ id: "LTAI5tAliceMayAssume0001" }],
          policies: ["AliyunSTSAssumeRoleAccess"],
        },
        { name: "bob", accessKeys: [{ id: "LTAI5tBobMayDoNothing001" }] },
        { name: "carol", accessKeys: [{ id: "LTAI5tCarolIsInactive001", active: false }] },
      ],
      roles: [
        {
          name: "admin",
          trustPolicy: trust({ RAM: [`acs:ram::${DEFAULT_ACCOUNT_ID}:root`] }),
          maxSessionDurationSeconds: 43_200,
          policies: ["AliyunSTSAssumeRoleAccess", "AliyunOSSFullAccess"],
        },
        {
          name: "reader",
          trustPolicy: trust({ RAM: [`acs:ram::${DEFAULT_ACCOUNT_ID}:root`] }),
          policies: ["AliyunOSSReadOnlyAccess"],
        },
        {
          name: "ecs-app",
          trustPolicy: trust({ Service: ["ecs.aliyuncs.com"] }),
          policies: ["AliyunSTSAssumeRoleAccess"],
        },
        {
          name: "fc-app",
          trustPolicy: trust({ Service: ["fc.aliyuncs.com"] }),
          policies: ["AliyunSTSAssumeRoleAccess"],
        },
        {
          name: "rrsa-app",
          trustPolicy: trust(
            { Federated: [`acs:ram::${DEFAULT_ACCOUNT_ID}:oidc-provider/ack-rrsa`] },
            {
              StringEquals: {
                "oidc:iss": SIMULATED_ISSUER,
                "oidc:aud": "sts.aliyuncs.com",
                "oidc:sub": "system:serviceaccount:default:app",
              },
            },
          ),
          policies: ["AliyunSTSAssumeRoleAccess"],
        },
        {
          name: "saml-app",
          trustPolicy: trust({ Federated: [`acs:ram::${DEFAULT_ACCOUNT_ID}:saml-provider/company`] }),
        },
      ],
      oidcProviders: [{ name: "ack-rrsa", issuer: SIMULATED_ISSUER, clientIds: ["sts.aliyuncs.com"] }],
      samlProviders: [{ name: "company", entityId: "https://idp.simulated.example/saml" }],
    },
    {
      id: PARTNER_ACCOUNT_ID,
      roles: [
        {
          name: "partner",
          trustPolicy: trust(
            { RAM: [`acs:ram::${DEFAULT_ACCOUNT_ID}:user/alice`] },
            { StringEquals: { "sts:ExternalId": "partner-42" } },
          ),
        },
      ],
    },
  ],
};
