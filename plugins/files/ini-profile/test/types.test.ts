import type { ProfileFields } from "@alicred/plugin-kit";
import { roleOptionsOf } from "@alicred/sts";
import { expect, test } from "vitest";
import { resolve, showing } from "./support.ts";

// [type, section, mode, fields]
const TYPES: [string, string, string, ProfileFields][] = [
  [
    "access_key",
    "access_key_id=a\naccess_key_secret=b",
    "AK",
    { access_key_id: "a", access_key_secret: "b" },
  ],
  [
    "sts",
    "access_key_id=a\naccess_key_secret=b\nsecurity_token=c",
    "StsToken",
    { access_key_id: "a", access_key_secret: "b", sts_token: "c" },
  ],
  ["ecs_ram_role", "role_name=web", "EcsRamRole", { ram_role_name: "web" }],
  ["ecs_ram_role", "", "EcsRamRole", {}],
  [
    "ram_role_arn",
    'access_key_id=a\naccess_key_secret=b\nrole_arn=c\nrole_session_name=d\npolicy={"Version":"1"}\nrole_session_expiration=900\nexternal_id=e',
    "RamRoleArn",
    {
      access_key_id: "a",
      access_key_secret: "b",
      ram_role_arn: "c",
      ram_session_name: "d",
      policy: '{"Version":"1"}',
      expired_seconds: 900,
      external_id: "e",
    },
  ],
  [
    "oidc_role_arn",
    "oidc_provider_arn=a\noidc_token_file_path=/b\nrole_arn=c\nrole_session_name=d",
    "OIDC",
    { oidc_provider_arn: "a", oidc_token_file: "/b", ram_role_arn: "c", ram_session_name: "d" },
  ],
  [
    "rsa_key_pair",
    "public_key_id=a\nprivate_key_file=/b\nsession_expiration=3600",
    "RsaKeyPair",
    { key_pair_name: "a", private_key_file: "/b", expired_seconds: 3600 },
  ],
  ["bearer", "bearer_token=a", "BearerToken", { bearer_token: "a" }],
  [
    "Access_Key",
    "access_key_id=a\naccess_key_secret=b",
    "AK",
    { access_key_id: "a", access_key_secret: "b" },
  ],
];

test.each(TYPES)(
  "type %s (%#) is handed to its mode with the fields that it knows",
  async (type, body, mode, fields) => {
    const seen: ProfileFields[] = [];
    const text = `[default]\ntype = ${type}\n${body}\nsomething_else = x\n`;
    const { answer } = await resolve({ text, modes: [showing("Other"), showing(mode.toLowerCase(), seen)] });
    expect(answer.outcome).toBe("credentials");
    expect(seen).toEqual([{ ...fields, mode }]);
  },
);

test.each([
  ["ram_role_arn", "RamRoleArn", "AssumeRole", "access_key_id=a\naccess_key_secret=b"],
  ["oidc_role_arn", "OIDC", "AssumeRoleWithOIDC", "oidc_token_file_path=/a"],
] as const)("type %s hands every option of a role to %s", async (type, mode, operation, own) => {
  const rows = roleOptionsOf(operation).map(([, row]) => ({ ...row, value: row.type ? 900 : "x" }));
  const lines = rows.map(({ ini, field, value }) => `${ini ?? field}=${value}`);
  const seen: ProfileFields[] = [];
  const text = `[default]\ntype = ${type}\n${own}\n${lines.join("\n")}\n`;
  await resolve({ text, modes: [showing(mode, seen)] });
  expect(seen).toMatchObject([Object.fromEntries(rows.map(({ field, value }) => [field, value]))]);
});

test.each([["1h"], ["9e2"], ["-1"], ["900 s"]])(
  "the duration %j is left for the mode to refuse",
  async (duration) => {
    const seen: ProfileFields[] = [];
    const text = `[default]\ntype = rsa_key_pair\npublic_key_id = a\nprivate_key_file = /b\nsession_expiration = ${duration}\n`;
    await resolve({ text, modes: [showing("RsaKeyPair", seen)] });
    expect(seen).toMatchObject([{ expired_seconds: duration }]);
  },
);
