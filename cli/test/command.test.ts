import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

// The command as a program of its own: output, errors and exit codes.

const SECRET = "canary-secret";
const main = fileURLToPath(new URL("../src/main.ts", import.meta.url));
let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "alicred-command-"));
  await mkdir(join(home, ".aliyun"));
  const profiles = [{ name: "prod", mode: "AK", access_key_id: "LTAIprod", access_key_secret: SECRET }];
  await writeFile(join(home, ".aliyun", "config.json"), JSON.stringify({ current: "prod", profiles }));
});

afterAll(() => rm(home, { recursive: true }));

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function alicred(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Run> {
  return new Promise((resolve) => {
    const options = { env: { PATH: process.env["PATH"], HOME: home, USERPROFILE: home, ...env } };
    execFile(process.execPath, ["--import", "tsx", main, ...args], options, (error, stdout, stderr) => {
      resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
    });
  });
}

describe("resolve", () => {
  test("prints who the credentials are from, and no secret", async () => {
    const { code, stdout, stderr } = await alicred(["resolve"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("LTAIprod");
    expect(stdout).toContain("alicred < shared-config < static");
    expect(stdout).not.toContain(SECRET);
  });

  test("--json prints the credentials for programs", async () => {
    const { stdout } = await alicred(["resolve", "--profile", "prod", "--json"]);
    expect(JSON.parse(stdout)).toEqual({
      accessKeyId: "LTAIprod",
      accessKeySecret: SECRET,
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
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^alicred: PROFILE_NOT_FOUND\n.*no profile "none".*aliyun configure/s);
    expect(stderr).not.toContain(SECRET);
  });

  test("without any configuration lists what was looked for", async () => {
    const { code, stderr } = await alicred(["resolve"], {
      HOME: "/nonexistent",
      USERPROFILE: "/nonexistent",
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /NOT_CONFIGURED[\s\S]*1\. env: not configured[\s\S]*2\. shared-config: not configured/,
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
    expect(trace.children.map(({ source }) => source)).toEqual(["env", "shared-config"]);
    expect(stdout).not.toContain(SECRET);
  });

  test("fails when nothing has credentials, and still explains", async () => {
    const { code, stdout } = await alicred(["why", "--profile", "none"]);
    expect(code).toBe(1);
    expect(stdout).toContain("PROFILE_NOT_FOUND");
  });
});

test("an unknown command or option is refused with a pointer to the help", async () => {
  for (const args of [["bogus"], ["resolve", "--nope"]]) {
    const { code, stderr } = await alicred(args);
    expect(code).toBe(1);
    expect(stderr).toContain("alicred --help");
  }
});
