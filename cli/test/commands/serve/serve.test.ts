import { chmodSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";
import { type EveryMode, startEveryMode } from "../../support/every-mode.ts";
import { homeFolder, runCommand, SESSION_PROFILE, startCommand } from "../../support/real-command.ts";
import { get, type Summary, served } from "../../support/served.ts";

// The served command: who gets credentials, who does not, and that they stay fresh.

describe("a credentials URI", () => {
  test("gives the credentials to those who know the address, and nothing to anybody else", async () => {
    const { origin, profiles } = await served(homeFolder(), ["prod"]);
    const [{ profile, uri } = expect.fail()] = profiles;
    expect({ profile, host: new URL(uri).hostname }).toEqual({ profile: "prod", host: "127.0.0.1" });
    const reply = await get(uri);
    expect(JSON.parse(reply.body)).toMatchObject({
      Code: "Success",
      AccessKeyId: SESSION_PROFILE.access_key_id,
      AccessKeySecret: SESSION_PROFILE.access_key_secret,
      SecurityToken: SESSION_PROFILE.sts_token,
      Expiration: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    });
    expect(reply.headers).toMatchObject({
      "cache-control": "no-store",
      "content-type": "application/json; charset=utf-8",
    });
    expect(reply.headers).not.toHaveProperty("access-control-allow-origin");
    const { port, pathname } = new URL(uri);
    const [, token = ""] = pathname.split("/");
    expect(token.length).toBeGreaterThan(40);
    const refused = [
      get(origin),
      get(`${origin}/${token}`),
      get(`${origin}/${token}/audit`),
      get(`${origin}/${token}x/prod`),
      get(`${origin}/${token.slice(1)}/prod`),
      get(`${uri}/more`),
      get(uri, { host: "evil.example" }),
      get(uri, { host: `evil.example:${port}` }),
      get(uri, { origin: "http://127.0.0.1" }),
      get(uri, {}, "POST"),
      get(uri, {}, "OPTIONS"),
      get(uri, {}, "PUT"),
    ];
    const statuses = (await Promise.all(refused)).map(({ status, body }) => ({
      status,
      isSilent: !body.includes("STS."),
    }));
    const expected = [404, 404, 404, 404, 404, 404, 403, 403, 403, 405, 405, 405];
    expect(statuses).toEqual(expected.map((status) => ({ status, isSilent: true })));
    expect(await get(uri, { host: `localhost:${port}` })).toMatchObject({ status: 200 });
  });

  test("serves several profiles, Chinese names too, and one that needs a login with what to do", async () => {
    const login = {
      name: "sso",
      mode: "CloudSSO",
      cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloudsso.com/a/login",
    };
    const home = homeFolder([SESSION_PROFILE, { ...SESSION_PROFILE, name: "生产 a/b" }, login]);
    const { profiles } = await served(home, ["prod", "生产 a/b", "sso"]);
    const replies = await Promise.all(profiles.map(({ uri }) => get(uri)));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 503]);
    expect(JSON.parse(replies[2]?.body ?? "")).toEqual({
      Code: "LOGIN_REQUIRED",
      Message: "run: alicred login sso",
    });
    expect(replies[2]?.headers).toMatchObject({ "retry-after": "5" });
  });

  test("notices a login that was made meanwhile", async () => {
    const home = homeFolder([SESSION_PROFILE, { name: "late", mode: "StsToken", access_key_id: "STS.x" }]);
    const { profiles } = await served(home, ["prod", "late"]);
    const uri = profiles[1]?.uri ?? "";
    expect((await get(uri)).status).toBe(503);
    const config = { profiles: [SESSION_PROFILE, { ...SESSION_PROFILE, name: "late" }] };
    writeFileSync(join(home, ".aliyun", "config.json"), JSON.stringify(config));
    await vi.waitFor(async () => expect((await get(uri)).status).toBe(200), {
      timeout: 60_000,
      interval: 500,
    });
  });

  test("keeps its address with --token-file, which only its owner may read", async () => {
    const home = homeFolder();
    const file = join(home, "token");
    const [first, second] = [
      await served(home, ["prod", "--token-file", file]),
      await served(home, ["prod", "--token-file", file]),
    ];
    const token = readFileSync(file, "utf8").trim();
    for (const { profiles } of [first, second])
      expect(new URL(profiles[0]?.uri ?? "").pathname).toBe(`/${token}/prod`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    chmodSync(file, 0o644);
    expect(await runCommand(home, ["serve", "prod", "--token-file", file])).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`chmod 600 ${file}`),
    });
  });

  test("ends cleanly on Ctrl+C and TERM", async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const { child, ended, output } = startCommand(homeFolder(), ["serve", "--json"]);
      await vi.waitFor(() => JSON.parse(output()), { timeout: 60_000 });
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 0, stderr: "" });
    }
  });
});

describe("wrong use, each with what to do", () => {
  test("a port that is taken", async () => {
    const home = homeFolder();
    const { origin } = await served(home, ["prod"]);
    const { code, stderr } = await runCommand(home, ["serve", "prod", "--port", new URL(origin).port]);
    expect(code).toBe(1);
    expect(stderr).toContain("Another program listens at 127.0.0.1:");
    expect(stderr).toContain("leave --port out");
  });

  test.each([
    ["--host 0.0.0.0", "alicred serve --container"],
    ["--container 0.0.0.0", "stands for every address"],
    ["--container ::", "stands for every address"],
    ["--container 192.0.2.1", "is not an address of this machine"],
    ["--ecs --container", "exclude each other"],
    ["prod --print-env bash", "named twice"],
    ["audit --print-env bash", "Name just one"],
    ["--profile prod", "without --profile"],
    ["--as terraform", "Leave the profiles out"],
  ])("%s", async (words, message) => {
    const { code, stderr } = await runCommand(homeFolder(), ["serve", "prod", ...words.split(" ")]);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });

  test("an unknown profile", async () => {
    expect(await runCommand(homeFolder(), ["serve", "prud"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("PROFILE_NOT_FOUND"),
    });
  });
});

test("--print-env leads a shell to the server", async () => {
  const home = homeFolder();
  const { output } = startCommand(home, ["serve", "prod", "--print-env", "bash"]);
  await vi.waitFor(() => expect(output()).toContain("ALICRED_PROFILE"), { timeout: 60_000 });
  const { execFileSync } = await import("node:child_process");
  const script = `${output()}\necho "$ALIBABA_CLOUD_CREDENTIALS_URI|$ALICLOUD_CREDENTIALS_URI|$ALIBABA_CLOUD_ACCESS_KEY_ID|$ALIBABA_CLOUD_REGION_ID"`;
  const env = { PATH: process.env["PATH"], ALIBABA_CLOUD_ACCESS_KEY_ID: "LTAIold" };
  const [uri = "", other, key, region] = execFileSync("bash", ["-c", script], { env, encoding: "utf8" })
    .trim()
    .split("|");
  expect({ other, key, region }).toEqual({ other: uri, key: "", region: "cn-shanghai" });
  expect(JSON.parse((await get(uri)).body)).toMatchObject({ AccessKeyId: SESSION_PROFILE.access_key_id });
});

describe("sessions that end", () => {
  let modes: EveryMode;

  beforeAll(async () => {
    modes = await startEveryMode();
  });

  afterAll(async () => {
    await modes.close();
  });

  test("every mode of config.json is served", async () => {
    const names = modes.profiles.map(({ name }) => String(name));
    const { profiles } = await served(modes.home, names, modes.env);
    const rows: string[] = [];
    for (const { profile, uri } of profiles) {
      const { AccessKeyId } = JSON.parse((await get(uri)).body);
      rows.push(`serve ${profile.padEnd(23)} ${modes.ownerOf(AccessKeyId)}`);
      expect(modes.ownerOf(AccessKeyId), profile).toBeDefined();
    }
    console.log(rows.join("\n"));
    expect(rows).toHaveLength(names.length);
  });

  test("as the metadata service of an ECS instance, in both versions", async () => {
    const { origin, profiles } = await served(modes.home, ["--ecs", "RamRoleArn", "StsToken"], modes.env);
    expect(profiles.map(({ role }) => role)).toEqual(["RamRoleArn", "StsToken"]);
    const roles = `${origin}/latest/meta-data/ram/security-credentials/`;
    expect((await get(roles)).body).toBe("RamRoleArn");
    const key = (text: string): string => JSON.parse(text).AccessKeyId;
    expect(modes.ownerOf(key((await get(`${roles}RamRoleArn`)).body))).toBe("admin");
    expect((await get(`${origin}/latest/meta-data/region-id`)).body).toBe("cn-hangzhou");
    const ttl = "X-aliyun-ecs-metadata-token-ttl-seconds";
    const { status, body: token } = await get(`${origin}/latest/api/token`, { [ttl]: "21600" }, "PUT");
    expect(status).toBe(200);
    const header = "X-aliyun-ecs-metadata-token";
    expect(key((await get(`${roles}StsToken`, { [header]: token })).body)).toBe("STS.modesSessionOfAdmin001");
    const refused = await Promise.all([
      get(roles, { [header]: `${token}x` }),
      get(`${origin}/latest/api/token`, {}, "PUT"),
      get(`${origin}/latest/api/token`, { [ttl]: "21601" }, "PUT"),
      get(`${origin}/latest/api/token`, { [ttl]: "60", "X-Forwarded-For": "10.0.0.1" }, "PUT"),
      get(`${roles}other`),
      get(roles, { host: "evil.example" }),
    ]);
    expect(refused.map((reply) => reply.status)).toEqual([401, 400, 400, 403, 404, 403]);
    expect((await get(roles, { host: "100.100.100.200" })).status).toBe(200);
  });

  test("alicred itself reads it as an instance", async () => {
    const { origin } = await served(modes.home, ["--ecs", "RamRoleArn"], modes.env);
    const home = homeFolder([{ name: "ecs", mode: "EcsRamRole" }], "ecs");
    const { stdout } = await runCommand(home, ["resolve", "-p", "ecs"], {
      ALICRED_ECS_METADATA_ENDPOINT: origin,
    });
    expect(stdout).toMatch(/^access key id {2}STS\./m);
  });
});

test("a profile with a long-lived key is served with an empty token, and a word of warning", async () => {
  const home = homeFolder(
    [{ name: "key", mode: "AK", access_key_id: "LTAI5tLasting", access_key_secret: "secret" }],
    "key",
  );
  const { child, output, ended } = startCommand(home, ["serve", "key", "--json"]);
  const { profiles } = await vi.waitFor(() => JSON.parse(output()) as Summary, { timeout: 60_000 });
  expect(JSON.parse((await get(profiles[0]?.uri ?? "")).body)).toMatchObject({
    AccessKeyId: "LTAI5tLasting",
    SecurityToken: "",
  });
  child.kill("SIGTERM");
  expect((await ended).stderr).toContain("use alicred exec instead");
});

test("the page for people names addresses, ends and secrets", async () => {
  const { child, ended, output } = startCommand(homeFolder(), ["serve", "prod"]);
  onTestFinished(() => void child.kill("SIGKILL"));
  await vi.waitFor(() => expect(output()).toContain("keep it secret"), { timeout: 60_000 });
  child.kill("SIGTERM");
  const { stdout } = await ended;
  expect(stdout).toMatch(
    /^Serving credentials that stay fresh\. Ctrl\+C ends it\.\n\nPROFILE {2}ADDRESS +UNTIL\nprod {5}http:\/\/127\.0\.0\.1:\d+\/[\w-]{43}\/prod {2}/,
  );
  expect(stdout).not.toContain(SESSION_PROFILE.access_key_secret);
});
