import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { bundledCommand } from "../../support/bundled-command.ts";
import { openTerminal, type Terminal } from "../../support/terminal.ts";
import { AK, CANARY, type Home, homeWith } from "./support.ts";

// The questions of `alicred profiles`, as a person at a terminal answers them.

const ENTER = "\r";
const DOWN = "\u001b[B";
const CTRL_C = "\u0003";

async function start(home: Home, words: string, cols = 100): Promise<Terminal> {
  const env = { PATH: process.env["PATH"], HOME: home.folder, USERPROFILE: home.folder, NO_COLOR: "1" };
  const program = await bundledCommand();
  return openTerminal([process.execPath, program, "profiles", ...words.split(" ")], env, { cols, rows: 40 });
}

// Windows has other terminals.
describe.skipIf(process.platform === "win32")("at a terminal", () => {
  test("add asks for name, mode and fields; the secret is not echoed", async () => {
    const home = homeWith(undefined);
    const terminal = await start(home, "add");
    await terminal.until(/Name of the profile[\s\S]*default/);
    terminal.type(`-me${ENTER}`);
    await terminal.until(/How does this profile sign in\?[\s\S]*RamRoleArn/);
    terminal.type(`AK${ENTER}`);
    await terminal.until(/access_key_id: AccessKey ID/);
    terminal.type(`LTAI5tTyped00000000${ENTER}`);
    await terminal.until(/access_key_secret: AccessKey Secret/);
    terminal.type(`${CANARY}Typed${ENTER}`);
    await terminal.until(/region_id: Region[\s\S]*cn-hangzhou/);
    terminal.type(ENTER);
    await terminal.until(/Profile "default-me" is written to ~\/\.aliyun\/config\.json\./);
    expect((await terminal.ended).exitCode).toBe(0);
    expect(home.json()).toEqual({
      profiles: [
        {
          name: "default-me",
          mode: "AK",
          access_key_id: "LTAI5tTyped00000000",
          access_key_secret: `${CANARY}Typed`,
          region_id: "cn-hangzhou",
        },
      ],
      current: "default-me",
    });
    expect(terminal.text()).not.toContain(CANARY);
  });

  test("add asks only for what the command line lacks, and offers the profiles for a role", async () => {
    const home = homeWith({ current: "prod", profiles: [AK, { ...AK, name: "other" }] });
    const role = "ram_role_arn=acs:ram::1000000000000001:role/audit";
    const terminal = await start(home, `add audit mode=ChainableRamRoleArn ${role}`);
    await terminal.until(/source_profile: The profile whose credentials[\s\S]*prod[\s\S]*other/);
    terminal.type(DOWN);
    await terminal.until(/[●›❯] *other/);
    terminal.type(ENTER);
    await terminal.until(/Profile "audit" is written/);
    expect(home.json().profiles[2]).toEqual({
      name: "audit",
      mode: "ChainableRamRoleArn",
      source_profile: "other",
      ram_role_arn: "acs:ram::1000000000000001:role/audit",
    });
  });

  test("set asks for a secret, which is not echoed", async () => {
    const home = homeWith({ current: "prod", profiles: [AK] });
    const terminal = await start(home, "set prod access_key_secret=-");
    await terminal.until(/access_key_secret: AccessKey Secret/);
    terminal.type(`${CANARY}Next${ENTER}`);
    await terminal.until(/is changed: access_key_secret/);
    expect(home.json().profiles[0]).toEqual({ ...AK, access_key_secret: `${CANARY}Next` });
    expect(terminal.text()).not.toContain(CANARY);
  });

  test.each([
    ["add", /Name of the profile/],
    ["add x mode=AK access_key_id=LTAI5tX", /access_key_secret/],
    ["set prod access_key_secret=-", /access_key_secret/],
    ["remove prod", /Remove "prod" from/],
  ])("Ctrl+C at `%s` cancels with 130, and nothing is written", async (words, question) => {
    const home = homeWith({ current: "prod", profiles: [AK] });
    const before = home.text();
    const terminal = await start(home, words);
    await terminal.until(question);
    terminal.type(CTRL_C);
    expect((await terminal.ended).exitCode).toBe(130);
    expect(terminal.text()).toContain("Cancelled. Nothing was changed.");
    expect(readFileSync(home.file, "utf8")).toBe(before);
  });

  test("remove asks, and for the new current profile too", async () => {
    const home = homeWith({ current: "prod", profiles: [AK, { ...AK, name: "b" }, { ...AK, name: "c" }] });
    const terminal = await start(home, "remove prod");
    await terminal.until(/Remove "prod" from ~\/\.aliyun\/config\.json\? Its keys cannot be restored\./);
    terminal.type("y");
    await terminal.until(/Which profile is to be the current one\?[\s\S]*b[\s\S]*c/);
    terminal.type(`c${ENTER}`);
    await terminal.until(/The current profile is "c" now\./);
    expect(home.json().profiles.map(({ name }) => name)).toEqual(["b", "c"]);
    expect(home.json().current).toBe("c");
  });

  test("remove, answered with no, removes nothing", async () => {
    const home = homeWith({ current: "prod", profiles: [AK, { ...AK, name: "b" }] });
    const terminal = await start(home, "remove b");
    await terminal.until(/Remove "b"/);
    terminal.type("n");
    expect((await terminal.ended).exitCode).toBe(130);
    expect(home.json().profiles).toHaveLength(2);
  });

  test("doctor --fix asks for a current profile in place of one that does not exist", async () => {
    const home = homeWith({ current: "gone", profiles: [AK, { ...AK, name: "b" }] });
    const terminal = await start(home, "doctor --fix");
    await terminal.until(/Which profile is to be the current one\?[\s\S]*prod[\s\S]*b/);
    terminal.type(`b${ENTER}`);
    await terminal.until(/Fixed: the current profile is "b" now\./);
    await terminal.until(/No errors and no warnings\./);
    expect(home.json().current).toBe("b");
  });

  test("list keeps the state readable in 80 columns", async () => {
    const home = homeWith({
      current: "生产",
      profiles: [
        { ...AK, name: "生产" },
        {
          name: "audit",
          mode: "ChainableRamRoleArn",
          region_id: "ap-southeast-1",
          source_profile: "a-long-name-of-a-profile",
          ram_role_arn: "acs:ram::1000000000000001:role/a-long-name-of-a-role",
        },
      ],
    });
    const terminal = await start(home, "list", 80);
    await terminal.ended;
    const rows = terminal.text().split("\r\n");
    expect(rows[1]).toMatch(/^\* 生产 .*no expiry$/);
    expect(rows[2]).toMatch(/^ {2}audit .*role a-.*… +leads to no profile$/);
    for (const row of rows) expect(row.length).toBeLessThanOrEqual(80);
  });
});
