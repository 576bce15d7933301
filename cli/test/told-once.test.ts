import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { type ServedCloud, serve } from "@alicred/simulators/serve";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { runInProcess } from "./support/in-process.ts";

// A failure is told once, by the source that raised it, with its request id; and doubts about a key are told before it fails.

const ROLE = "acs:ram::1000000000000001:role/admin";
// The command has the time of this machine.
const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
const bob = cloud.accessKey("bob");
let served: ServedCloud;
let home: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  served = await serve(cloud, { port: 0 });
  home = await mkdtemp(join(tmpdir(), "alicred-told-once-"));
  await mkdir(join(home, ".aliyun"));
  const role = {
    ram_role_arn: ROLE,
    ram_session_name: "told-once",
    sts_endpoint: served.url,
    region_id: "cn-hangzhou",
  };
  const profiles = [
    { name: "bob", mode: "AK", access_key_id: bob.accessKeyId, access_key_secret: bob.accessKeySecret },
    { name: "prod", mode: "ChainableRamRoleArn", source_profile: "bob", ...role },
    {
      name: "sso",
      mode: "CloudSSO",
      cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloudsso.com/x/login",
    },
    { name: "above-sso", mode: "ChainableRamRoleArn", source_profile: "sso", ...role },
  ];
  await writeFile(join(home, ".aliyun", "config.json"), JSON.stringify({ current: "prod", profiles }));
  env = { HOME: home, USERPROFILE: home };
});

afterAll(async () => {
  await served.close();
  await rm(home, { recursive: true });
});

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length;

describe.each([
  ["sdk", []],
  ["cli", ["--as", "cli"]],
  ["one profile", ["--profile", "prod"]],
])("%s: a refusal", (_name, options) => {
  test("by resolve: code, message, caller, request id, and the answers below", async () => {
    const { code, stdout, stderr } = await runInProcess(["resolve", ...options], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    const [heading, message, id] = stderr.split("\n");
    expect(heading).toBe("alicred: UPSTREAM_REFUSED");
    expect(message).toContain(`The caller is access key ${bob.accessKeyId} (`);
    expect(message).toContain(`profile "bob"), the role ${ROLE} (field ram_role_arn of profile "prod").`);
    expect(id).toMatch(/^request id: [0-9A-F-]{36}$/);
    expect(count(stderr, /NoPermission/g)).toBe(1);
    expect(count(stderr, /UPSTREAM_REFUSED/g)).toBe(1);
  });

  test("by why: once, with the request id, and no branch twice", async () => {
    const { code, stdout } = await runInProcess(["why", ...options], env);
    expect(code).toBe(0);
    expect(count(stdout, /NoPermission/g)).toBe(1);
    expect(count(stdout, /request id: [0-9A-F-]{36}/g)).toBe(1);
    expect(count(stdout, /accessKeyId from field access_key_id of profile "bob"/g)).toBe(1);
    expect(count(stdout, /asked again, the same answer/g)).toBe(1);
  });

  test("by why --json: as data, with the request id beside code and message", async () => {
    const { stdout } = await runInProcess(["why", "--json", ...options], env);
    const failures = JSON.stringify(JSON.parse(stdout)).match(/"error":\{"code":[^}]*\}/g) ?? [];
    expect(failures.length).toBeGreaterThan(0);
    for (const failure of failures) expect(failure).toMatch(/"requestId":"[0-9A-F-]{36}"\}$/);
  });
});

test("a login that is due is asked for once, however many sources are above it", async () => {
  for (const options of [[], ["--as", "cli"]]) {
    const here = { ...env, ALIBABA_CLOUD_PROFILE: "above-sso" };
    const why = await runInProcess(["why", ...options], here);
    const resolve = await runInProcess(["resolve", ...options], here);
    expect(count(why.stdout, /LOGIN_REQUIRED/g)).toBe(1);
    expect(count(why.stdout, /alicred login/g)).toBe(1);
    expect(count(resolve.stderr, /LOGIN_REQUIRED/g)).toBe(1);
    expect(count(resolve.stderr, /alicred login/g)).toBe(1);
  }
});

test("a key of a session without its token is not called long-lived, and both commands say what is missing", async () => {
  const key = { ALIBABA_CLOUD_ACCESS_KEY_ID: "STS.NUexample", ALIBABA_CLOUD_ACCESS_KEY_SECRET: "s" };
  const { stdout, stderr } = await runInProcess(["resolve"], { ...env, ...key });
  expect(stdout).toContain("temporary, but its STS token is missing");
  expect(stdout).toContain("expires        not known");
  expect(stdout).not.toMatch(/long-lived|never/);
  const warning =
    "warning: environment variable ALIBABA_CLOUD_ACCESS_KEY_ID begins with STS., as the key of a session does";
  expect(stderr).toContain(warning);
  expect((await runInProcess(["why"], { ...env, ...key })).stdout).toContain(warning);
});
