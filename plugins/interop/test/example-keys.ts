import type { SigningKey } from "@alicred/sts";

/** When the examples are signed. */
export const NOW_MS: number = Date.parse("2026-03-04T05:06:07Z");

/** The key of a user. */
export const USER: SigningKey = {
  accessKeyId: "LTAI5tExampleKeyId0001",
  accessKeySecret: "ExampleSecret0123456789abcdefgh",
};

/** The key of a session. */
export const SESSION: SigningKey = {
  accessKeyId: "STS.NExampleKeyId0001",
  accessKeySecret: "ExampleStsSecret0123456789abcd",
  securityToken: "CAISexample/token+with=chars==",
};
