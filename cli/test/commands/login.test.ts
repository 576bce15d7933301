import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { type LoginWorld, loginWorld } from "../support/login-world.ts";

// `alicred login` for one profile, without a terminal. The picker is tried in login-terminal.test.ts.

vi.setConfig({ testTimeout: 30_000 });

const ACCOUNT = "1000000000000001";
const READ_ONLY = "ac-0simulatedreader00001";
const ADMINISTRATOR = "ac-0simulatedadmin000001";
const CHOICE = ["--account", "Production", "--access-config", "readonly"];

const owned = { cloud_sso_account_id: ACCOUNT, cloud_sso_access_config: READ_ONLY };

describe("a new profile by --sso", () => {
  test("is written once somebody has signed in, with its choice, its session and a region", async () => {
    const world = await loginWorld();
    const running = world.run("login", "--sso", world.portal, ...CHOICE);
    await world.approve();
    const { code, stdout, stderr } = await running;
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: expect.stringMatching(
        /^Signed in\. Profile "Production-ReadOnly" is written to ~\/\.aliyun\/config\.json\.\nIt leads to Production \(1000000000000001\), ReadOnly\.\nThe login ends .*\(UTC\+8\), in (?:7 h 59 min|8 h)\.\nNext: alicred exec Production-ReadOnly -- aliyun sts GetCallerIdentity\n$/,
      ),
    });
    const [, userCode = ""] = /^Code {2}([A-Z]{4}-[A-Z]{4}) {2}\(compare it with the page/.exec(stderr) ?? [];
    expect(stderr).toContain(`Open  ${world.url}/device/code?user_code=${userCode}\n`);
    expect(await world.profiles()).toEqual([
      {
        name: "Production-ReadOnly",
        mode: "CloudSSO",
        cloud_sso_sign_in_url: world.portal,
        region_id: "cn-hangzhou",
        ...owned,
        access_token: expect.any(String),
        cloud_sso_access_token_expire: expect.any(Number),
        access_key_id: expect.stringMatching(/^STS\./),
        access_key_secret: expect.any(String),
        sts_token: expect.any(String),
        sts_expiration: expect.any(Number),
      },
    ]);
    expect(JSON.parse((await world.configText()) ?? "").current).toBe("Production-ReadOnly");
    const resolved = await world.run("resolve", "--profile", "Production-ReadOnly", "--json");
    expect(JSON.parse(resolved.stdout)).toMatchObject({ region: "cn-hangzhou" });
  });

  test("needs no second sign-in where another profile has the login", async () => {
    const world = await loginWorld();
    await world.writeConfig([{ name: "first", ...world.signedIn(), ...owned }], { current: "first" });
    const before = await world.profile("first");
    const { code, stderr } = await world.run("login", "--sso", world.portal, "second", ...CHOICE);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(await world.profile("second")).toMatchObject({
      access_token: before["access_token"],
      region_id: "cn-shanghai",
    });
    expect(await world.profile("first")).toEqual(before);
    expect(JSON.parse((await world.configText()) ?? "").current).toBe("first");
  });

  test.each([
    [{ name: "Production-ReadOnly", mode: "AK", access_key_id: "a", access_key_secret: "b" }, /"AK"|mode AK/],
    [
      {
        name: "Production-ReadOnly",
        mode: "CloudSSO",
        cloud_sso_sign_in_url: "https://signin-cn-shanghai.alibabacloudsso.com/start/login",
        ...owned,
      },
      /mode CloudSSO/,
    ],
  ])("whose name is taken is an error that names both, and writes nothing", async (taken, mode) => {
    const world = await loginWorld();
    await world.writeConfig([taken, { name: "other", ...world.signedIn(), ...owned }]);
    const before = await world.configText();
    const { code, stderr } = await world.run("login", "--sso", world.portal, ...CHOICE);
    expect(code).toBe(2);
    expect(stderr).toContain('"Production-ReadOnly" is taken: Production (1000000000000001), ReadOnly');
    expect(stderr).toMatch(mode);
    expect(await world.configText()).toBe(before);
  });
});

describe("a profile that exists", () => {
  test("is not signed in again while its login holds: nothing is shown, asked or written", async () => {
    const world = await loginWorld();
    await world.writeConfig([{ name: "sso", ...world.signedIn(), ...owned }], { current: "sso" });
    const before = await world.configText();
    const { code, stdout, stderr } = await world.run("login");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^Profile "sso" is signed in until .*, in (?:7 h 59 min|8 h)\.\nTo sign in all the same: --force\nNext: /,
    );
    expect(await world.configText()).toBe(before);
    expect(world.cloud.journal.entries().map(({ operation }) => operation)).toEqual(["ListAccounts"]);
  });

  test.each([
    ["--force", {}],
    ["a login that is over", { cloud_sso_access_token_expire: 1_700_000_000 }],
    ["a login that the portal no longer accepts", { access_token: "revoked" }],
    ["no login", { access_token: "" }],
  ])("is signed in again with %s, and everything else in the file stays to the byte", async (why, fields) => {
    const world = await loginWorld();
    const session = {
      access_key_id: "STS.old",
      access_key_secret: "old",
      sts_token: "old",
      sts_expiration: 1,
    };
    const own = { name: "sso", "x-mine": [1, 2], ...world.signedIn(), ...owned, ...session, ...fields };
    const text = `{ "current": "sso",\n  "profiles": [ ${JSON.stringify(own)},\n   {"name":"other", "mode":"AK"} ], "meta_path":"" }\n`;
    await writeFile(join(world.home, ".aliyun", "config.json"), text);
    const running = world.run("login", ...(why === "--force" ? [why] : []));
    await world.approve();
    expect(await running).toMatchObject({ code: 0 });
    const after = await world.profile("sso");
    expect(after).toMatchObject({ "x-mine": [1, 2], region_id: "cn-shanghai", ...owned });
    expect(after["access_token"]).not.toBe(Object(own)["access_token"]);
    expect(after["access_key_id"]).toMatch(/^STS\.(?!old)/);
    const rest = (whole: string | undefined): string => (whole ?? "").replace(/\{"name":"sso".*?\}/s, "");
    expect(rest(await world.configText())).toBe(rest(text));
  });

  test("shares the new login with the profiles that had the same one before, and with no others", async () => {
    const world = await loginWorld();
    const login = { ...world.signedIn(), cloud_sso_access_token_expire: 1_700_000_000 };
    const session = { access_key_id: "STS.x", access_key_secret: "x", sts_token: "x", sts_expiration: 1 };
    await world.writeConfig([
      { name: "one", ...login, ...owned },
      { name: "two", ...login, ...owned, cloud_sso_access_config: ADMINISTRATOR, ...session },
      { name: "bob", ...world.signedIn("bob"), ...owned },
    ]);
    const bob = await world.profile("bob");
    const running = world.run("login", "one");
    await world.approve();
    expect((await running).stdout).toContain("shared the old login and now have the new one: 1");
    const [one, two] = [await world.profile("one"), await world.profile("two")];
    expect(two).toMatchObject({
      access_token: one["access_token"],
      cloud_sso_access_token_expire: one["cloud_sso_access_token_expire"],
      cloud_sso_access_config: ADMINISTRATOR,
    });
    expect(two).not.toHaveProperty("sts_token");
    expect(await world.profile("bob")).toEqual(bob);
  });

  test("that does not name its mode gets it with its login", async () => {
    const world = await loginWorld();
    const { mode: _, ...login } = { ...world.signedIn(), mode: "CloudSSO" };
    await world.writeConfig([{ name: "sso", ...login, ...owned }]);
    const running = world.run("login", "sso");
    await world.approve();
    expect((await running).code).toBe(0);
    expect(await world.profile("sso")).toMatchObject({ mode: "CloudSSO", ...owned });
    expect((await world.run("login", "sso")).stdout).toContain('Profile "sso" is signed in until');
  });

  test("gets another account and configuration without another sign-in", async () => {
    const world = await loginWorld();
    await world.writeConfig([{ name: "sso", ...world.signedIn(), ...owned }]);
    const { code } = await world.run(
      "login",
      "sso",
      ...["--account", "2000000000000002", "--access-config", ADMINISTRATOR],
    );
    expect(code).toBe(0);
    expect(await world.profile("sso")).toMatchObject({
      cloud_sso_account_id: "2000000000000002",
      cloud_sso_access_config: ADMINISTRATOR,
      access_key_id: expect.stringMatching(/^STS\./),
    });
  });
});

describe("nothing is changed", () => {
  /** A world whose file must not change. */
  async function unchanged(
    act: (world: LoginWorld) => Promise<{ code: number; stderr: string }>,
    fields: object = {},
  ): Promise<{
    readonly code: number;
    readonly stderr: string;
  }> {
    const world = await loginWorld();
    await world.writeConfig([{ name: "sso", ...world.signedIn(), access_token: "", ...owned, ...fields }]);
    const before = await world.configText();
    const printed = await act(world);
    expect(await world.configText()).toBe(before);
    return printed;
  }

  test("when the person denies", async () => {
    const { code, stderr } = await unchanged(async (world) => {
      const running = world.run("login", "sso");
      const [userCode = ""] = await vi.waitUntil(
        () => world.cloud.cloudSso.pending().length > 0 && world.cloud.cloudSso.pending(),
        { timeout: 20_000 },
      );
      world.cloud.cloudSso.deny(userCode);
      return running;
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/alicred: LOGIN_DENIED\n.*refused in the browser/);
  });

  test("when nobody signs in within --timeout", async () => {
    const { code, stderr } = await unchanged((world) => world.run("login", "sso", "--timeout", "1s"));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /alicred: LOGIN_EXPIRED\nNobody signed in within 1 s \(--timeout\)\. Nothing was changed\./,
    );
  });

  test("when the code ends", async () => {
    const { code, stderr } = await unchanged((world) => {
      world.cloud.faults.add({
        kind: "error",
        code: "InvalidDeviceCodeError",
        operation: "CreateAccessToken",
      });
      return world.run("login", "sso");
    });
    expect(code).toBe(1);
    expect(stderr).toContain("alicred: LOGIN_EXPIRED");
  });

  test("when the file cannot be written back, and nobody has to sign in to learn that", async () => {
    const world = await loginWorld();
    const file = join(world.home, ".aliyun", "config.json");
    const profile = `{"name":"sso","mode":"CloudSSO","cloud_sso_sign_in_url":"${world.portal}",`;
    const choice = JSON.stringify(owned).slice(1);
    // A byte that is no UTF-8 would be lost.
    const bytes = Buffer.from(`{"profiles":[${profile}${choice}],"meta_path":"\u00ff"}`, "latin1");
    await writeFile(file, bytes);
    const { code, stderr } = await world.run("login", "sso");
    expect(code).toBe(1);
    expect(stderr).toMatch(/^alicred: FILE_UNWRITABLE\n/);
    expect(stderr).not.toContain("Code");
    expect(world.cloud.journal.entries()).toEqual([]);
  });

  test("when the new login leads nowhere: bob may not enter this account", async () => {
    const { code, stderr } = await unchanged(
      async (world) => {
        const running = world.run("login", "sso");
        await world.approve("bob");
        return running;
      },
      { cloud_sso_access_config: ADMINISTRATOR },
    );
    expect(code).toBe(1);
    expect(stderr).toContain("UPSTREAM_REFUSED");
  });
});
