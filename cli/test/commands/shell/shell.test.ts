import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Credentials } from "@alicred/core";
import { describe, expect, test } from "vitest";
import { shellFunctions, useLines } from "../../../src/commands/shell/functions.ts";
import { ALICRED, environment, homeFolder, runCommand, SESSION_PROFILE } from "../../support/real-command.ts";
import { evaluatePowerShell } from "../../terminal/shell-models.ts";

// The functions, evaluated in the real shells: ali-use makes the shell somebody, ali-leave gives it back what it had.

/** A home whose `PATH` begins with a folder that has `alicred` in it. */
function homeWithCommand(): { readonly home: string; readonly path: string } {
  const audit = {
    ...SESSION_PROFILE,
    name: "it's 审计 $(touch no)",
    access_key_id: "STS.audit",
    region_id: "",
  };
  const home = homeFolder([SESSION_PROFILE, audit]);
  const bin = join(home, "bin");
  mkdirSync(bin);
  const command = ALICRED.map((word) => `'${word}'`).join(" ");
  writeFileSync(join(bin, "alicred"), `#!/bin/sh\ncd ${process.cwd()}\nexec ${command} "$@"\n`);
  chmodSync(join(bin, "alicred"), 0o755);
  return { home, path: `${bin}:${process.env["PATH"]}` };
}

function isInstalled(shell: string): boolean {
  try {
    execFileSync(shell, ["-c", "exit 0"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

const NAMES = [
  "ALIBABA_CLOUD_ACCESS_KEY_ID",
  "ALICRED_PROFILE",
  "ALIBABA_CLOUD_PROFILE",
  "ALIBABA_CLOUD_REGION_ID",
];
const SHOW = `${JSON.stringify(process.execPath)} -e 'console.log(JSON.stringify(${JSON.stringify(NAMES).replaceAll('"', "`")}.map((name) => process.env[name] ?? null)))'`;

/** A script that uses two profiles after each other, fails once, and leaves; the state is shown after each step. */
const STEPS = {
  bash: 'eval "$(alicred shell bash)"',
  zsh: 'eval "$(alicred shell zsh)"',
  fish: "alicred shell fish | source",
} as const;

describe.each(Object.entries(STEPS))("%s", (shell, load) => {
  // A shell that is not installed cannot evaluate anything.
  test.runIf(isInstalled(shell))("uses profiles and gives back what was there before", () => {
    const { home, path } = homeWithCommand();
    const quoted = shell === "fish" ? "'it\\'s 审计 $(touch no)'" : "'it'\\''s 审计 $(touch no)'";
    const status = shell === "fish" ? "$status" : "$?";
    const script = [
      load,
      SHOW,
      "ali-use prod",
      SHOW,
      `ali-use ${quoted}`,
      SHOW,
      "ali-use nobody",
      `echo "failed ${status}"`,
      SHOW,
      "ali-leave",
      SHOW,
      "ali-leave",
      SHOW,
    ].join("\n");
    const before = { ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAI `before` 'it'", ALIBABA_CLOUD_PROFILE: "old" };
    const env = environment(home, { PATH: path, ...before });
    const output = execFileSync(shell, ["-c", script], {
      env,
      cwd: home,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [first, prod, audit, failed, still, left, leftTwice] = output.trim().split("\n");
    const old = JSON.stringify([before.ALIBABA_CLOUD_ACCESS_KEY_ID, null, "old", null]);
    expect({ first, prod, audit, failed, still, left, leftTwice }).toEqual({
      first: old,
      prod: JSON.stringify(["STS.realCommand01", "prod", null, "cn-shanghai"]),
      audit: JSON.stringify(["STS.audit", "it's 审计 $(touch no)", null, "cn-shanghai"]),
      failed: "failed 2",
      still: JSON.stringify(["STS.audit", "it's 审计 $(touch no)", null, "cn-shanghai"]),
      left: old,
      leftTwice: old,
    });
  });
});

describe("powershell", () => {
  const identity = {
    credentials: new Credentials({
      accessKeyId: "STS.x",
      accessKeySecret: "se'cret",
      securityToken: "token",
    }),
    profile: "生产",
  };

  test("defines both functions, and nothing but ASCII", () => {
    const functions = shellFunctions("powershell", "powershell");
    expect(functions).toMatch(/^[ -~\n]*$/);
    expect(functions).toContain("function ali-use {");
    expect(functions).toContain("function ali-leave {");
    expect(functions).toContain("Remove-Item -ErrorAction Ignore Env:ALIBABA_CLOUD_ACCESS_KEY_ID;");
  });

  test("keeps what was before in a variable of the shell, and sets the rest", () => {
    const lines = useLines(identity, { ALICLOUD_PROFILE: "o'ld" }, "powershell");
    expect(lines[0]).toBe(
      "if ($null -eq $global:__alicred_before) { $global:__alicred_before = ('#' + [char]10 + '$env:ALICLOUD_PROFILE = ''o''''ld'';') };",
    );
    const set = lines.filter((line) => line.startsWith("$env:")).join("\n");
    expect(evaluatePowerShell(set).get("ALICRED_PROFILE")).toBe("生产");
    expect(evaluatePowerShell(set).get("ALIBABA_CLOUD_ACCESS_KEY_SECRET")).toBe("se'cret");
  });
});

describe.each(Object.entries(STEPS))("%s: ali-use", (shell, load) => {
  const status = shell === "fish" ? "$status" : "$?";
  const output = (...lines: readonly string[]): string => {
    const { home, path } = homeWithCommand();
    const env = environment(home, { PATH: path });
    const script = [load, ...lines].join("\n");
    return execFileSync(shell, ["-c", script], { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  };

  // A shell that is not installed cannot evaluate anything.
  test.runIf(isInstalled(shell))("takes the options that select an identity, and ends with 0", () => {
    const file = "--config-file ~/.aliyun/config.json";
    expect(output(`ali-use -p prod; echo ${status}`, `ali-use ${file} prod; echo ${status}`)).toBe("0\n0\n");
  });

  test.runIf(isInstalled(shell))("evaluates no help", () => {
    const text = output("ali-use prod --help", "ali-use -h", 'echo "profile=$ALICRED_PROFILE"');
    expect(text.match(/^Usage: alicred shell/gm)).toHaveLength(2);
    expect(text).toMatch(/\nprofile=\n$/);
  });
});

test.each([
  [["--use"], "Write: ali-use NAME"],
  [["--use", "prod", "-p", "other"], "two profiles are named"],
  [["prod"], "then write: ali-use prod"],
])("alicred shell bash %j is wrong use", async (words, message) => {
  const { code, stdout, stderr } = await runCommand(homeFolder(), ["shell", "bash", ...words]);
  expect({ code, stdout, stderr }).toEqual({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
});
