import { createCipheriv, createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { AK, CANARY, type Home, homeWith } from "./support.ts";

// Profiles taken over from elsewhere: what becomes of each form, and what is refused.

const KEY = "LTAI5tOther0000000zzzz";

async function imported(
  path: string,
  text: string | Uint8Array,
  words = "",
  content: object | undefined = undefined,
): Promise<{ home: Home; code: number; stderr: string; stdout: string; profiles: readonly unknown[] }> {
  const home = homeWith(content);
  const file = join(home.folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  const printed = await home.profiles(`import ~/${path} ${words}`);
  expect(printed.stdout + printed.stderr).not.toContain(CANARY);
  expect(readFileSync(file, "utf8")).toBe(
    typeof text === "string" ? text : Buffer.from(text).toString("utf8"),
  );
  return { home, ...printed, profiles: printed.code === 0 ? home.json().profiles : [] };
}

test("the INI file of the SDKs, every type", async () => {
  const ini = `[default]
type = access_key
access_key_id = ${KEY}
access_key_secret = ${CANARY} # a comment

[session]
type=sts
access_key_id=STS.x
access_key_secret="${CANARY}"
security_token=${CANARY}T
[ecs]
type = ecs_ram_role
role_name = app
; comment
[role]
type = ram_role_arn
access_key_id = ${KEY}
access_key_secret = ${CANARY}
role_arn = acs:ram::1000000000000001:role/admin
role_session_name = me
role_session_expiration = 1800
[oidc]
type = oidc_role_arn
oidc_provider_arn = acs:ram::1000000000000001:oidc-provider/p
oidc_token_file_path = /token
role_arn = acs:ram::1000000000000001:role/admin
[off]
enable = false
type = access_key
access_key_id = ${KEY}
access_key_secret = ${CANARY}
[empty]
type = access_key
`;
  const { code, profiles, stderr, stdout, home } = await imported(".alibabacloud/credentials", ini);
  expect(code).toBe(0);
  const role = { ram_role_arn: "acs:ram::1000000000000001:role/admin" };
  expect(profiles).toEqual([
    { name: "default", mode: "AK", access_key_id: KEY, access_key_secret: CANARY },
    {
      name: "session",
      mode: "StsToken",
      access_key_id: "STS.x",
      access_key_secret: CANARY,
      sts_token: `${CANARY}T`,
    },
    { name: "ecs", mode: "EcsRamRole", ram_role_name: "app" },
    {
      name: "role",
      mode: "RamRoleArn",
      access_key_id: KEY,
      access_key_secret: CANARY,
      ...role,
      ram_session_name: "me",
      expired_seconds: 1800,
    },
    {
      name: "oidc",
      mode: "OIDC",
      oidc_provider_arn: "acs:ram::1000000000000001:oidc-provider/p",
      oidc_token_file: "/token",
      ...role,
    },
  ]);
  expect(home.json().current).toBe("default");
  expect(stdout).toContain("role admin, via LTAI…zzzz");
  expect(stderr).toMatch(/Imported into .*: "default", .*\n.*still holds its keys/);
});

test.each([
  ["english", `\uFEFFAccessKey ID,AccessKey Secret\r\n${KEY},${CANARY}\r\n`, "imported"],
  [
    "chinese",
    `用户登录名称,控制台登录密码,AccessKey ID,AccessKey Secret\nalice@1000.onaliyun.com,"p,w",${KEY},${CANARY}\n`,
    "alice",
  ],
])("the key file of the console: %s", async (_language, csv, name) => {
  const { profiles } = await imported("AccessKey.csv", csv);
  expect(profiles).toEqual([{ name, mode: "AK", access_key_id: KEY, access_key_secret: CANARY }]);
});

test("access.yaml of Serverless Devs, which everybody can decrypt", async () => {
  const salt = Buffer.from("12345678");
  const hash = (...parts: Uint8Array[]): Buffer => {
    const md5 = createHash("md5");
    for (const part of parts) md5.update(part);
    return md5.digest();
  };
  const passphrase = Buffer.concat([Buffer.from("SecretKey123"), salt]);
  const blocks = [hash(passphrase)];
  while (blocks.length < 3) blocks.push(hash(blocks.at(-1) ?? salt, passphrase));
  const derived = Buffer.concat(blocks);
  const encrypt = (text: string): string => {
    const cipher = createCipheriv("aes-256-cbc", derived.subarray(0, 32), derived.subarray(32, 48));
    return Buffer.concat([Buffer.from("Salted__"), salt, cipher.update(text), cipher.final()]).toString(
      "base64",
    );
  };
  const yaml = `default:\n  AccountID: ${encrypt("1")}\n  AccessKeyID: ${encrypt(KEY)}\n  AccessKeySecret: ${encrypt(CANARY)}\n生产:\n  AccessKeyID: ${encrypt("STS.x")}\n  AccessKeySecret: ${encrypt(CANARY)}\n  SecurityToken: ${encrypt(`${CANARY}T`)}\n`;
  const { profiles } = await imported(".s/access.yaml", yaml);
  expect(profiles).toEqual([
    { name: "default", mode: "AK", access_key_id: KEY, access_key_secret: CANARY },
    {
      name: "生产",
      mode: "StsToken",
      access_key_id: "STS.x",
      access_key_secret: CANARY,
      sts_token: `${CANARY}T`,
    },
  ]);
});

test.each([
  [
    ".ossutilconfig",
    `[Credentials]\nlanguage=CH\nendpoint=oss-cn-beijing.aliyuncs.com\naccessKeyID=${KEY}\naccessKeySecret=${CANARY}\n`,
    { name: "ossutil", mode: "AK", region_id: "cn-beijing" },
  ],
  [
    ".aliyunlogcli",
    `[main]\naccess-id = ${KEY}\naccess-key = ${CANARY}\nregion-endpoint = cn-hangzhou.log.aliyuncs.com\nsts-token = ${KEY}::${CANARY}T\n`,
    { name: "aliyunlog", mode: "StsToken", sts_token: `${CANARY}T`, region_id: "cn-hangzhou" },
  ],
  [
    ".aliyuncli/credentials",
    `[default]\naliyun_access_key_id = ${KEY}\naliyun_access_key_secret = ${CANARY}\nregion = cn-x\n`,
    { name: "default", mode: "AK", region_id: "cn-x" },
  ],
])("%s", async (path, text, profile) => {
  const { profiles } = await imported(path, text);
  expect(profiles).toEqual([{ access_key_id: KEY, access_key_secret: CANARY, ...profile }]);
});

test("another config.json", async () => {
  const { profiles } = await imported(
    "old.json",
    JSON.stringify({ current: "a", profiles: [{ ...AK, theirs: 1 }] }),
    "--prefix old-",
  );
  expect(profiles).toEqual([{ ...AK, name: "old-prod", theirs: 1 }]);
});

test.each([
  [
    {
      ALIBABA_CLOUD_ACCESS_KEY_ID: KEY,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: CANARY,
      ALIBABA_CLOUD_REGION_ID: "cn-x",
    },
    { name: "ci", mode: "AK", access_key_id: KEY, access_key_secret: CANARY, region_id: "cn-x" },
  ],
  [
    { ALICLOUD_ACCESS_KEY: KEY, ALICLOUD_SECRET_KEY: CANARY, ALICLOUD_SECURITY_TOKEN: `${CANARY}T` },
    { name: "ci", mode: "StsToken", access_key_id: KEY, access_key_secret: CANARY, sts_token: `${CANARY}T` },
  ],
])("variables of the environment", async (env, profile) => {
  const home = homeWith(undefined);
  const { code, stdout, stderr } = await home.profiles("import --env --name ci", env);
  expect({ code, profiles: home.json().profiles }).toEqual({ code: 0, profiles: [profile] });
  expect(stdout + stderr).not.toContain(CANARY);
});

describe("refused, or left alone", () => {
  const csv = `AccessKey ID,AccessKey Secret\n${KEY},${CANARY}\n`;
  const own = { name: "imported", mode: "AK", access_key_id: KEY, access_key_secret: CANARY };

  test("a collision names both", async () => {
    const different = { ...own, access_key_id: "LTAI5tDifferent00000" };
    const { code, stderr, home } = await imported("k.csv", csv, "", { profiles: [different] });
    expect(code).toBe(2);
    expect(stderr).toMatch(/Both .*config\.json and the source have a profile "imported"/);
    expect(home.json().profiles).toEqual([different]);
    expect((await home.profiles("import ~/k.csv --name other")).code).toBe(0);
    expect(home.json().profiles).toHaveLength(2);
  });

  test("one that is there already, and the same", async () => {
    const { code, stderr, profiles } = await imported("k.csv", csv, "", {
      profiles: [{ ...own, region_id: "cn-x" }],
    });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: '"imported" exists already, with the same values.\n',
    });
    expect(profiles).toHaveLength(1);
  });

  test("--dry-run writes nothing", async () => {
    const { stderr, profiles } = await imported("k.csv", csv, "--dry-run", { profiles: [] });
    expect(stderr).toContain("Would be imported");
    expect(profiles).toEqual([]);
  });

  test.each([
    ["x.bin", "\u0000\u0001", /no credentials in a form/],
    ["x.yaml", "a: [", /no credentials in a form/],
    ["x.json", "{}", /no credentials in a form/],
    ["x.ini", "[a]\nb=c\n", /no credentials in a form/],
  ])("%s", async (path, text, message) => {
    const { code, stderr } = await imported(path, text);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("nothing named: says what is here", async () => {
    const home = homeWith(undefined);
    writeFileSync(join(home.folder, ".ossutilconfig"), "[Credentials]\n");
    const { code, stderr } = await home.profiles("import");
    expect(code).toBe(2);
    expect(stderr).toMatch(/Say what to import.*Found here: '~\/\.ossutilconfig'/);
    expect((await home.profiles("import ~/none")).stderr).toContain("~/none does not exist");
    expect((await home.profiles("import --env")).stderr).toContain("No variables");
  });
});
