import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { FORMATS } from "../src/commands/resolve/format-names.ts";
import { visible } from "../src/terminal/terminal.ts";
import { runInProcess } from "./support/in-process.ts";

// Names, paths and values that try to write on the terminal by themselves: a title, an empty screen, forged lines,
// colours by one-byte controls, a reversed line.

const EVIL = "e\u001b]0;PWNED\u0007\u001b[2J\r\nFORGED: all is well\u009b31m\u202eright\u2028to\u200bleft";
/** The same without a line break, which some names must not have to be shown at all. */
const QUIET = EVIL.replace(/[\r\n]/g, "");

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "alicred-terminal-"));
  await mkdir(join(home, ".aliyun"));
});

afterEach(() => rm(home, { recursive: true }));

interface Attack {
  /** Content of config.json. */
  readonly config?: unknown;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Provider block. */
  readonly block?: unknown;
}

const key = { mode: "AK", access_key_id: "LTAIexample", access_key_secret: "s" };
const role = { ram_role_arn: "acs:ram::1000000000000001:role/admin", ram_session_name: "session" };
const chained = (name: string, source: string) => ({
  name,
  mode: "ChainableRamRoleArn",
  source_profile: source,
  ...role,
});
const named = (name: string, fields: object = key) => ({ current: name, profiles: [{ name, ...fields }] });

const ATTACKS: Readonly<Record<string, Attack>> = {
  "current, of no profile": { config: { current: EVIL, profiles: [] } },
  "current, without a line break": { config: { current: QUIET, profiles: [] } },
  "a profile's name": { config: named(EVIL) },
  "a profile's name, without a line break": { config: named(QUIET) },
  "a profile's region": { config: named("p", { ...key, region_id: EVIL }) },
  "a circle of source profiles": {
    config: { current: EVIL, profiles: [chained(EVIL, QUIET), chained(QUIET, EVIL)] },
  },
  "a source profile that does not exist": { config: { current: "p", profiles: [chained("p", QUIET)] } },
  "a profile that is defined twice": {
    config: { current: EVIL, profiles: [named(EVIL).profiles[0], named(EVIL).profiles[0]] },
  },
  "a profile that needs a login, CloudSSO": { config: named(EVIL, { mode: "CloudSSO", access_token: "t" }) },
  "a profile that needs a login, OAuth": { config: named(EVIL, { mode: "OAuth" }) },
  "a profile without a secret": { config: named(EVIL, { ...key, access_key_secret: "" }) },
  "a profile of an unknown mode": { config: named(EVIL, { mode: EVIL }) },
  "a profile without a mode": { config: named(EVIL, { region_id: EVIL }) },
  "a profile whose number is a text": { config: named(EVIL, { ...key, ...role, expired_seconds: EVIL }) },
  "a profile whose command fails": {
    config: named(EVIL, { mode: "External", process_command: `${process.execPath} -e process.exit(3)` }),
  },
  "a profile whose command prints nothing": {
    config: named(EVIL, { mode: "External", process_command: `${process.execPath} -e 0` }),
  },
  "a profile with a URI": { config: named(EVIL, { mode: "CredentialsURI", credentials_uri: EVIL }) },
  "a profile with a token file": {
    config: named(EVIL, { mode: "OIDC", ...role, oidc_provider_arn: "a", oidc_token_file: EVIL }),
  },
  "a profile with a wrong endpoint": {
    config: named(EVIL, { ...key, mode: "RamRoleArn", ...role, sts_endpoint: EVIL }),
  },
  "--profile": { args: ["--profile", QUIET], config: named("p") },
  "--config-file": { args: ["--config-file", `/nonexistent/${QUIET}`] },
  "a variable with the profile": { env: { ALIBABA_CLOUD_PROFILE: QUIET }, config: named("p") },
  "a variable with the file": { env: { ALIBABA_CLOUD_CONFIG_FILE: `/nonexistent/${QUIET}` } },
  "a variable with the INI file": { env: { ALIBABA_CLOUD_CREDENTIALS_FILE: `/nonexistent/${QUIET}` } },
  "--provider-config": { args: ["--provider-config", `/nonexistent/${EVIL}`] },
  "an argument of the provider block": { block: { access_key: "LTAIexample", secret_key: "s", [EVIL]: 1 } },
  "an argument of a nested block": {
    block: { access_key: "LTAIexample", secret_key: "s", assume_role: { ...role, [EVIL]: 1 } },
  },
  "the profile of the provider block": { block: { profile: QUIET }, config: named("p") },
  "an option": { args: [`--${QUIET}`] },
  "the value of an option": { args: ["--as", QUIET] },
};

const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe.each(["resolve", "why"])("%s", (command) => {
  test.each(Object.entries(ATTACKS))("shows %s as it is", async (_name, attack) => {
    const { config, args = [], env = {}, block } = attack;
    if (config !== undefined) await writeFile(join(home, ".aliyun", "config.json"), JSON.stringify(config));
    const blockFile = join(home, "provider.json");
    if (block !== undefined) await writeFile(blockFile, JSON.stringify(block));
    const given = [...args, ...(block === undefined ? [] : ["--provider-config", blockFile])];
    const here = { HOME: home, USERPROFILE: home, ...env };
    for (const options of [given, [...given, "--json"]]) {
      const { stdout, stderr } = await runInProcess([command, ...options], here);
      expect(`${stdout}${stderr}`).not.toBe("");
      for (const line of `${stdout}${stderr}`.split("\n")) {
        expect(line).not.toMatch(CONTROL);
        expect(line).not.toMatch(/^\W*FORGED/);
      }
      if (stdout !== "" && options !== given) expect(() => JSON.parse(stdout)).not.toThrow();
    }
  });
});

describe("what programs read may be printed on a terminal too", () => {
  const session = { ...key, mode: "StsToken", sts_token: "t", sts_expiration: 4_070_908_800 };
  const here = (): Record<string, string> => ({ HOME: home, USERPROFILE: home });
  const shown = async (args: readonly string[], fields: object, name: string): Promise<string> => {
    await writeFile(join(home, ".aliyun", "config.json"), JSON.stringify(named(name, fields)));
    const { stdout, stderr } = await runInProcess(args, here());
    expect(`${stdout}${stderr}`).not.toBe("");
    for (const line of `${stdout}${stderr}`.split("\n")) {
      expect(line).not.toMatch(CONTROL);
      expect(line).not.toMatch(/^\W*FORGED/);
    }
    return stdout;
  };

  test.each(FORMATS)("resolve --format %s", async (format) => {
    await shown(["resolve", "--format", format], { ...session, region_id: EVIL }, "p");
    await shown(["resolve", "--format", format], { ...session, region_id: "cn-hangzhou" }, QUIET);
  });

  test.each([
    [["--way", "uri", "--uri", "http://127.0.0.1:1/x"]],
    [["--way", "snapshot"]],
    [["--way", "uri", "--uri", "http://127.0.0.1:1/x", "--for", "serverless-devs"]],
    [["--for", "compose"]],
    [["--for", "packer"]],
  ])("export %j", async (options) => {
    const args = ["export", "-p", "p", ...options, "--to", "-"];
    await shown(args, { ...session, region_id: EVIL }, "p");
  });

  test("a document of JSON stays the same", async () => {
    const fields = { ...session, region_id: EVIL };
    const document = await shown(["resolve", "--format", "config-json"], fields, "p");
    expect(JSON.parse(document)).toMatchObject({ profiles: [{ region_id: EVIL }] });
  });
});

test("the attacks do reach the lines that are printed", async () => {
  await writeFile(join(home, ".aliyun", "config.json"), JSON.stringify(named(EVIL)));
  const here = { HOME: home, USERPROFILE: home };
  const { stdout } = await runInProcess(["why"], here);
  expect(stdout).toContain(String.raw`\u001b]0;PWNED\u0007\u001b[2J\r\nFORGED`);
  // As JSON it is the same text for programs.
  const json = await runInProcess(["why", "--json"], here);
  expect(json.stdout).toContain(String.raw`\u009b31m\u202eright\u2028to\u200bleft`);
  expect(JSON.stringify(JSON.parse(json.stdout))).toContain("\u202eright");
});

test("what is visible stays as it is, what is not becomes an escape of JSON", () => {
  expect(visible("plain, 中文, é, 🙂, C:\\new")).toBe("plain, 中文, é, 🙂, C:\\new");
  expect(visible("\t\n\r\u0000\u001b\u007f\u0085\u009b\u00ad\u061c\u200d\u2066\ufeff\ud800")).toBe(
    String.raw`\t\n\r\u0000\u001b\u007f\u0085\u009b\u00ad\u061c\u200d\u2066\ufeff\ud800`,
  );
  expect(visible("\u{e0041}")).toBe(String.raw`\udb40\udc41`);
  const every = Array.from({ length: 0x3000 }, (_, code) => String.fromCharCode(code)).join("");
  expect(JSON.parse(visible(JSON.stringify(every)))).toBe(every);
});

test("NO_COLOR is obeyed beside FORCE_COLOR, which colours what no terminal shows", async () => {
  const of = async (env: Readonly<Record<string, string>>): Promise<string> =>
    (await runInProcess(["help", "exit-codes"], env)).stdout;
  expect(await of({ NO_COLOR: "", FORCE_COLOR: "1" })).toContain("\u001b[1mExit codes:");
  expect(await of({ NO_COLOR: "1", FORCE_COLOR: "1" })).toMatch(/^Exit codes:\n/);
});
