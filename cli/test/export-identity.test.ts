import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { type Printed, runInProcess } from "./support/in-process.ts";

// `export`: what is written asks for the same identity as the command line that wrote it.

const SESSION = { access_key_id: "STS.NTx9", access_key_secret: "canary-secret", sts_token: "canary-token" };
let home: string;
let config: string;
let env: Record<string, string>;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "alicred-export-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  config = join(home, ".aliyun/config.json");
  mkdirSync(join(home, ".aliyun"));
  const profiles = [
    { name: "prod eu", mode: "StsToken", ...SESSION, region_id: "cn-hangzhou" },
    { name: "nowhere", mode: "StsToken", ...SESSION },
  ];
  writeFileSync(config, JSON.stringify({ current: "prod eu", profiles }));
  env = { HOME: home, USERPROFILE: home, PATH: "" };
});

const alicred = (...args: readonly string[]): Promise<Printed> => runInProcess(args, env);
const lastProfile = (): unknown => JSON.parse(readFileSync(config, "utf8")).profiles.at(-1);

describe("what another tool will ask for by itself", () => {
  const commandOf = async (...args: readonly string[]): Promise<unknown> => {
    const { stdout } = await alicred("export", ...args, "--to", "-");
    return JSON.parse(stdout).profiles[0].process_command;
  };

  test.each([[[]], [["--for", "odpscmd"]], [["--for", "compose"]]])(
    "a profile that does not exist leads to nothing: %j",
    async (more) => {
      const before = readFileSync(config, "utf8");
      const { code, stdout, stderr } = await alicred("export", "prod-eu", ...more);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toMatch(/no profile "prod-eu"[\s\S]*"prod eu"/);
      expect(readFileSync(config, "utf8")).toBe(before);
    },
  );

  test("the region of the profile goes with it, because the aliyun CLI refuses a profile without one", async () => {
    await alicred("export", "prod eu");
    expect(lastProfile()).toMatchObject({ region_id: "cn-hangzhou" });
    const without = await alicred("export", "nowhere");
    expect(without).toMatchObject({ code: 0, stderr: expect.stringContaining("--region cn-hangzhou") });
    const { stdout } = await alicred("export", "prod eu", "--for", "odpscmd", "--to", "-");
    expect(stdout).toContain("service.cn-hangzhou.maxcompute");
  });

  test("it asks for the same identity: provider block, alias, plugins", async () => {
    mkdirSync(join(home, "infra dir"));
    writeFileSync(join(home, "infra dir", "main.tf"), 'provider "alicloud" {\n  profile = "prod eu"\n}\n');
    const plugin = join(home, "vault.mjs");
    writeFileSync(
      plugin,
      `export default { name: "v", options: { "~standard": {} }, source() {}, profileModes: [] };`,
    );
    expect(
      await commandOf(
        "--provider-config",
        join(home, "infra dir"),
        "--compat",
        "provider",
        "--plugin",
        plugin,
      ),
    ).toContain(
      `resolve --provider-config '${join(home, "infra dir")}' --compat provider --plugin ${plugin} --format external`,
    );
  });

  test("the name of a new profile is no option of other tools", async () => {
    const { code, stderr } = await alicred("export", "prod eu", "--name", "-x");
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining("hyphen") });
  });

  test("a name with blanks stays one word in the snippet for containers", async () => {
    const { stdout } = await alicred("export", "prod eu", "--for", "compose");
    expect(stdout).toContain("alicred serve 'prod eu' --container");
  });
});

test("without a home folder nothing is written into the working folder", async () => {
  const before = readdirSync(".");
  env = { ...env, HOME: "", USERPROFILE: "" };
  const { code, stderr } = await alicred("export", "prod eu", "-c", config, "--for", "ossutil2");
  expect({ code, stderr }).toMatchObject({ code: 1, stderr: expect.stringContaining("HOME is not set") });
  expect(readdirSync(".")).toEqual(before);
});
