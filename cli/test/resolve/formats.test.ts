import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { afterAll, describe, expect, onTestFinished, test } from "vitest";
import { FORMATS } from "../../src/commands/resolve/format-names.ts";
import { createProgram } from "../../src/mod.ts";
import { type Printed, runInProcess } from "../support/in-process.ts";

// Every form of `resolve`, and the readers that it is for.

const SECRET = 'it\'s"a"$(touch>pwned)`id`$HOME\\%PATH%!x;#end';
// A key has no blanks; what a file says of regions may have.
const REGION = "cn $(touch pwned) 'x' \"y\"";
const TOKEN = "canary+token/==";
const KEY = { access_key_id: "STS.NTx9", access_key_secret: "canary-secret" };
const home = mkdtempSync(join(tmpdir(), "alicred-formats-"));
mkdirSync(join(home, ".aliyun"));
const file = join(home, ".aliyun/config.json");
const session = { mode: "StsToken", ...KEY, sts_token: TOKEN, region_id: "cn-hangzhou" };
writeFileSync(
  file,
  JSON.stringify({
    current: "session",
    profiles: [
      { name: "session", ...session },
      { name: "odd", ...session, access_key_secret: SECRET, region_id: REGION },
      { name: "key", mode: "AK", access_key_id: "LTAIkey", access_key_secret: "canary-secret" },
      { name: "self", mode: "External", process_command: `${process.execPath} -e 0` },
      { name: "portal", mode: "CloudSSO", cloud_sso_sign_in_url: "https://signin.test/a/login" },
    ],
  }),
);

afterAll(() => rmSync(home, { recursive: true }));

const alicred = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Printed> =>
  runInProcess(args, { HOME: home, USERPROFILE: home, ALICRED_CACHE: "off", ...env });

const resolved = async (profile: string, format: string): Promise<string> => {
  const { code, stdout, stderr } = await alicred(["resolve", profile, "--format", format]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return stdout;
};

test.each(FORMATS)("%s prints a session, and only the table hides its secret", async (format) => {
  const printed = await resolved("session", format);
  expect(printed).toContain(KEY.access_key_id);
  expect(printed.includes(KEY.access_key_secret)).toBe(format !== "table");
});

describe("variables", () => {
  const READ =
    'printf "%s\\n" "$ALIBABA_CLOUD_ACCESS_KEY_SECRET" "$ALICLOUD_SECURITY_TOKEN" "$ALIBABA_CLOUD_REGION_ID"';

  // Windows has none of these shells; its formats are tested by a parser.
  test.skipIf(process.platform === "win32").each([
    ["bash", "env", 'eval "$TEXT"'],
    ["dash", "env", 'eval "$TEXT"'],
    ["zsh", "env", 'eval "$TEXT"'],
    ["fish", "fish", "eval $TEXT"],
  ])("%s evaluates the format %s to exactly the values", async (shell, format, evaluate) => {
    const path = ["/usr/bin", "/bin"].map((dir) => join(dir, shell)).find(existsSync);
    // The forms are alike in all of them: one that a machine lacks is compared elsewhere.
    if (path === undefined) return;
    const TEXT = await resolved("odd", format);
    const env = { PATH: "/usr/bin:/bin", HOME: home, TEXT };
    const out = execFileSync(path, ["-c", `${evaluate}; ${READ}`], { cwd: home, env, encoding: "utf8" });
    expect(out).toBe(`${SECRET}\n${TOKEN}\n${REGION}\n`);
    expect(existsSync(join(home, "pwned"))).toBe(false);
  });
});

describe("external", () => {
  test("is one object with the names of every dialect", async () => {
    expect(JSON.parse(await resolved("session", "external"))).toEqual({
      mode: "StsToken",
      ...KEY,
      sts_token: TOKEN,
      security_token: TOKEN,
      region_id: "cn-hangzhou",
      AccessKeyId: KEY.access_key_id,
      AccessKeySecret: KEY.access_key_secret,
      SecurityToken: TOKEN,
    });
    expect(JSON.parse(await resolved("key", "external"))).toMatchObject({
      mode: "AK",
      AccessKeyId: "LTAIkey",
    });
  });

  test("feeds an External profile of the official SDK", async () => {
    const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
    const tsx = createRequire(import.meta.url).resolve("tsx");
    const command = `'${process.execPath}' --import '${tsx}' '${main}' resolve session -c '${file}' --format external`;
    const { default: External } = createRequire(import.meta.url)(
      "@alicloud/credentials/dist/src/providers/external.js",
    );
    const provider = External.builder().withProcessCommand(command).build();
    expect(await provider.getCredentials()).toMatchObject({
      accessKeyId: KEY.access_key_id,
      accessKeySecret: KEY.access_key_secret,
      securityToken: TOKEN,
    });
  });

  test("fails in one line, with an exit code of its own where a login is needed", async () => {
    const { code, stdout, stderr } = await alicred(["resolve", "portal", "--format", "external"]);
    expect({ code, stdout }).toEqual({ code: 4, stdout: "" });
    expect(stderr).toMatch(/^alicred: LOGIN_REQUIRED: [^\n]*"portal"[^\n]*\n$/);
  });

  test("ends where an External profile leads back to itself", async () => {
    const env = { ALICRED_CALLS: JSON.stringify(["self", "base"]) };
    const { code, stderr } = await alicred(["resolve", "self", "--format", "external"], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^alicred: PROFILE_CYCLE: .*self > base > self/);
  });
});

test("a document of a credentials URI is that of a session alone", async () => {
  expect(JSON.parse(await resolved("session", "credentials-uri"))).toEqual({
    Code: "Success",
    AccessKeyId: KEY.access_key_id,
    AccessKeySecret: KEY.access_key_secret,
    SecurityToken: TOKEN,
  });
  const { code, stderr } = await alicred(["resolve", "key", "--format", "credentials-uri"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/CREDENTIALS_INCOMPLETE[\s\S]*--format external/);
});

test("the files that ini and config-json print are read by alicred itself", async () => {
  const config = join(home, "printed.json");
  writeFileSync(config, await resolved("session", "config-json"));
  const again = await alicred(["resolve", "session", "-c", config, "--json"]);
  expect(JSON.parse(again.stdout)).toMatchObject({ securityToken: TOKEN, region: "cn-hangzhou" });
  const ini = join(home, "credentials");
  writeFileSync(ini, await resolved("session", "ini"));
  const env = {
    ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true",
    ALIBABA_CLOUD_CREDENTIALS_FILE: ini,
    ALIBABA_CLOUD_PROFILE: "session",
  };
  expect(JSON.parse((await alicred(["resolve", "--json"], env)).stdout)).toMatchObject({
    securityToken: TOKEN,
  });
  const odd = await alicred(["resolve", "odd", "--format", "ini"]);
  expect(odd).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("access_key_secret") });
});

test("--min-ttl fails where the credentials end sooner", async () => {
  const late = await alicred(["resolve", "session", "--min-ttl", "5min"]);
  expect(late.code).toBe(0);
  const { code, stderr } = await alicred(["resolve", "session", "--min-ttl", "soon"]);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining("90s, 5min or 1h") });
});

test.each([
  [["resolve", "key", "-p", "session"], /two profiles are named, key and, by --profile, session/],
  [["resolve", "key", "--json", "--format", "env"], /cannot be used with/],
  [["resolve", "key", "--format", "toml"], /table, json, env/],
])("alicred %j is wrong use", async (args, message) => {
  const { code, stderr } = await alicred(args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
});

test("--who asks STS, for people and in JSON", async () => {
  const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
  const server = await serve(cloud);
  onTestFinished(() => server.close());
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  const env = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
    ALIBABA_CLOUD_STS_ENDPOINT: server.url,
  };
  expect((await alicred(["resolve", "--who"], env)).stdout).toMatch(/^who +.*alice.* 1000000000000001$/m);
  const { stdout } = await alicred(["resolve", "--who", "--json"], env);
  expect(JSON.parse(stdout)).toMatchObject({ accessKeyId, identity: { user: "alice", type: "RAMUser" } });
  expect((await alicred(["resolve", "--who", "--format", "env"], env)).code).toBe(2);
});

test("the summary is Chinese where the person's language is", async () => {
  const program = createProgram({ language: "zh" });
  const { stdout } = await runInProcess(["resolve", "session"], { HOME: home, USERPROFILE: home }, program);
  expect(stdout).toMatch(/^配置 {9}session$/m);
  createProgram();
});
