import type { WorldDescription } from "@alicred/simulators";

const accountId = "1000000000000001";
const sameAccount = {
  Version: "1",
  Statement: [
    { Action: "sts:AssumeRole", Effect: "Allow", Principal: { RAM: [`acs:ram::${accountId}:root`] } },
  ],
} as const;

/** The access key of a user who may assume the world's roles. Made up, like everything here. */
export const alice = {
  accessKeyId: "LTAI5tAliceOfTheRuntimes",
  accessKeySecret: "simulated-secret-of-alice-8c31",
} as const;

export const roleArns = {
  /** Sessions up to 12 hours; may assume roles itself. */
  admin: `acs:ram::${accountId}:role/admin`,
  /** Sessions up to an hour. */
  reader: `acs:ram::${accountId}:role/reader`,
} as const;

/** The resources that exist at `origin`. */
export const world: WorldDescription = {
  accounts: [
    {
      id: accountId,
      users: [
        {
          name: "alice",
          accessKeys: [{ id: alice.accessKeyId, secret: alice.accessKeySecret }],
          policies: ["AliyunSTSAssumeRoleAccess"],
        },
      ],
      roles: [
        {
          name: "admin",
          trustPolicy: sameAccount,
          maxSessionDurationSeconds: 43_200,
          policies: ["AliyunSTSAssumeRoleAccess"],
        },
        { name: "reader", trustPolicy: sameAccount },
      ],
    },
  ],
};
