import { execFile, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundledCommand } from "./support/bundled-command.ts";

// The command as a program of its own: output, errors and exit codes.

const SECRET = "canary-secret";
const main = await bundledCommand();
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "alicred-command-"));
  await mkdir(join(home, ".aliyun"));
  const profiles = [
    {
      name: "prod",
      mode: "AK",
      region_id: "cn-shanghai",
      access_key_id: "LTAIprod",
      access_key_secret: SECRET,
    },
  ];
  await writeFile(join(home, ".aliyun", "config.json"), JSON.stringify({ current: "prod", profiles }));
});

afterAll(() => rm(home, { recursive: true }));

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function alicred(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  input = "",
): Promise<Run> {
  return new Promise((resolve) => {
    // No test may ask the metadata service of a machine that happens to be an ECS instance.
    const hermetic = { PATH: process.env["PATH"], ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
    const options = { env: { ...hermetic, HOME: home, USERPROFILE: home, ...env } };
    const child = execFile(process.execPath, [main, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
    child.stdin?.end(input);
  });
}

describe("resolve", () => {
  test("prints who the credentials are from, and no secret", async () => {
    const { code, stdout, stderr } = await alicred(["resolve"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("LTAIprod");
    expect(stdout).toContain("sdk-default < profile-files < shared-config < static");
    expect(stdout).not.toContain(SECRET);
  });

  test("--json prints the credentials for programs", async () => {
    const { stdout } = await alicred(["resolve", "--profile", "prod", "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      accessKeyId: "LTAIprod",
      accessKeySecret: SECRET,
      region: "cn-shanghai",
      provenance: ["shared-config", "static"],
    });
  });

  test("environment variables come before the file, unless a profile is named", async () => {
    const env = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIenv", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" };
    expect((await alicred(["resolve"], env)).stdout).toContain("LTAIenv");
    expect((await alicred(["resolve", "-p", "prod"], env)).stdout).toContain("LTAIprod");
  });

  test("fails with the code, the reason and what to do, on standard error", async () => {
    const { code, stdout, stderr } = await alicred(["resolve", "--profile", "none"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^alicred: PROFILE_NOT_FOUND\n.*no profile "none".*alicred profiles add/s);
    expect(stderr).not.toContain(SECRET);
  });

  test("prints warnings to standard error, whether it finds credentials or not", async () => {
    const env = { ALIBABA_CLOUD_ACCESS_KEY: "LTAIother" };
    const warning = /^warning: environment variable ALIBABA_CLOUD_ACCESS_KEY is ignored/;
    const resolved = await alicred(["resolve"], env);
    expect(resolved).toMatchObject({ code: 0, stderr: expect.stringMatching(warning) });
    expect(resolved.stdout).toContain("never, unless it is revoked");
    const homeless = await alicred(["resolve"], {
      ...env,
      HOME: "/nonexistent",
      USERPROFILE: "/nonexistent",
    });
    expect(homeless).toMatchObject({ code: 3, stderr: expect.stringMatching(warning) });
  });

  // Windows tells a writer otherwise that its reader is gone.
  test.skipIf(process.platform === "win32")(
    "ends without a complaint when nobody reads its output",
    async () => {
      const child = spawn(process.execPath, [main, "resolve", "--json"], {
        env: { PATH: process.env["PATH"], HOME: home, ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" },
        stdio: ["ignore", "pipe", "pipe"],
      });
      child.stdout.destroy();
      const stderr = text(child.stderr);
      const code = await new Promise((resolve) => child.on("exit", resolve));
      expect({ code, stderr: await stderr }).toEqual({ code: 0, stderr: "" });
    },
  );

  test("without any configuration lists what was looked for", async () => {
    const { code, stderr } = await alicred(["resolve"], {
      HOME: "/nonexistent",
      USERPROFILE: "/nonexistent",
    });
    expect(code).toBe(3);
    expect(stderr).toMatch(
      /NOT_CONFIGURED[\s\S]*1\. env: not configured[\s\S]*3\. profile-files: not configured[\s\S]*5\. credentials-uri/,
    );
  });
});

describe("why", () => {
  test("prints the trace as a tree without a secret", async () => {
    const { code, stdout } = await alicred(["why"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/├─ env: not configured/);
    expect(stdout).toMatch(/accessKeySecret from field access_key_secret of profile "prod"/);
    expect(stdout).not.toContain(SECRET);
  });

  test("--json prints the trace as data", async () => {
    const { stdout } = await alicred(["why", "--json"]);
    const trace = JSON.parse(stdout) as { outcome: string; children: { source: string }[] };
    expect(trace.outcome).toBe("credentials");
    expect(trace.children.map(({ source }) => source)).toEqual([
      "env",
      "oidc",
      "profile-files",
      "ecs-ram-role",
      "credentials-uri",
    ]);
    expect(stdout).not.toContain(SECRET);
  });

  test("explains that nothing has credentials, which is an answer too", async () => {
    const { code, stdout } = await alicred(["why", "--profile", "none"]);
    expect(code).toBe(0);
    expect(stdout).toContain("PROFILE_NOT_FOUND");
  });
});

const DIFFERS =
  /^warning: environment variable ALIBABA_CLOUD_\w+ is ignored: it differs from what ALICLOUD has\.\n/gm;

describe("--as", () => {
  const key = (family: string): Record<string, string> => ({
    [`${family}_ACCESS_KEY_ID`]: `LTAI${family}`,
    [`${family}_ACCESS_KEY_SECRET`]: "s",
  });
  const both = { ...key("ALICLOUD"), ...key("ALIBABA_CLOUD") };
  const resolveJson = async (...given: Parameters<typeof alicred>): Promise<Record<string, unknown>> => {
    const [args, env, input] = given;
    const { stdout, stderr } = await alicred(["resolve", "--json", ...args], env, input);
    // Of two families of variables that differ, the one that does not count is warned of, and nothing else.
    expect(stderr.replace(DIFFERS, "")).toBe("");
    return JSON.parse(stdout) as Record<string, unknown>;
  };

  test.each([
    ["terraform", "LTAIALICLOUD", "cn-beijing", ["terraform", "env"]],
    // The key of the environment won: the region of the profile is not its.
    ["sdk", "LTAIALIBABA_CLOUD", undefined, ["sdk-default", "env"]],
    ["cli", "LTAIprod", "cn-shanghai", ["aliyun-cli", "shared-config", "filled-profile", "static"]],
    ["edge", "LTAIALICLOUD", undefined, ["edge", "env"]],
  ])("%s follows the precedence of that tool", async (tool, accessKeyId, region, provenance) => {
    const resolved = await resolveJson(["--as", tool], both);
    expect(resolved).toMatchObject({ accessKeyId, provenance });
    expect(resolved["region"]).toBe(region);
  });

  test("terraform takes the provider block from a file or from standard input, and a profile over its own", async () => {
    const block = { access_key: "LTAIblock", secret_key: SECRET, region: "cn-hangzhou", profile: "none" };
    const file = join(home, "provider.json");
    await writeFile(file, JSON.stringify(block));
    const expected = { accessKeyId: "LTAIblock", region: "cn-hangzhou" };
    expect(await resolveJson(["--as", "terraform", "--provider-config", file], both)).toMatchObject(expected);
    expect(await resolveJson(["--provider-config", "-"], both, JSON.stringify(block))).toMatchObject(
      expected,
    );
    const { access_key: _key, secret_key: _secret, ...rest } = block;
    const args = ["--provider-config", "-", "--profile", "prod"];
    expect(await resolveJson(args, {}, JSON.stringify(rest))).toMatchObject({ accessKeyId: "LTAIprod" });
  });

  test("the region of --compat provider is that of the provider's code", async () => {
    const block = JSON.stringify({ access_key: "LTAIblock", secret_key: SECRET, region: "" });
    const args = ["--provider-config", "-", "--compat", "provider"];
    const env = { ALICLOUD_REGION: "cn-hangzhou" };
    expect(await resolveJson(args, env, block)).toMatchObject({ region: "cn-beijing" });
  });

  test("terraform takes a block as Terraform's own JSON has it, with a byte order mark too", async () => {
    const block = { provider: { alicloud: { access_key: "LTAIblock", secret_key: SECRET } } };
    const input = `\uFEFF${JSON.stringify(block)}`;
    expect(await resolveJson(["--provider-config", "-"], both, input)).toMatchObject({
      accessKeyId: "LTAIblock",
    });
  });

  test("--compat provider follows the provider's code, which completes half a key from elsewhere", async () => {
    const half = JSON.stringify({ access_key: "LTAIhalf" });
    const args = ["--provider-config", "-"];
    const documented = await alicred(["resolve", ...args], both, half);
    expect(documented).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("INCOMPLETE_CONFIGURATION"),
    });
    const { stdout, stderr } = await alicred(
      ["resolve", "--json", "--compat", "provider", ...args],
      both,
      half,
    );
    expect(JSON.parse(stdout)).toMatchObject({ accessKeyId: "LTAIhalf", accessKeySecret: "s" });
    expect(stderr).toMatch(/^warning: secret_key is mixed in: .*\n$/);
  });

  test.each(["null", "[]", '"text"', "7", '{"provider": {"aws": {}}}'])(
    "%s is no provider block",
    async (input) => {
      const { code, stderr } = await alicred(["resolve", "--provider-config", "-"], both, input);
      expect({ code, stderr }).toEqual({
        code: 2,
        stderr: expect.stringContaining("holds no provider block"),
      });
    },
  );

  test.each([
    [
      "a block that is not JSON",
      ["--provider-config", "-"],
      `{"secret_key": "${SECRET}"`,
      /INVALID_OPTION\nstandard input is not valid JSON/,
    ],
    ["a file that is missing", ["--provider-config", "/nonexistent"], "", /FILE_UNREADABLE\n\/nonexistent/],
    [
      "an argument that cannot be used",
      ["--provider-config", "-"],
      '{"region": 7}',
      /INVALID_OPTION\nprovider block: region: /,
    ],
    [
      "a block for another tool",
      ["--as", "sdk", "--provider-config", "-"],
      "{}",
      /for --as terraform, not sdk/,
    ],
    [
      "the provider's ways for another tool",
      ["--as", "cli", "--compat", "provider"],
      "",
      /--compat is for --as terraform, not cli/,
    ],
    ["a profile without a name", ["--profile", ""], "", /--profile <name>' argument '' is invalid/],
    ["a profile at the edge", ["--as", "edge", "--profile", "prod"], "", /--as edge reads no files/],
    ["a tool that does not exist", ["--as", "gcloud"], "", /choices are terraform, sdk, cli, edge/],
  ])("%s is refused", async (what, args, input, message) => {
    const { code, stdout, stderr } = await alicred(["resolve", ...args], {}, input);
    expect({ code, stdout }).toEqual({ code: what === "a file that is missing" ? 1 : 2, stdout: "" });
    expect(stderr).toMatch(message);
    expect(stderr).not.toContain(SECRET);
  });
});

test("an unknown command or option is refused with a pointer to the help", async () => {
  for (const [args, pointer] of [
    [["bogus"], "alicred --help"],
    [["resolve", "--nope"], "alicred resolve --help"],
  ] as const) {
    const { code, stdout, stderr } = await alicred(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(pointer);
  }
});
