import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { divideWords, programWithoutMark } from "../../../src/commands/exec/command-line.ts";
import { ALICRED, homeFolder, runCommand, SESSION_PROFILE } from "../../support/real-command.ts";

// Failures before a program starts: the code is 125, 126 or 127, and the message ends with what to type.

describe("the words of a line", () => {
  test("the first two hyphens divide it; what is behind them stays as it is", () => {
    expect(divideWords(["prod", "--", "a", "--", "-p"])).toEqual({
      own: ["prod"],
      program: ["a", "--", "-p"],
    });
    expect(divideWords(["prod"])).toEqual({ own: ["prod"], program: undefined });
  });

  test("a program without them is one when more follows than a profile", () => {
    const read = (operands: readonly string[], unknown: readonly string[] = []) => ({ operands, unknown });
    expect(programWithoutMark(["prod"], read(["prod"]))).toBeUndefined();
    expect(programWithoutMark(["prod", "--sever"], read(["prod"], ["--sever"]))).toBeUndefined();
    expect(programWithoutMark(["--server", "prod", "ls", "-l"], read(["prod", "ls"], ["-l"]))).toEqual({
      first: "prod",
      others: ["ls", "-l"],
      options: ["--server"],
    });
  });
});

// The programs named here are those of Unix.
describe.skipIf(process.platform === "win32")("nothing is started", () => {
  test.each([
    ["prod terraform plan -out x", 125, "Write: alicred exec prod -- terraform plan -out x"],
    ["terraform plan", 125, "Write: alicred exec -- terraform plan"],
    ["--server terraform -chdir=a plan", 125, "Write: alicred exec --server -- terraform -chdir=a plan"],
    ["--sever prod -- true", 125, "Did you mean --server?"],
    ["-p prod prod -- true", 125, "Two profiles are named"],
    ["prud -- true", 125, "PROFILE_NOT_FOUND"],
    ["prod -- no-such-program", 127, "was not found in PATH"],
    ["prod -- /no/such/program", 127, "There is no program /no/such/program"],
    ["prod -- /etc/passwd", 126, "chmod +x /etc/passwd"],
    ["prod -- /", 126, "/ cannot be run: it is not a file"],
    // The last word is empty, as a variable that is not set leaves it.
    ["prod -- ", 127, "The name of the program is empty"],
    ["prod --", 125, "name a program: alicred exec prod -- bash"],
    ["--min-ttl 5 prod -- true", 125, "with its unit"],
    ["sso -- true", 125, "alicred login"],
  ])("%s: %d", async (words, expected, message) => {
    const login = {
      name: "sso",
      mode: "CloudSSO",
      cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloudsso.com/a/login",
    };
    const home = homeFolder([SESSION_PROFILE, login]);
    const { code, stdout, stderr } = await runCommand(home, ["exec", ...words.split(" ")]);
    expect({ code, stdout, stderr }).toEqual({
      code: expected,
      stdout: "",
      stderr: expect.stringContaining(message),
    });
  });

  test("credentials that end too soon: says how to ask for less", async () => {
    const soon = { ...SESSION_PROFILE, mode: "External", process_command: "cat session.json" };
    const home = homeFolder([soon]);
    const expiration = new Date(Date.now() + 120_000).toISOString().replace(/\.\d+/, "");
    const session = {
      mode: "StsToken",
      access_key_id: "STS.a",
      access_key_secret: "b",
      sts_token: "c",
      expiration,
    };
    writeFileSync(join(home, "session.json"), JSON.stringify(session));
    const profile = { ...soon, process_command: `cat ${join(home, "session.json")}` };
    writeFileSync(
      join(home, ".aliyun", "config.json"),
      JSON.stringify({ current: "prod", profiles: [profile] }),
    );
    const refused = await runCommand(home, ["exec", "prod", "--", "true"]);
    expect(refused).toMatchObject({ code: 125, stderr: expect.stringContaining("MIN_TTL_UNAVAILABLE") });
    expect(await runCommand(home, ["exec", "--min-ttl", "1min", "prod", "--", "true"])).toMatchObject({
      code: 0,
    });
  });
});

// The programs here are scripts of a shell, which Windows does not run.
describe.skipIf(process.platform === "win32")("inside each other", () => {
  test("an External profile that calls alicred for itself is a circle, not an endless row of processes", async () => {
    const home = homeFolder();
    const bin = join(home, "bin");
    mkdirSync(bin);
    const command = ALICRED.map((word) => `'${word}'`).join(" ");
    writeFileSync(join(bin, "alicred"), `#!/bin/sh\ncd ${process.cwd()}\nexec ${command} "$@"\n`, {
      mode: 0o755,
    });
    const self = `${join(bin, "alicred")} exec self -- sh -c exit`;
    writeFileSync(
      join(home, ".aliyun", "config.json"),
      JSON.stringify({ profiles: [{ name: "self", mode: "External", process_command: self }] }),
    );
    const { code, stderr } = await runCommand(home, ["exec", "self", "--", "true"]);
    expect(code).toBe(125);
    expect(stderr).toContain("PROFILE_CYCLE");
  });

  test("a profile by name is not switched off by the variables of an outer exec", async () => {
    const ecs = { name: "ecs", mode: "EcsRamRole", ram_role_name: "none" };
    const home = homeFolder([
      SESSION_PROFILE,
      { ...SESSION_PROFILE, name: "other", access_key_id: "STS.other" },
      ecs,
    ]);
    const inner = (profile: string): readonly string[] => [
      "exec",
      "--server",
      "prod",
      "--",
      ...ALICRED,
      "exec",
      profile,
      "--",
    ];
    const named = await runCommand(home, [
      ...inner("other"),
      "sh",
      "-c",
      "echo $ALIBABA_CLOUD_ACCESS_KEY_ID $ALICRED_DEPTH",
    ]);
    expect(named).toMatchObject({ code: 0, stdout: "STS.other 2\n" });
    // It is asked for, at an address where nobody answers.
    const metadata = { ALICRED_ECS_METADATA_ENDPOINT: "http://127.0.0.1:9" };
    const { stderr } = await runCommand(home, [...inner("ecs"), "true"], metadata);
    expect(stderr).toContain("127.0.0.1:9");
    expect(stderr).not.toContain("switches off");
  });
});
