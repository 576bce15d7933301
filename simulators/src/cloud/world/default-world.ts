import { defaultDocuments } from "../../services/credentials-uri/default-documents.ts";
import type { PolicyDocument } from "../ram/policy.ts";
import type { WorldDescription } from "./description.ts";

const accountId = "1000000000000001";
const partnerId = "2000000000000002";

function trust(
  principal: Record<string, string[]>,
  condition?: Record<string, Record<string, string>>,
): PolicyDocument {
  const statement = { Action: "sts:AssumeRole", Effect: "Allow" as const, Principal: principal };
  return { Version: "1", Statement: [condition ? { ...statement, Condition: condition } : statement] };
}

/** The world without a description: one of each thing that the authentication modes need. */
export const defaultWorld: WorldDescription = {
  accounts: [
    {
      id: accountId,
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
          trustPolicy: trust({ RAM: [`acs:ram::${accountId}:root`] }),
          maxSessionDurationSeconds: 43_200,
          policies: ["AliyunSTSAssumeRoleAccess"],
        },
        { name: "reader", trustPolicy: trust({ RAM: [`acs:ram::${accountId}:root`] }) },
        { name: "ecs-app", trustPolicy: trust({ Service: ["ecs.aliyuncs.com"] }) },
        {
          name: "rrsa-app",
          trustPolicy: trust(
            { Federated: [`acs:ram::${accountId}:oidc-provider/ack-rrsa`] },
            {
              StringEquals: {
                "oidc:iss": "https://oidc.simulated.example",
                "oidc:aud": "sts.aliyuncs.com",
                "oidc:sub": "system:serviceaccount:default:app",
              },
            },
          ),
        },
        {
          name: "saml-app",
          trustPolicy: trust({ Federated: [`acs:ram::${accountId}:saml-provider/company`] }),
        },
      ],
      oidcProviders: [
        { name: "ack-rrsa", issuer: "https://oidc.simulated.example", clientIds: ["sts.aliyuncs.com"] },
      ],
      samlProviders: [{ name: "company", entityId: "https://idp.simulated.example/saml" }],
    },
    {
      id: partnerId,
      roles: [
        {
          name: "partner",
          trustPolicy: trust(
            { RAM: [`acs:ram::${accountId}:user/alice`] },
            { StringEquals: { "sts:ExternalId": "partner-42" } },
          ),
        },
      ],
    },
  ],
  ecsInstances: [{ id: "i-bp10simulated00000001", roleName: "ecs-app" }],
  oidcIssuers: [{ issuer: "https://oidc.simulated.example" }],
  credentialsUri: { documents: defaultDocuments(`acs:ram::${accountId}:role/reader`) },
  cloudSso: {
    users: [
      { name: "alice", displayName: "Alice Anders" },
      { name: "bob", displayName: "Bob Berg" },
    ],
    accounts: [
      { accountId, displayName: "Production" },
      { accountId: partnerId, displayName: "Partner" },
    ],
    accessConfigurations: [
      {
        id: "ac-0simulatedadmin000001",
        name: "Administrator",
        description: "Everything, for an hour.",
        policies: ["AdministratorAccess"],
      },
      {
        id: "ac-0simulatedreader00001",
        name: "ReadOnly",
        description: "A quarter of an hour to look around.",
        sessionDurationSeconds: 900,
      },
    ],
    assignments: [
      {
        users: ["alice"],
        accountIds: [accountId, partnerId],
        accessConfigurations: ["Administrator", "ReadOnly"],
      },
      { users: ["bob"], accountIds: [accountId], accessConfigurations: ["ReadOnly"] },
    ],
  },
};
