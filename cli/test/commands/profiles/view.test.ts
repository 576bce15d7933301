import { expect, test } from "vitest";
import { AK, CANARY, homeWith } from "./support.ts";

// The output of list and show.

const HOUR_S = Math.floor(Date.now() / 1000) + 3_630;

const MANY = {
  current: "sso",
  profiles: [
    { ...AK, access_key_id: "LTAI5tABCDEFGH9xQ2" },
    {
      name: "audit",
      mode: "ChainableRamRoleArn",
      source_profile: "sso",
      ram_role_arn: "acs:ram::1000000000000001:role/audit",
    },
    {
      name: "sso",
      mode: "CloudSSO",
      region_id: "cn-shanghai",
      cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloudsso.com/acme/login",
      cloud_sso_account_id: "1234567890127890",
      cloud_sso_access_config: "ReadOnly",
      access_key_id: "STS.x",
      access_key_secret: `${CANARY}S`,
      sts_token: `${CANARY}T`,
      sts_expiration: HOUR_S,
    },
    { name: "intl", mode: "OAuth", oauth_site_type: "INTL" },
    {
      name: "late",
      mode: "OAuth",
      oauth_site_type: "CN",
      oauth_refresh_token: CANARY,
      oauth_access_token_expire: 1,
    },
    {
      name: "生产",
      mode: "StsToken",
      access_key_id: "STS.y",
      access_key_secret: CANARY,
      sts_token: CANARY,
      sts_expiration: 1,
    },
    { name: "half", mode: "AK", access_key_id: "LTAI5tABCDEFGH9xQ2" },
    {
      name: "loop",
      mode: "ChainableRamRoleArn",
      source_profile: "loop",
      ram_role_arn: "acs:ram::1000000000000001:role/a",
    },
    {
      name: "lost",
      mode: "ChainableRamRoleArn",
      source_profile: "gone",
      ram_role_arn: "acs:ram::1000000000000001:role/a",
    },
    { name: "odd", mode: "Vault" },
    {
      name: "ext",
      mode: "External",
      process_command: `get-creds --token ${CANARY}1234567890abc --secret=${CANARY} x`,
    },
  ],
};

test("list says what each profile leads to, and how long it lasts", async () => {
  const home = homeWith(MANY);
  const { code, stdout, stderr } = await home.profiles("list");
  expect(code).toBe(0);
  const rows = stdout
    .split("\n")
    .map((row) => row.replace(/ {2,}/g, " | ").replace(/59 min \d+ s|1 h( \d+ s)?/, "1 h"));
  expect(rows).toEqual([
    " | PROFILE | MODE | REGION | LEADS TO | STATE",
    "* sso | CloudSSO | cn-shanghai | ReadOnly in 1234…7890 | 1 h left",
    " | prod | AK | cn-hangzhou | LTAI…9xQ2 | no expiry",
    " | audit | ChainableRamRoleArn | - | role audit, via sso | no session",
    " | intl | OAuth | - | a login of site INTL | login needed",
    " | late | OAuth | - | a login of site CN | signed in",
    expect.stringMatching(/生产 \| StsToken \| - \| STS\.y \| expired .* ago/),
    " | half | AK | - | LTAI…9xQ2 | incomplete",
    " | loop | ChainableRamRoleArn | - | role a, via loop | leads to itself",
    " | lost | ChainableRamRoleArn | - | role a, via gone | leads to no profile",
    " | odd | ? | - | - | unknown mode",
    " | ext | External | - | program get-creds | no session",
    "",
  ]);
  expect(stderr).toMatch(/^11 profiles in .*config\.json\. Nothing was asked; --check asks the cloud\.\n$/);
  expect(stdout + stderr).not.toContain(CANARY);
});

test("list -q prints the names alone, list --sort name in the order of their names", async () => {
  const home = homeWith({ current: "b10", profiles: ["b10", "b9", "a"].map((name) => ({ ...AK, name })) });
  expect((await home.profiles("list -q")).stdout).toBe("b10\nb9\na\n");
  const both = await home.profiles("list -q --json");
  expect(both).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("cannot be used with") });
  expect(await home.profiles("list -q --sort name")).toEqual({ code: 0, stdout: "a\nb9\nb10\n", stderr: "" });
});

test("list --json is the same in every language, and has no secret", async () => {
  const home = homeWith(MANY);
  const { stdout } = await home.profiles("list --json");
  expect((await home.profiles("list --json", { ALICRED_LANG: "zh" })).stdout).toBe(stdout);
  expect((await home.profiles("list", { ALICRED_LANG: "zh" })).stdout).toMatch(/\p{Script=Han}/u);
  const { current, profiles } = JSON.parse(stdout);
  expect(current).toBe("sso");
  expect(profiles[0]).toEqual({
    name: "sso",
    mode: "CloudSSO",
    region: "cn-shanghai",
    isCurrent: true,
    leadsTo: { account: "1234567890127890", accessConfig: "ReadOnly" },
    state: "valid",
    expiration: new Date(HOUR_S * 1000).toISOString(),
  });
  expect(profiles.map(({ state }: { state: string }) => state)).toEqual(
    "valid no-expiry no-session login-needed login-valid expired incomplete cycle no-such-profile unknown-mode no-session".split(
      " ",
    ),
  );
  expect(stdout).not.toContain(CANARY);
});

test("list says what is wrong with the whole: doubled names, a dangling current, variables", async () => {
  const home = homeWith({ current: "gone", profiles: [AK, AK] });
  const { stderr } = await home.profiles("list", { ALICLOUD_PROFILE: "prod" });
  expect(stderr).toContain('"prod" is defined 2 times');
  expect(stderr).toContain('The current profile is "gone", which does not exist.');
  expect(stderr).toContain(
    'ALICLOUD_PROFILE=prod is set: the aliyun CLI, Terraform take "prod", not "gone".',
  );
});

test.each([undefined, { profiles: [] }, ""])("list of no profiles says how to begin: %j", async (content) => {
  const { code, stdout, stderr } = await homeWith(content).profiles("list");
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toMatch(/has no profiles\. Sign in: alicred login, or add one: alicred profiles add\n/);
});

test("show hides secrets, also those of third parties and inside commands", async () => {
  const home = homeWith({
    current: "ext",
    profiles: [
      {
        ...MANY.profiles.at(-1),
        vault_token: CANARY,
        nested: { secret: CANARY },
        credentials_uri: `http://u:${CANARY}@h/${CANARY}1x?t=${CANARY}`,
      },
    ],
  });
  const { stdout, stderr } = await home.profiles("show");
  expect(stdout.split("\n").map((row) => row.replace(/ {2,}/, " = "))).toEqual([
    "name = ext",
    "mode = External",
    "process_command = get-creds --token ******** --secret=******** x",
    "credentials_uri = http://h/********?t=********",
    "vault_token = ********",
    "nested = ********",
    "",
  ]);
  expect(stderr).toContain("alicred profiles show ext --reveal");
});

test("show --reveal and show --json", async () => {
  const home = homeWith({ current: "prod", profiles: [{ ...AK, retry_count: 3, enable_vpc: true }] });
  expect((await home.profiles("show --reveal")).stdout).toContain(AK["access_key_secret"]);
  const hidden = JSON.parse((await home.profiles("show prod --json")).stdout);
  expect(hidden).toEqual({ ...AK, access_key_secret: "********", retry_count: 3, enable_vpc: true });
  const revealed = JSON.parse((await home.profiles("show prod --json --reveal")).stdout);
  expect(revealed).toEqual({ ...AK, retry_count: 3, enable_vpc: true });
});

test("names from the file reach the terminal as visible characters", async () => {
  const home = homeWith({ profiles: [{ ...AK, name: "a\u001b[31mb\n\u202ec" }] });
  const { stdout } = await home.profiles("list");
  expect(stdout).toContain("a\\u001b[31mb\\n\\u202ec");
});

test("an empty variable for the file counts as missing, as for the tools", async () => {
  const home = homeWith({ current: "prod", profiles: [AK] });
  const { stdout, stderr } = await home.profiles("list", { ALIBABA_CLOUD_CONFIG_FILE: "" });
  expect(stdout).toContain("* prod");
  expect(stderr).toContain("1 profile in ~/.aliyun/config.json");
});
