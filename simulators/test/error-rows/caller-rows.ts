import type { Client } from "../support/worlds.ts";
import { whoAmI } from "../support/worlds.ts";
import { plain, type Row, send, session } from "./row.ts";

/** Errors about the caller and its proof of identity. */
export const callerRows: readonly Row[] = [
  {
    code: "InvalidAccessKeyId.NotFound",
    status: 404,
    message: "Specified access key is not found.",
    when: "nobody has the key",
    send: send(whoAmI, { keys: { accessKeyId: "LTAInobody", accessKeySecret: "x" } }),
  },
  ...["LTAI5t ", ' "LTAI5tAlice"', "$accessKeyId", "LTAI5tAlice\n", "LTAI;"].map((accessKeyId) => ({
    code: "InvalidAccessKeyId",
    status: 404,
    message: "Specified access key is not found or invalid.",
    when: `the key is ${JSON.stringify(accessKeyId)}, also before RoleArn is missed`,
    send: send(
      { Action: "AssumeRole", RoleSessionName: "session" },
      { keys: { accessKeyId, accessKeySecret: "x" } },
    ),
  })),
  {
    code: "InvalidAccessKeyId",
    status: 404,
    message: "Specified access key is not found or invalid.",
    when: "nobody has the public key",
    send: plain({
      Action: "GenerateSessionAccessKey",
      AccessKeyId: "LTAIpublic",
      SignatureMethod: "SHA256withRSA",
      SignatureType: "PRIVATEKEY",
      SignatureVersion: "1.0",
      Signature: "x",
    }),
  },
  {
    code: "InvalidAccessKeyId.Inactive",
    status: 400,
    message: "Specified access key is disabled.",
    when: "the key is switched off",
    send: ({ cloud, call }) => call(whoAmI, { keys: cloud.accessKey("carol") }),
  },
  {
    code: "SignatureNonceUsed",
    status: 400,
    message: "Specified signature nonce was used already.",
    when: "a nonce comes twice",
    async send({ call }) {
      await call(whoAmI, { nonce: "same" });
      return call(whoAmI, { nonce: "same" });
    },
  },
  ...(["1970-01-01T00:00:00Z", "2026-01-07T07:44:59Z", "2026-01-07T08:15:01Z"] as const).map((timestamp) => ({
    code: "InvalidTimeStamp.Expired",
    status: 400,
    message: "Specified time stamp or date value is expired.",
    when: `the time stamp is ${timestamp}`,
    send: send(whoAmI, { timestamp }),
  })),
  ...[
    "2026-01-07 08:00:00",
    "2026-01-07T08:00:00.000Z",
    "2026-01-07T16:00:00+08:00",
    "2026-13-07T08:00:00Z",
    "2026-01-06T24:00:00Z",
    "2026-02-31T08:00:00Z",
  ].map((timestamp) => ({
    code: "InvalidTimeStamp.Format",
    status: 400,
    message: "Specified time stamp or date value is not well formatted.",
    when: `the time stamp is ${timestamp}`,
    send: send(whoAmI, { timestamp }),
  })),
  ...["1h", "30d"].map((later) => ({
    code: "InvalidSecurityToken.Expired",
    status: 400,
    message: "Specified SecurityToken is expired.",
    when: `the session is used ${later} later`,
    async send(client: Client) {
      const keys = await session(client);
      await client.cloud.advance(later);
      await session(client);
      return client.call(whoAmI, { keys });
    },
  })),
  {
    code: "InvalidSecurityToken.Malformed",
    status: 400,
    message: "Specified SecurityToken is malformed.",
    when: "the token is made up",
    send: async (client) =>
      client.call(whoAmI, { keys: { ...(await session(client)), securityToken: "made up" } }),
  },
  {
    code: "InvalidSecurityToken.MismatchWithAccessKey",
    status: 400,
    message: "Specified SecurityToken mismatch with the AccessKey.",
    when: "the token belongs to another key",
    async send(client) {
      const { securityToken } = await session(client);
      return client.call(whoAmI, { keys: { ...(await session(client)), securityToken } });
    },
  },
  {
    code: "MissingSecurityToken",
    status: 400,
    message: "SecurityToken is mandatory for this action.",
    when: "temporary keys come without their token",
    async send(client) {
      const { accessKeyId, accessKeySecret } = await session(client);
      return client.call(whoAmI, { keys: { accessKeyId, accessKeySecret } });
    },
  },
];
