import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createProgram } from "../../src/mod.ts";
import { type Printed, runInProcess } from "../support/in-process.ts";

// `why` and `why --compare`: the answer that a person reads first.

const SECRET = "canary-secret";
const ROLE = "acs:ram::1000000000000001:role/reader";
const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
const home = mkdtempSync(join(tmpdir(), "alicred-why-"));
let stsUrl = "";
let close: () => Promise<void>;

beforeAll(async () => {
  const server = await serve(cloud);
  stsUrl = server.url;
  close = () => server.close();
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  const key = { access_key_id: "LTAI5tExampleKey9xQ2", access_key_secret: SECRET };
  const role = { access_key_id: accessKeyId, access_key_secret: accessKeySecret, ram_role_arn: ROLE };
  mkdirSync(join(home, ".aliyun"));
  writeFileSync(
    join(home, ".aliyun/config.json"),
    JSON.stringify({
      current: "prod",
      profiles: [
        { name: "prod", mode: "AK", ...key, region_id: "cn-hangzhou" },
        { name: "audit", mode: "RamRoleArn", ...role, ram_session_name: "why", sts_endpoint: server.url },
        { name: "program", mode: "External", process_command: `${process.execPath} -e 1` },
      ],
    }),
  );
});

afterAll(async () => {
  await close();
  rmSync(home, { recursive: true });
});

const alicred = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Printed> =>
  runInProcess(args, { HOME: home, USERPROFILE: home, ...env });

describe("the first line", () => {
  test("names a key, its profile and region", async () => {
    const { code, stdout } = await alicred(["why"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^LTAI…9xQ2, from profile "prod", no expiry, region cn-hangzhou\n\nsdk-default: /);
  });

  test("names a role, and when its session ends", async () => {
    const { stdout } = await alicred(["why", "audit"]);
    expect(stdout).toMatch(/^role reader in 1000…0001, from profile "audit", until .*\bin (?:1 h|59 min)/);
  });

  test("names the variable of a key", async () => {
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIenv", ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET };
    const { stdout } = await alicred(["why"], env);
    expect(stdout).toMatch(/^LTAIenv, from ALIBABA_CLOUD_ACCESS_KEY_ID, no expiry\n/);
    expect(stdout).not.toContain(SECRET);
  });

  test("names the variable of a key of which the aliyun CLI makes a profile, so that the tools are found equal", async () => {
    const key = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI5tExampleKey9xQ2",
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: SECRET,
    };
    const env = { ...key, ALIBABA_CLOUD_IGNORE_PROFILE: "TRUE" };
    const { stdout } = await alicred(["why", "--as", "cli"], env);
    expect(stdout).toMatch(/^LTAI…9xQ2, from ALIBABA_CLOUD_ACCESS_KEY_ID, no expiry, /);
    const compared = await alicred(["why", "--compare"], env);
    expect(compared.stdout).not.toContain("is read by");
  });

  test("says that nothing is configured, or what failed, and is an answer", async () => {
    const none = await alicred(["why", "--as", "terraform"]);
    expect(none).toMatchObject({ code: 0, stderr: "" });
    expect(none.stdout).toMatch(/^No credentials: nothing is configured.*\nBegin with: alicred login/);
    const failed = await alicred(["why", "none"]);
    expect(failed).toMatchObject({ code: 0, stderr: "" });
    expect(failed.stdout).toMatch(/^No credentials: what failed is told below\.\n[\s\S]*PROFILE_NOT_FOUND/);
  });

  test("is Chinese for those who read it", async () => {
    const { stdout } = await runInProcess(
      ["why"],
      { HOME: home, USERPROFILE: home },
      createProgram({ language: "zh" }),
    );
    expect(stdout).toMatch(/^LTAI…9xQ2，来自配置 "prod"，不过期，地域 cn-hangzhou\n/);
    createProgram();
  });
});

test("--as cli says what aliyun ossutil makes of the profile", async () => {
  expect((await alicred(["why", "audit", "--as", "cli"])).stdout).toContain(
    "aliyun ossutil assumes this role",
  );
  expect((await alicred(["why", "prod", "--as", "cli"])).stdout).not.toContain("ossutil");
});

describe("--compare", () => {
  const DIFFERENT = {
    ALICLOUD_ACCESS_KEY: "LTAI5tTerraformKey01",
    ALICLOUD_SECRET_KEY: SECRET,
    ALICLOUD_REGION: "cn-beijing",
    ALIBABA_CLOUD_SECURITY_TOKEN: "",
  };

  test("puts the tools side by side, with reasons and the command that makes them equal", async () => {
    const { code, stdout } = await alicred(["why", "--compare"], DIFFERENT);
    expect(code).toBe(0);
    expect(stdout).toBe(`\
        TERRAFORM            SDKS            ALIYUN CLI
who     LTAI…ey01            LTAI…9xQ2       LTAI…9xQ2
from    ALICLOUD_ACCESS_KEY  profile "prod"  profile "prod"
region  cn-beijing           none is read    cn-hangzhou
from    ALICLOUD_REGION      -               field region_id
until   no expiry            no expiry       no expiry
1  ALICLOUD_ACCESS_KEY is read by Terraform only.
2  SDKs read no region: programs give it in code.
The same everywhere: alicred exec prod -- CMD
`);
  });

  test("fits the width of the terminal", async () => {
    const block = join(home, "provider.json");
    writeFileSync(
      block,
      JSON.stringify({
        region: "cn-beijing",
        assume_role: { role_arn: ROLE, session_name: "compare" },
        endpoints: { sts: stsUrl },
      }),
    );
    Object.assign(process.stdout, { isTTY: true, columns: 60, getColorDepth: () => 1 });
    onTestFinished(() => {
      Object.assign(process.stdout, { isTTY: false, columns: undefined, getColorDepth: undefined });
    });
    const { stdout } = await alicred(["why", "--compare", "--provider-config", block], {
      ...DIFFERENT,
      ALICLOUD_ACCESS_KEY: cloud.accessKey("alice").accessKeyId,
      ALICLOUD_SECRET_KEY: cloud.accessKey("alice").accessKeySecret,
    });
    for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(60);
    expect(stdout.replace(/\s+/g, " ")).toContain("role reader in");
    expect(stdout.replace(/\s+/g, " ")).toContain("assume_role of the provider block is Terraform's only.");
  });

  test("tells reasons by code in JSON, and says when all are the same", async () => {
    const stray = await alicred(["why", "--compare", "--json"], { ALIBABA_CLOUD_SECURITY_TOKEN: SECRET });
    expect(stray.stdout).not.toContain(SECRET);
    expect(JSON.parse(stray.stdout)).toMatchObject({
      same: false,
      tools: { terraform: { outcome: "not-configured" }, sdk: { profile: "prod", accessKeyId: "LTAI…9xQ2" } },
      reasons: [
        { code: "stray-token", name: "ALIBABA_CLOUD_SECURITY_TOKEN" },
        { code: "current-is-unknown", tools: ["terraform"] },
        { code: "no-region" },
      ],
      command: "alicred exec prod -- CMD",
    });
    const same = await alicred(["why", "--compare"], { ALIBABA_CLOUD_PROFILE: "prod" });
    expect(same.stdout).toMatch(/The three use the same identity\.\n$/);
  });
});
