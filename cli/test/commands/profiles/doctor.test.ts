import { chmodSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { createProgram } from "../../../src/mod.ts";
import { runInProcess } from "../../support/in-process.ts";
import { report } from "./report.ts";
import { AK, CANARY, homeWith } from "./support.ts";

// The doctor: its findings, its advice, and its repairs.

const ROLE = {
  name: "audit",
  mode: "ChainableRamRoleArn",
  region_id: "cn-hangzhou",
  source_profile: "prod",
  ram_role_arn: "acs:ram::1000000000000001:role/audit",
  ram_session_name: "me",
};

test("a healthy file has no findings but information", async () => {
  const home = homeWith({ current: "prod", profiles: [AK, ROLE] });
  expect(await report(home)).toMatchObject({ code: 0, errors: 0, warnings: 0, found: [] });
  const { stdout } = await home.profiles("doctor");
  expect(stdout).toContain("i mode AK: Terraform yes, SDKs yes, CLI yes\n");
  expect(stdout).toMatch(/No errors and no warnings\.\n$/);
});

test("in Chinese, its punctuation is Chinese too", async () => {
  const home = homeWith({ current: "prod", profiles: [AK] });
  onTestFinished(() => void createProgram());
  const { stdout } = await runInProcess(
    ["profiles", "doctor"],
    { HOME: home.folder, USERPROFILE: home.folder },
    createProgram({ language: "zh" }),
  );
  expect(stdout).toContain("i 凭证类型 AK：Terraform 可用，SDKs 可用，CLI 可用\n");
  expect(stdout).toContain("处理：alicred profiles rotate prod");
});

test("a file that is missing is no error", async () => {
  expect(await report(homeWith(undefined))).toMatchObject({ code: 0, all: ["config.json file-missing"] });
});

test.each([
  ["a key without its secret", { ...AK, access_key_secret: "" }, "prod invalid"],
  ["an unknown mode", { name: "prod", mode: "Vault" }, "prod invalid"],
  ["no mode", { name: "prod" }, "prod invalid"],
  ["a cycle", { ...ROLE, name: "prod" }, "prod invalid"],
  ["a source that does not exist", { ...ROLE, name: "prod", source_profile: "gone" }, "prod invalid"],
  ["an invisible character", { ...AK, access_key_secret: `${CANARY}\u200b` }, "prod invisible"],
  ["a blank at the end", { ...AK, access_key_id: "LTAI5tProd00000000 " }, "prod invisible"],
  ["quotes", { ...AK, access_key_secret: `"${CANARY}"` }, "prod placeholder"],
  ["a placeholder", { ...AK, access_key_secret: "<your-secret>" }, "prod placeholder"],
  [
    "swapped halves",
    { ...AK, access_key_id: CANARY, access_key_secret: "LTAI5tProd00000000" },
    "prod swapped",
  ],
  ["the key of a session in mode AK", { ...AK, access_key_id: "STS.NUxyz" }, "prod token-missing"],
  [
    "a session that has ended",
    { ...AK, mode: "StsToken", sts_token: CANARY, sts_expiration: 1 },
    "prod expired",
  ],
  [
    "a login that has ended",
    {
      name: "prod",
      mode: "OAuth",
      region_id: "cn-x",
      oauth_site_type: "CN",
      oauth_access_token: CANARY,
      oauth_access_token_expire: 1,
    },
    "prod login-needed-since",
  ],
  [
    "no login yet",
    { name: "prod", mode: "OAuth", region_id: "cn-x", oauth_site_type: "CN" },
    "prod login-needed",
  ],
  ["a misspelt field", { ...AK, regoin_id: "cn-x" }, "prod misspelt-field"],
  ["a misspelt mode", { ...AK, mode: "ak" }, "prod mode-spelling"],
  [
    "milliseconds",
    { ...AK, mode: "StsToken", sts_token: CANARY, sts_expiration: 1_999_999_999_000 },
    "prod time-form",
  ],
  ["a number as text", { ...AK, retry_count: "3" }, "prod field-type"],
  ["no region", { ...AK, region_id: undefined }, "prod no-region"],
  ["no name of the session", { ...ROLE, name: "r", ram_session_name: "" }, "r no-session-name"],
  [
    "a token file that does not exist",
    {
      name: "prod",
      mode: "OIDC",
      region_id: "x",
      ram_session_name: "xx",
      ram_role_arn: ROLE.ram_role_arn,
      oidc_provider_arn: "acs:ram::1000000000000001:oidc-provider/p",
      oidc_token_file: "/none",
    },
    "prod no-such-file",
  ],
])("%s", async (_what, profile, line) => {
  const home = homeWith({
    current: profile.name,
    profiles: [profile, ...(profile.name === "r" ? [AK] : [])],
  });
  const { found, code, errors } = await report(home);
  expect(found).toContain(line);
  expect(code).toBe(errors > 0 ? 1 : 0);
});

test("a field that no tool reads is reported, and one of a third party's plugin is not", async () => {
  const home = homeWith({ current: "prod", profiles: [{ ...AK, their_own: "x" }] });
  expect((await report(home)).all).toContain("prod unknown-field");
  const source = () => ({
    name: "v",
    resolve: async () => ({ outcome: "not-configured" as const, lookedFor: ["x"] }),
  });
  const own = homeWith({ current: "prod", profiles: [{ ...AK, their_own: "x" }] }, [
    { name: "v", profileModes: [{ mode: "V", fields: ["their_own"], source }] },
  ]);
  expect((await report(own)).all).not.toContain("prod unknown-field");
});

test("a profile is told about the login below it", async () => {
  const login = { name: "prod", mode: "OAuth", region_id: "cn-x", oauth_site_type: "CN" };
  const { found, text } = await report(homeWith({ current: "prod", profiles: [login, ROLE] }));
  expect(found).toContain("audit source-login-needed");
  expect(text).toContain("alicred login prod");
});

describe("the file", () => {
  const good = { current: "prod", profiles: [AK] };

  test.each([
    ["a dangling current", { ...good, current: "gone" }, "config.json dangling-current"],
    ["no current", { profiles: [AK] }, "config.json no-current"],
    ["doubled names", { ...good, profiles: [AK, AK] }, "config.json doubled-name"],
    ["entries without a name", { ...good, profiles: [AK, {}, null] }, "config.json nameless"],
    ["a byte order mark", `\uFEFF${JSON.stringify(good)}`, "config.json byte-order-mark"],
    [
      "GBK",
      Buffer.concat([Buffer.from('{"profiles":[{"name":"'), Buffer.from([0xc9, 0xfa]), Buffer.from('"}]}')]),
      "config.json not-utf-8",
    ],
    ["UTF-16", Buffer.from(`\uFEFF${JSON.stringify(good)}`, "utf16le"), "config.json utf-16"],
    ["no JSON", `{"profiles": ["${CANARY}`, "config.json file-broken"],
    ["a list", "[]", "config.json file-broken"],
  ])("%s", async (_what, content, line) => {
    expect((await report(homeWith(content))).found).toContain(line);
  });

  // Windows has no permission bits.
  test.skipIf(process.platform === "win32")(
    "open permissions, left-over drafts, and their repair",
    async () => {
      const home = homeWith(good);
      chmodSync(home.file, 0o644);
      chmodSync(dirname(home.file), 0o777);
      writeFileSync(join(dirname(home.file), ".config.json.tmp-123"), "");
      expect((await report(home)).found).toEqual([
        "config.json open-mode",
        "config.json folder-writable",
        "config.json left-over",
      ]);
      const { stderr, stdout } = await home.profiles("doctor --fix");
      expect(stderr).toContain("is readable by its owner alone now");
      expect(stdout).not.toContain("readable by others");
      expect(statSync(home.file).mode & 0o777).toBe(0o600);
    },
  );

  // Windows has no permission bits.
  test.skipIf(process.platform === "win32")(
    "--fix leaves a folder in the place of the file as it is, because nobody could enter it afterwards",
    async () => {
      const home = homeWith({ current: "prod", profiles: [AK] });
      const folder = dirname(home.file);
      chmodSync(folder, 0o755);
      const { code, stdout, stderr } = await home.profiles(`doctor --fix -c ${folder}`);
      expect(code).toBe(1);
      expect(stdout + stderr).not.toMatch(/chmod|Fixed|backup/);
      expect(statSync(folder).mode & 0o777).toBe(0o755);
    },
  );

  test("a current profile that is not text is an error, as it is for the tools", async () => {
    const home = homeWith({ current: 5, profiles: [AK] });
    expect(await report(home)).toMatchObject({ code: 1, found: ["config.json current-not-text"] });
    expect(await home.profiles("use prod")).toMatchObject({ code: 0 });
    expect(home.json().current).toBe("prod");
  });

  test("a broken file is not sent to the doctor by the doctor", async () => {
    const { stdout } = await homeWith("[]").profiles("doctor");
    expect(stdout).toMatch(/is not a JSON object\.\s+fix: correct the file/);
  });

  test("--fix changes no current profile without a question", async () => {
    const home = homeWith({ ...good, current: "gone" });
    const before = home.text();
    expect((await home.profiles("doctor --fix")).code).toBe(1);
    expect(home.text()).toBe(before);
  });

  test("variables that hide the current profile are told", async () => {
    const { all } = await report(homeWith(good), "", { ALIBABA_CLOUD_PROFILE: "other" });
    expect(all).toContain("config.json shadowed");
  });
});

// Windows has no permission bits.
test.skipIf(process.platform === "win32")(
  "files of other tools: keys that live long, open permissions, and what to do",
  async () => {
    const home = homeWith({ current: "prod", profiles: [AK] });
    const write = (path: string, text: string, mode = 0o644): void => {
      const full = join(home.folder, path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
      chmodSync(full, mode);
    };
    const key = "LTAI5tOther0000000zzzz";
    write(".s/access.yaml", `default:\n  AccountID: U2F\n  AccessKeyID: U2F\n  AccessKeySecret: ${CANARY}\n`);
    write(".ossutilconfig", `[Credentials]\naccessKeyID=${key}\naccessKeySecret=${CANARY}\n`, 0o600);
    write(".aliyunlogcli", `[main]\naccess-id = ${key}\naccess-key = ${CANARY}\n`);
    write(".esa/config/default.toml", `access_key_id = "${key}"\n`);
    write(".fcli/config.yaml", `access_key_id: ${key}\n`);
    write("odpscmd/conf/odps_config.ini", `access_id=${key}\naccess_key=${CANARY}\n`);
    write(".dashscope/api_key", `sk-${CANARY}\n`, 0o600);
    write(".alibabacloud/credentials", `[default]\ntype=access_key\naccess_key_id=${key}\n`);
    const { all, text } = await report(home);
    expect(all.filter((line) => line.startsWith("~"))).toEqual([
      "~/.alibabacloud/credentials open-mode",
      "~/.alibabacloud/credentials foreign-key",
      "~/.s/access.yaml open-mode",
      "~/.s/access.yaml foreign-encrypted",
      "~/.ossutilconfig foreign-key",
      "~/.aliyunlogcli open-mode",
      "~/.aliyunlogcli foreign-key",
      "~/.esa/config/default.toml open-mode",
      "~/.esa/config/default.toml foreign-key",
      "~/.fcli/config.yaml open-mode",
      "~/.fcli/config.yaml foreign-key",
      "~/odpscmd/conf/odps_config.ini open-mode",
      "~/odpscmd/conf/odps_config.ini foreign-key",
      "~/.dashscope/api_key foreign-api-key",
    ]);
    expect(text).toContain("LTAI…zzzz");
    expect(text).not.toContain(key);
    await home.profiles("doctor --fix");
    expect(statSync(join(home.folder, ".aliyunlogcli")).mode & 0o777).toBe(0o600);
  },
);

test("of 400 profiles, only what is wrong is shown", async () => {
  const profiles = Array.from({ length: 400 }, (_, index) => ({ ...AK, name: `p${index}` }));
  const home = homeWith({
    current: "p0",
    profiles: [...profiles, { ...AK, name: "bad", access_key_secret: "" }],
  });
  const { stdout } = await home.profiles("doctor");
  expect(stdout.split("\n").filter((line) => /^(p\d+|bad)$/.test(line))).toEqual(["bad"]);
});

test("one profile alone", async () => {
  const home = homeWith({ current: "gone", profiles: [AK, { name: "b" }] });
  expect((await report(home, "prod")).all).toEqual(["prod long-lived", "prod tools"]);
  expect((await home.profiles("doctor none")).code).toBe(2);
});
