import { describe, expect, test } from "vitest";
import { AK, CANARY, homeWith } from "./support.ts";

// Commands that change the file: what they say, and that everything else in it stays, to the byte.

const BOM = "\uFEFF";

/** A file as people and other tools leave it: a mark, tabs and blanks, numbers as they were written, fields of others. */
const UNTIDY = `${BOM}{\r
\t"meta_path":   "/x/y",\r
\t"current" : "prod",\r
\t"profiles": [\r
\t\t{"name":"prod", "mode":"AK","access_key_id":"LTAI5tProd00000000","access_key_secret":"${CANARY}Prod","retry_count":1.0e1, "theirs":{"a":[1,2 ,3]}},\r
\t\t{\r
\t\t\t"name": "audit",\r
\t\t\t"mode": "ChainableRamRoleArn",\r
\t\t\t"source_profile": "prod",\r
\t\t\t"ram_role_arn": "acs:ram::1000000000000001:role/audit"\r
\t\t}\r
\t],\r
\t"plugins" : [ ]\r
}\r
`;

test("set changes one value, and every other byte stays", async () => {
  const home = homeWith(UNTIDY);
  const { code, stderr } = await home.profiles("set audit source_profile=prod ram_session_name=me");
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: 'Profile "audit" is changed: source_profile, ram_session_name.\n',
  });
  const role = '"ram_role_arn": "acs:ram::1000000000000001:role/audit"';
  expect(home.text()).toBe(UNTIDY.replace(role, `${role},\r\n\t\t\t"ram_session_name": "me"`));
});

test("set with nothing behind the sign removes a field", async () => {
  const home = homeWith(UNTIDY);
  await home.profiles("set prod retry_count=");
  expect(home.text()).toBe(UNTIDY.replace(',"retry_count":1.0e1', ""));
});

test("rename takes along what refers to it", async () => {
  const home = homeWith(UNTIDY);
  const { stderr } = await home.profiles("rename prod 生产");
  expect(home.text()).toBe(UNTIDY.replaceAll('"prod"', '"生产"'));
  expect(stderr).toBe(
    'Profile "prod" is "生产" now.\nChanged with it: source_profile of "audit".\nIt is still the current profile.\n',
  );
});

test("rename and back again leaves the file as it was", async () => {
  const home = homeWith(UNTIDY);
  await home.profiles("rename prod other");
  await home.profiles("rename other prod");
  expect(home.text()).toBe(UNTIDY);
});

test("add and remove again leaves the file as it was", async () => {
  const home = homeWith(UNTIDY);
  await home.profiles("add ci mode=AK access_key_id=LTAI5tCi access_key_secret=env:KEY", {
    KEY: `${CANARY}Ci`,
  });
  expect(home.json().profiles.at(-1)).toEqual({
    name: "ci",
    mode: "AK",
    access_key_id: "LTAI5tCi",
    access_key_secret: `${CANARY}Ci`,
  });
  await home.profiles("remove ci --yes");
  expect(home.text()).toBe(UNTIDY);
});

test("add writes a file that is missing, with the profile as the current one", async () => {
  const home = homeWith(undefined);
  const { code, stderr } = await home.profiles(
    "add dev mode=ak access_key_id=LTAI5tDev access_key_secret=env:KEY region_id=cn-beijing",
    {
      KEY: `${CANARY}Dev`,
    },
  );
  expect({ code, json: home.json() }).toEqual({
    code: 0,
    json: {
      profiles: [
        {
          name: "dev",
          mode: "AK",
          access_key_id: "LTAI5tDev",
          access_key_secret: `${CANARY}Dev`,
          region_id: "cn-beijing",
        },
      ],
      current: "dev",
    },
  });
  expect(stderr).toMatch(
    /is written to .*config\.json\.\nIt is the current profile\. Next: alicred exec dev/,
  );
});

test.each([
  ["null, as clients in Go write it", { current: "", profiles: null }],
  ["an empty list", { profiles: [] }],
  ["missing", { meta_path: "x" }],
])("add where the list of profiles is %s", async (_what, content) => {
  const home = homeWith(content);
  await home.profiles("add here mode=EcsRamRole region_id=cn-beijing");
  expect(home.json()).toMatchObject({
    ...content,
    current: "here",
    profiles: [{ name: "here", mode: "EcsRamRole" }],
  });
});

test("add never changes the current profile by itself, but with --use", async () => {
  const home = homeWith({ current: "prod", profiles: [AK] });
  await home.profiles("add one mode=EcsRamRole");
  expect(home.json().current).toBe("prod");
  await home.profiles("add two mode=EcsRamRole --use");
  expect(home.json().current).toBe("two");
});

test("copy takes fields and changes, but no sign-in: its token is good for one use", async () => {
  const login = {
    name: "me",
    mode: "OAuth",
    oauth_site_type: "CN",
    oauth_refresh_token: `${CANARY}R`,
    oauth_access_token: `${CANARY}A`,
    access_key_id: "STS.x",
    access_key_secret: `${CANARY}S`,
    sts_token: `${CANARY}T`,
    sts_expiration: 1,
    theirs: 1,
  };
  const home = homeWith({ profiles: [login] });
  const { stderr } = await home.profiles("copy me too region_id=cn-beijing");
  expect(home.json().profiles[1]).toEqual({
    name: "too",
    mode: "OAuth",
    oauth_site_type: "CN",
    theirs: 1,
    region_id: "cn-beijing",
  });
  expect(stderr).toContain("Next: alicred login too");
});

test("a change of whose session it is drops the session that is kept", async () => {
  const sso = {
    name: "sso",
    mode: "CloudSSO",
    cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloudsso.com/acme/login",
    cloud_sso_account_id: "1",
    access_token: `${CANARY}L`,
    access_key_id: "STS.x",
    access_key_secret: `${CANARY}S`,
    sts_token: `${CANARY}T`,
    sts_expiration: 1_999_999_999,
  };
  const home = homeWith({ profiles: [sso] });
  await home.profiles("set sso region_id=cn-beijing");
  expect(home.json().profiles[0]).toHaveProperty("sts_token");
  const { stderr } = await home.profiles("set sso cloud_sso_account_id=2");
  expect(home.json().profiles[0]).not.toHaveProperty("sts_token");
  expect(home.json().profiles[0]).toMatchObject({ cloud_sso_account_id: "2", access_token: `${CANARY}L` });
  expect(stderr).toContain("is dropped");
});

describe("remove", () => {
  const three = {
    current: "prod",
    profiles: [AK, { ...AK, name: "b" }, { name: "r", source_profile: "prod" }],
  };

  test("asks, and without a terminal says which option answers", async () => {
    const home = homeWith(three);
    const before = home.text();
    const { code, stderr } = await home.profiles("remove b");
    expect({ code, text: home.text() }).toEqual({ code: 2, text: before });
    expect(stderr).toMatch(/NO_TERMINAL\n.*--yes/);
  });

  test("names the new current profile, and who depends on the old one", async () => {
    const home = homeWith(three);
    const { stderr } = await home.profiles("remove prod --yes");
    expect(home.json().current).toBe("b");
    expect(stderr).toMatch(
      /warning: "r" assumes a role by "prod".*\nRemoved: "prod"\.\nThe current profile is "b" now\./,
    );
  });

  test("takes the new current profile from --use, which must remain", async () => {
    const home = homeWith(three);
    expect((await home.profiles("remove prod --yes --use prod")).code).toBe(2);
    expect((await home.profiles("remove prod --yes --use r")).code).toBe(0);
    expect(home.json().current).toBe("r");
  });

  test("of the last one leaves no current profile", async () => {
    const home = homeWith({ current: "prod", profiles: [AK] });
    const { stderr } = await home.profiles("remove prod --yes");
    expect(home.json()).toEqual({ profiles: [] });
    expect(stderr).toContain("No profile is left");
  });

  test("removes a profile that is named twice once, and no other one", async () => {
    const home = homeWith({ current: "a", profiles: [AK, { ...AK, name: "a" }, { ...AK, name: "b" }] });
    const { stderr } = await home.profiles("remove prod prod --yes");
    expect(home.json().profiles.map(({ name }) => name)).toEqual(["a", "b"]);
    expect(stderr).toBe('Removed: "prod".\n');
  });

  test("removes every profile of the name", async () => {
    const home = homeWith({ current: "b", profiles: [AK, AK, { ...AK, name: "b" }] });
    await home.profiles("remove prod --yes");
    expect(home.json().profiles.map(({ name }) => name)).toEqual(["b"]);
  });
});

describe("use", () => {
  const two = { current: "prod", profiles: [AK, { ...AK, name: "b" }] };

  test("says what was current", async () => {
    const home = homeWith(two);
    expect((await home.profiles("use b")).stderr).toBe('The current profile is "b" now; it was "prod".\n');
    expect(home.json().current).toBe("b");
    expect((await home.profiles("use b")).stderr).toBe('The current profile is "b" already.\n');
  });

  test.each([
    [{ ALIBABA_CLOUD_PROFILE: "prod" }, /ALIBABA_CLOUD_PROFILE=prod is set: .*CLI.*SDKs.*Terraform/],
    [
      { ALICLOUD_PROFILE: "prod" },
      /ALICLOUD_PROFILE=prod is set: the aliyun CLI, Terraform take "prod", not "b"/,
    ],
    [{ ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5t" }, /ALIBABA_CLOUD_ACCESS_KEY_ID is set: the SDKs/],
    [
      { ALIBABA_CLOUD_IGNORE_PROFILE: "TRUE" },
      /ALIBABA_CLOUD_IGNORE_PROFILE is set: the aliyun CLI takes no profile/,
    ],
    [{ ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true" }, /ALIBABA_CLOUD_CLI_PROFILE_DISABLED is set/],
  ])("says what hides it: %j", async (env, warning) => {
    expect((await homeWith(two).profiles("use b", env)).stderr).toMatch(warning);
  });

  test("repairs a current profile that does not exist", async () => {
    const home = homeWith({ ...two, current: "gone" });
    expect((await home.profiles("use b")).code).toBe(0);
    expect(home.json().current).toBe("b");
  });
});
