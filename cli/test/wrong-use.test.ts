import { execFile } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createProgram } from "../src/mod.ts";
import { bundledCommand } from "./support/bundled-command.ts";
import { type Printed, runInProcess } from "./support/in-process.ts";

// Wrong use, and a world that does not answer: a clear message, the next command to type, and nothing lost.

vi.setConfig({ testTimeout: 60_000 });

const SECRET = "canary-secret";
let home: string;
let config: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "alicred-wrong-use-"));
  onTestFinished(() => {
    chmodSync(config, 0o600);
    rmSync(home, { recursive: true });
  });
  mkdirSync(join(home, ".aliyun"));
  config = join(home, ".aliyun/config.json");
  const key = { access_key_id: "LTAIkey", access_key_secret: SECRET };
  const role = { ...key, ram_role_arn: "acs:ram::1:role/x", ram_session_name: "alice" };
  writeFileSync(
    config,
    JSON.stringify({
      current: "production",
      profiles: [
        { name: "production", mode: "AK", ...key },
        { name: "portal", mode: "CloudSSO", cloud_sso_sign_in_url: "https://signin.test/a/login" },
        { name: "offline", mode: "RamRoleArn", ...role, sts_endpoint: "127.0.0.1:1" },
      ],
    }),
  );
});

const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Printed> => {
  const before = readFileSync(config);
  const printed = await runInProcess(args, { HOME: home, USERPROFILE: home, ...env }, createProgram());
  expect(readFileSync(config)).toEqual(before);
  expect(printed.stdout + printed.stderr).not.toContain(SECRET);
  return printed;
};

test.each([
  [
    "an unknown profile",
    ["resolve", "porduction"],
    2,
    /PROFILE_NOT_FOUND[\s\S]*"production"[\s\S]*alicred profiles add/,
  ],
  ["a login that is needed", ["resolve", "portal"], 4, /LOGIN_REQUIRED[\s\S]*alicred login portal/],
  ["no network", ["resolve", "offline"], 1, /NETWORK_ERROR[\s\S]*127\.0\.0\.1:1[\s\S]*alicred why/],
  [
    "a file that is missing",
    ["resolve", "production", "-c", "/nonexistent/x"],
    2,
    /\/nonexistent\/x does not exist[\s\S]*alicred profiles add/,
  ],
  [
    "a folder in place of a file",
    ["resolve", "production", "-c", tmpdir()],
    1,
    /FILE_UNREADABLE[\s\S]*alicred why/,
  ],
  ["an unknown form", ["resolve", "--format", "toml"], 2, /table, json, env[\s\S]*alicred resolve --help/],
  [
    "an unknown shell",
    ["completion", "tcsh"],
    2,
    /bash, zsh, fish, powershell[\s\S]*alicred completion --help/,
  ],
  ["too many words", ["why", "production", "more"], 2, /too many arguments[\s\S]*alicred why --help/],
  [
    "a comparison as a tool",
    ["why", "--compare", "--as", "cli"],
    2,
    /cannot be used with[\s\S]*alicred why --help/,
  ],
  [
    "two forms of one answer",
    ["serve", "--json", "--print-env", "bash"],
    2,
    /cannot be used with option '--json'[\s\S]*alicred serve --help/,
  ],
  ["a command that is missing", ["plugin"], 2, /alicred plugin new/],
] as const)("%s", async (_what, args, code, message) => {
  const { code: ended, stdout, stderr } = await run(args);
  expect({ code: ended, stdout }).toEqual({ code, stdout: "" });
  expect(stderr).toMatch(message);
});

test.each([
  ["a file that lists profiles", ["profiles", "list", "-c", tmpdir()], /FILE_UNREADABLE/],
  [
    "a service that is asked afterwards",
    ["console", "session", "--print", "--endpoint", "http://127.0.0.1:1"],
    /NETWORK_ERROR/,
  ],
] as const)("why is advised for what it explains alone: not for %s", async (_what, args, message) => {
  const session = { name: "session", mode: "StsToken", access_key_id: "STS.x", sts_token: "t" };
  writeFileSync(config, JSON.stringify({ profiles: [{ ...session, access_key_secret: SECRET }] }));
  const { code, stderr } = await run(args);
  expect(code).toBe(1);
  expect(stderr).toMatch(message);
  expect(stderr).not.toContain("alicred why");
});

test("nothing is configured: exit code 3, and where to begin", async () => {
  writeFileSync(config, '{"current": "", "profiles": []}');
  const { code, stderr } = await run(["resolve"]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/NOT_CONFIGURED[\s\S]*alicred login/);
});

test("a broken file is told by its place, and none of it is shown", async () => {
  writeFileSync(config, `{"profiles": [{"name": "x", "access_key_secret": "${SECRET}" "x"`);
  const { code, stderr } = await run(["resolve", "x"]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/INVALID_CONFIGURATION[\s\S]*position \d+[\s\S]*alicred profiles doctor/);
});

test("a server that is silent does not keep why waiting forever", async () => {
  const server = createServer(() => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
  });
  const { port } = Object(server.address());
  const env = {
    ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true",
    ALIBABA_CLOUD_CREDENTIALS_URI: `http://127.0.0.1:${port}/`,
  };
  const { code, stdout } = await run(["why"], env);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^No credentials: what failed is told below/);
});

const main = await bundledCommand();

describe("in a process of its own", () => {
  const alicred = (
    args: readonly string[],
    input = "",
    env: Readonly<Record<string, string>> = {},
  ): Promise<Printed> =>
    new Promise((resolve) => {
      const child = execFile(
        process.execPath,
        [main, ...args],
        { env: { PATH: process.env["PATH"], HOME: home, USERPROFILE: home, ...env } },
        (error, stdout, stderr) =>
          resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr }),
      );
      child.stdin?.end(input);
    });

  test("wrong JSON on standard input", async () => {
    const { code, stdout, stderr } = await alicred(
      ["why", "--provider-config", "-"],
      `{"secret_key": "${SECRET}"`,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/standard input is not valid JSON[\s\S]*folder with \.tf files/);
    expect(stderr).not.toContain(SECRET);
  });

  test("TAB with a broken, a missing and a strange file says nothing", async () => {
    writeFileSync(join(home, "broken.json"), '{"profiles": [{"name": "prod"');
    writeFileSync(join(home, "strange.json"), '{"profiles": {"name": "prod"}, "current": 7}');
    for (const file of ["broken.json", "missing.json", "strange.json", "."]) {
      const line = `alicred resolve -c ${join(home, file)} -p `;
      expect(await alicred(["__complete", "bash", ":=", line])).toEqual({ code: 0, stdout: "", stderr: "" });
    }
    const env = { ALIBABA_CLOUD_CONFIG_FILE: join(home, "broken.json") };
    expect(await alicred(["__complete", "zsh", "resolve", "-p", "="], "", env)).toMatchObject({
      code: 0,
      stdout: "",
    });
    expect(await alicred(["__complete"])).toMatchObject({ code: 0, stderr: "" });
    // The same question with the file that is whole: it is asked without anything else being loaded.
    const whole = await alicred(["__complete", "fish", "resolve", "-p", "="]);
    expect(whole.stdout).toBe("production\tAK\nportal\tCloudSSO\noffline\tRamRoleArn\n");
  });
});

test.each([
  ["one of a family", ["doctor"], "(Did you mean alicred profiles doctor?)"],
  ["one of two families", ["list"], "(Did you mean alicred profiles list, alicred cache list?)"],
  ["one outside of the family", ["profiles", "login"], "(Did you mean alicred login?)"],
  ["a misspelt one", ["resolv"], "(Did you mean resolve?)"],
])("an unknown command is told where it is: %s", async (_, args, place) => {
  const { code, stdout, stderr } = await run(args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  const [problem, advice] = stderr.split("\n");
  expect(problem).toBe(`error: unknown command '${args.at(-1)}'`);
  expect(advice).toBe(place);
});

test("where an unknown command is, is told in Chinese too", async () => {
  const { stderr } = await runInProcess(["doctor"], { HOME: home }, createProgram({ language: "zh" }));
  expect(stderr).toContain("未知命令 doctor\n（您是否想用 alicred profiles doctor？）");
});
