import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { type Printed, runInProcess } from "./support/in-process.ts";

// `export`: what other tools read, and nothing that was there is lost.

vi.setConfig({ testTimeout: 60_000 });

const SECRET = "canary-secret";
const TOKEN = "canary-token";
const SESSION = { access_key_id: "STS.NTx9", access_key_secret: SECRET, sts_token: TOKEN };
let home: string;
let config: string;
let env: Record<string, string>;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "alicred-export-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  config = join(home, ".aliyun/config.json");
  mkdirSync(join(home, ".aliyun"));
  mkdirSync(join(home, "bin"));
  const profiles = [
    { name: "prod eu", mode: "StsToken", ...SESSION, region_id: "cn-hangzhou", own_field: [1] },
    { name: "nowhere", mode: "StsToken", ...SESSION },
  ];
  writeFileSync(config, JSON.stringify({ current: "prod eu", profiles, meta: { a: 1 } }, null, "\t"));
  // The command as a person has it in PATH.
  const tsx = createRequire(import.meta.url).resolve("tsx");
  const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
  program("alicred", `exec '${process.execPath}' --import '${tsx}' '${main}' "$@"`);
  env = { HOME: home, USERPROFILE: home, PATH: [join(home, "bin"), process.env["PATH"]].join(delimiter) };
});

function program(name: string, script: string): void {
  writeFileSync(join(home, "bin", name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(home, "bin", name), 0o755);
}

const alicred = (...args: readonly string[]): Promise<Printed> => runInProcess(args, env);
const isPrivate = (file: string): boolean => (statSync(file).mode & 0o777) === 0o600;

interface FileContent {
  readonly current?: string;
  readonly profiles: readonly Readonly<Record<string, unknown>>[];
}
const contentOf = (file: string): FileContent => JSON.parse(readFileSync(file, "utf8"));

describe("a profile of config.json", () => {
  // The programs here are scripts of a shell, which Windows does not run.
  test.skipIf(process.platform === "win32")(
    "runs alicred, for the official SDK as for alicred; the rest of the file stays",
    async () => {
      const before = readFileSync(config, "utf8");
      const { code, stdout, stderr } = await alicred("export", "prod eu");
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).toMatch(/^Profile "prod eu-alicred" of mode External written to .*\nNext: aliyun sts/);
      expect(readFileSync(config, "utf8")).toContain(before.slice(0, before.indexOf("}\n\t],") - 3).trim());
      const profile = contentOf(config).profiles.at(-1);
      expect(profile).toMatchObject({
        name: "prod eu-alicred",
        mode: "External",
        process_command: "alicred resolve --profile 'prod eu' --format external",
      });
      vi.stubEnv("PATH", env["PATH"]);
      vi.stubEnv("HOME", home);
      onTestFinished(() => {
        vi.unstubAllEnvs();
      });
      const { default: External } = createRequire(import.meta.url)(
        "@alicloud/credentials/dist/src/providers/external.js",
      );
      const provider = External.builder().withProcessCommand(profile?.["process_command"]).build();
      expect(await provider.getCredentials()).toMatchObject({
        accessKeySecret: SECRET,
        securityToken: TOKEN,
      });
      const own = await alicred("resolve", "prod eu-alicred", "--json");
      expect(JSON.parse(own.stdout)).toMatchObject({ accessKeySecret: SECRET });
    },
  );

  test("holds a copy, in a file of its own", async () => {
    const file = join(home, "new/config.json");
    const { stdout } = await alicred(
      "export",
      "prod eu",
      "--way",
      "snapshot",
      "--name",
      "copy",
      "--to",
      file,
    );
    expect(stdout).not.toContain(SECRET);
    expect(contentOf(file)).toMatchObject({
      current: "copy",
      profiles: [{ name: "copy", mode: "StsToken", ...SESSION, region_id: "cn-hangzhou" }],
    });
    expect(isPrivate(file)).toBe(true);
    const again = await alicred("resolve", "-c", file, "--json");
    expect(JSON.parse(again.stdout)).toMatchObject({ securityToken: TOKEN });
  });

  test("asks alicred serve, whose address must be named", async () => {
    const without = await alicred("export", "prod eu", "--way", "uri");
    expect(without).toMatchObject({ code: 2, stderr: expect.stringContaining("alicred serve 'prod eu'") });
    const uri = "http://127.0.0.1:8099/secret-path";
    await alicred("export", "prod eu", "--uri", uri, "--name", "served");
    expect(contentOf(config).profiles.at(-1)).toMatchObject({ mode: "CredentialsURI", credentials_uri: uri });
  });

  test("is replaced only by force, and never leads to itself", async () => {
    await alicred("export", "prod eu", "--name", "x");
    const before = readFileSync(config, "utf8");
    const again = await alicred("export", "prod eu", "--name", "x");
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("--force") });
    const itself = await alicred("export", "prod eu", "--name", "prod eu", "--force");
    expect(itself).toMatchObject({ code: 2, stderr: expect.stringContaining("lead to itself") });
    expect(readFileSync(config, "utf8")).toBe(before);
    const forced = await alicred(
      "export",
      "prod eu",
      "--name",
      "x",
      "--way",
      "snapshot",
      "--force",
      "--json",
    );
    expect(JSON.parse(forced.stdout)).toMatchObject({ profile: "x", mode: "StsToken" });
    expect(contentOf(config).profiles.filter(({ name }) => name === "x")).toHaveLength(1);
    expect(contentOf(config).profiles[0]).toMatchObject({ own_field: [1] });
  });
});

describe("a file of another tool", () => {
  const written = async (tool: string, file: string, ...more: readonly string[]): Promise<string> => {
    const { code, stderr } = await alicred("export", "prod eu", "--for", tool, ...more);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(isPrivate(join(home, file))).toBe(true);
    return readFileSync(join(home, file), "utf8");
  };

  test("ossutil", async () => {
    const text = await written("ossutil", ".ossutilconfig");
    expect(text).toBe(
      `[Credentials]\nlanguage=EN\nendpoint=oss-cn-hangzhou.aliyuncs.com\naccessKeyID=STS.NTx9\naccessKeySecret=${SECRET}\nstsToken=${TOKEN}\n`,
    );
    const again = await alicred("export", "prod eu", "--for", "ossutil2");
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining("exists already") });
    const uri = [
      "--uri",
      "http://127.0.0.1:1/latest/meta-data/ram/security-credentials/x",
      "--region",
      "cn-beijing",
    ];
    expect(await written("ossutil", ".ossutilconfig", "--force", ...uri)).toMatch(
      /oss-cn-beijing[\s\S]*\[AkService\]\necsAk=http:/,
    );
  });

  test("ossutil2", async () => {
    expect(await written("ossutil2", ".ossutilconfig")).toMatch(
      /^\[default\]\nmode=StsToken\naccess-key-id=STS\.NTx9\n[\s\S]*region=cn-hangzhou\n$/,
    );
  });

  test("serverless-devs", async () => {
    const text = await written("serverless-devs", ".alicred/serverless-devs.json");
    expect(JSON.parse(text)).toMatchObject({
      current: "prod eu",
      profiles: [{ mode: "StsToken", ...SESSION }],
    });
  });

  test("odpscmd runs alicred", async () => {
    const text = await written("odpscmd", ".odpscmd/odps_config.ini", "--region", "cn-shanghai");
    expect(text).toContain("processCommand=alicred resolve --profile 'prod eu' --format external\n");
    expect(text).not.toContain(SECRET);
  });

  test("aliyunlog, pyodps and packer", async () => {
    expect(await written("aliyunlog", ".aliyunlogcli")).toContain(`sts-token=STS.NTx9::${TOKEN}\n`);
    const account = join(home, "account.json");
    expect(JSON.parse(await written("pyodps", "account.json", "--to", account))).toMatchObject({
      accessKeySecret: SECRET,
      securityToken: TOKEN,
    });
    const variables = join(home, "a.auto.pkrvars.hcl");
    expect(await written("packer", "a.auto.pkrvars.hcl", "--to", variables)).toContain(
      `security_token = "${TOKEN}"\n`,
    );
  });

  test("a compose file has no keys", async () => {
    const { stdout } = await alicred("export", "prod eu", "--for", "compose");
    expect(stdout).toContain("env_file: alicred.env");
    expect(stdout).not.toContain(SECRET);
  });
});

test.each([
  [["nowhere", "--for", "ossutil"], /needs a region[\s\S]*--region ID/],
  [["prod eu", "--for", "pyodps"], /no fixed place[\s\S]*--to PATH/],
  [["prod eu", "--for", "ossutil2", "--way", "external"], /no way "external". It can do: snapshot/],
  [["prod eu", "--way", "snapshot", "--uri", "http://127.0.0.1:1/x"], /--uri is for --way uri/],
  [["--provider-config", "-"], /read once[\s\S]*--way snapshot/],
])("alicred export %j is wrong use", async (args, message) => {
  const { code, stderr } = await alicred("export", ...args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(existsSync(join(home, ".ossutilconfig"))).toBe(false);
});

// The programs here are scripts of a shell, which Windows does not run.
test.skipIf(process.platform === "win32")(
  "--check runs the tool, and shows nothing that it prints",
  async () => {
    const missing = await alicred("export", "prod eu", "--for", "aliyunlog", "--check");
    expect(missing).toMatchObject({ code: 0, stderr: expect.stringContaining("aliyunlog is not installed") });
    program("aliyunlog", `echo "$@" > '${join(home, "called")}'; echo ${SECRET} >&2; exit 7`);
    const failed = await alicred("export", "prod eu", "--for", "aliyunlog", "--check", "--force");
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringContaining("The check failed (7)") });
    expect(failed.stderr + failed.stdout).not.toContain(SECRET);
    expect(readFileSync(join(home, "called"), "utf8")).toBe("log list_project --size=1\n");
  },
);
