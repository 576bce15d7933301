import { createContext, found } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { sharedCache } from "@alicred/shared-cache";
import { describe, expect, test, vi } from "vitest";
import { openSessions } from "../../src/command/sessions/store.ts";
import { loginWorld } from "../support/login-world.ts";

vi.setConfig({ testTimeout: 30_000 });

const HOUR_SECONDS = 3_600;
const session = (seconds: number): object => ({
  access_key_id: "STS.x",
  access_key_secret: "x",
  sts_token: "x",
  sts_expiration: Math.floor(Date.now() / 1000) + seconds,
});
const key = {
  name: "prod",
  mode: "AK",
  access_key_id: "LTAI",
  access_key_secret: "s",
  region_id: "cn-beijing",
};
const choice = {
  cloud_sso_account_id: "1000000000000001",
  cloud_sso_access_config: "ac-0simulatedreader00001",
};
const oauth = {
  name: "me",
  mode: "OAuth",
  oauth_site_type: "CN",
  oauth_access_token: "a",
  oauth_access_token_expire: 1,
  oauth_refresh_token: "r",
  oauth_refresh_token_expire: 0,
};

/** Keeps a session of each of these names between runs, as `--cache` does. */
async function keepSession(env: Readonly<Record<string, string>>, labels: readonly string[]): Promise<void> {
  const host = { ...nodeHost(), env: (name: string) => env[name], homeDirectory: () => env["HOME"] };
  const { store, key } = await openSessions(host);
  const answer = found({
    accessKeyId: "STS.kept",
    accessKeySecret: "s",
    securityToken: "t",
    expiration: new Date(Date.now() + HOUR_SECONDS * 1_000),
  });
  for (const label of labels) {
    const note = JSON.stringify({ dependencies: { env: {}, files: {} }, label });
    const binding = { noteOf: async () => note, accepts: async () => true };
    const source = { name: "kept", resolve: async () => answer };
    const context = createContext({ host, signal: new AbortController().signal });
    await sharedCache({ source, store, id: label, key, binding }).resolve(context);
  }
}

describe("logout", () => {
  test("of OAuth ends the login at the service, with the tokens of the moment", async () => {
    const world = await loginWorld();
    const { accessToken, refreshToken, accessExpiresAtMs } = world.cloud.oauth.signIn("alice");
    const login = {
      ...oauth,
      oauth_endpoint: world.url,
      oauth_access_token: accessToken,
      oauth_refresh_token: refreshToken,
      oauth_access_token_expire: Math.floor(accessExpiresAtMs / 1000),
    };
    await world.writeConfig([login]);
    const { code, stdout } = await world.run("logout", "me");
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^Signed out: me\nCopies of the dropped tokens.*in (?:1 h|59 min)\.\nTo sign in again/,
    );
    expect(world.cloud.journal.entries().map(({ operation }) => operation)).toEqual(["RevokeToken"]);
    await world.writeConfig([login]);
    expect((await world.run("resolve", "-p", "me")).code).toBe(4);
  });

  test("names how many other profiles hold the same login", async () => {
    const world = await loginWorld();
    const login = world.signedIn();
    await world.writeConfig(["one", "two", "three"].map((name) => ({ name, ...login })));
    const { stdout } = await world.run("logout", "one");
    expect(stdout).toContain("Other profiles that hold the same login still: 2.");
  });

  test("drops tokens and session of the current profile, keeps the profile, and says what lives on until when", async () => {
    const world = await loginWorld();
    const sso = { name: "sso", ...world.signedIn(), ...choice, ...session(HOUR_SECONDS), "x-mine": 1 };
    await world.writeConfig([key, sso], { current: "sso" });
    const { code, stdout, stderr } = await world.run("logout");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^Signed out: sso\nCredentials that programs have loaded already work until .*\(UTC\+8\), in (?:1 h|59 min)\.\nCopies of the dropped tokens, if there are any, work until .*, in (?:7 h 59 min|8 h)\.\nTo sign in again: alicred login sso\n$/,
    );
    expect(await world.profiles()).toEqual([
      key,
      {
        name: "sso",
        mode: "CloudSSO",
        region_id: "cn-shanghai",
        cloud_sso_sign_in_url: world.portal,
        ...choice,
        "x-mine": 1,
      },
    ]);
    expect((await world.run("resolve")).code).toBe(4);
  });

  test("--all drops those of every profile that somebody signed in for, and of no other", async () => {
    const world = await loginWorld();
    await world.writeConfig([key, { name: "sso", ...world.signedIn() }, { ...oauth, ...session(60) }]);
    const { stdout } = await world.run("logout", "--all");
    expect(stdout).toMatch(/^Signed out: sso, me\n/);
    expect(stdout).toContain("The service could not be told to end the login (NETWORK_ERROR).");
    expect(stdout).toContain("until the service ends them.");
    expect(await world.profiles()).toEqual([
      key,
      { name: "sso", mode: "CloudSSO", region_id: "cn-shanghai", cloud_sso_sign_in_url: world.portal },
      { name: "me", mode: "OAuth", oauth_site_type: "CN" },
    ]);
    expect((await world.run("logout", "--all")).stdout).toBe(
      "No profile holds a login. Nothing was changed.\n",
    );
  });

  test("drops the session that an external program left in its profile", async () => {
    const world = await loginWorld();
    const external = { name: "ext", mode: "External", process_command: "get-keys" };
    await world.writeConfig([{ ...external, ...session(HOUR_SECONDS) }]);
    const { stdout } = await world.run("logout", "ext");
    expect(stdout).toMatch(
      /^Signed out: ext\nCredentials that programs have loaded already work until .*\n$/,
    );
    expect(await world.profiles()).toEqual([external]);
  });

  test("--json says it in UTC", async () => {
    const world = await loginWorld();
    await world.writeConfig([{ name: "sso", ...world.signedIn(), ...session(-60) }]);
    const { stdout } = await world.run("logout", "sso", "--json");
    expect(JSON.parse(stdout)).toEqual({
      profiles: ["sso"],
      sessionsLiveUntil: null,
      tokensLiveUntil: expect.stringMatching(/^\d{4}-.*Z$/),
      keptSessionsRemoved: 0,
    });
  });

  test("drops the sessions kept between runs of every profile that leads to the login, and no other", async () => {
    const world = await loginWorld(undefined, { ALICRED_KEYRING: "off" });
    const role = { ram_role_arn: "acs:ram::1000000000000001:role/reader", region_id: "cn-shanghai" };
    const chain = { mode: "ChainableRamRoleArn", ...role, sts_region: "cn-shanghai" };
    const { accessKeyId, accessKeySecret } = world.cloud.accessKey("alice");
    const own = { access_key_id: accessKeyId, access_key_secret: accessKeySecret, ...role };
    await world.writeConfig(
      [
        { name: "sso", ...world.signedIn(), ...choice, ...session(HOUR_SECONDS) },
        { name: "one", ...chain, source_profile: "sso" },
        { name: "two", ...chain, source_profile: "one" },
        { name: "apart", mode: "RamRoleArn", ...own },
      ],
      { current: "two" },
    );
    await keepSession(world.env, ["one", "two", "default", "apart"]);
    const { stdout } = await world.run("logout", "sso");
    expect(stdout).toContain("of profiles that lead to it, are removed: 3.");
    const left = JSON.parse((await world.run("cache", "list", "--json")).stdout);
    expect(left.map(({ profile }: { readonly profile: string }) => profile)).toEqual(["apart"]);
    // Once more: there is nothing.
    expect((await world.run("logout", "sso", "--json")).stdout).toContain('"keptSessionsRemoved":0');
  });

  test("of a profile without a login changes nothing", async () => {
    const world = await loginWorld();
    await world.writeConfig([{ name: "sso", mode: "CloudSSO", cloud_sso_sign_in_url: world.portal }]);
    const before = await world.configText();
    const { code, stdout } = await world.run("logout", "sso");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'Profile "sso" holds no login. Nothing was changed.\n',
    });
    expect(await world.configText()).toBe(before);
  });

  test.each([
    [["logout", "prod"], 2, "is of mode AK, which nobody signs in for"],
    [["logout", "nope"], 2, 'has no profile "nope"'],
    [["logout", "sso", "--all"], 2, "Leave out --all, or the name."],
  ])("%j is wrong use, and changes nothing", async (args, code, message) => {
    const world = await loginWorld();
    await world.writeConfig([key, { name: "sso", ...world.signedIn() }]);
    const before = await world.configText();
    const printed = await world.run(...args);
    expect(printed).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(message) });
    expect(await world.configText()).toBe(before);
  });

  test("where nothing is configured says what to begin with", async () => {
    const world = await loginWorld();
    expect(await world.run("logout")).toMatchObject({
      code: 3,
      stderr: expect.stringContaining("alicred login"),
    });
  });
});
