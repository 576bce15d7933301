import { defaultWorld, type WorldDescription } from "@alicred/simulators";
import { describe, expect, test, vi } from "vitest";
import { loginWorld } from "../support/login-world.ts";

// `alicred login --all` over a directory of 232 accounts, two access configurations in each.

vi.setConfig({ testTimeout: 120_000 });

const MARK = "alicred_login_all";

function directory(
  count: number,
  rename: (name: string, index: number) => string = (name) => name,
): WorldDescription {
  const ids = Array.from({ length: count }, (_, index) => String(3_000_000_000_000_000 + index));
  const { cloudSso } = defaultWorld;
  if (cloudSso === undefined) throw new Error("the default world has a directory");
  return {
    ...defaultWorld,
    accounts: [...defaultWorld.accounts, ...ids.map((id) => ({ id }))],
    cloudSso: {
      ...cloudSso,
      accounts: ids.map((accountId, index) => ({ accountId, displayName: rename(`Team ${index}`, index) })),
      assignments: [
        { users: ["alice"], accountIds: ids, accessConfigurations: ["Administrator", "ReadOnly"] },
      ],
    },
  };
}

describe("over 232 accounts", () => {
  test("464 profiles are made, renewed by one sign-in, and left alone when nothing has changed", async () => {
    const world = await loginWorld(directory(232));
    const key = { name: "prod", mode: "AK", access_key_id: "LTAI", access_key_secret: "s" };
    await world.writeConfig([key], { current: "prod", meta_path: "" });
    const beforeText = await world.configText();

    const dry = world.run("login", "--sso", world.portal, "--all", "--dry-run");
    await world.approve();
    const { stdout: shown } = await dry;
    expect(shown).toContain("+ Team-0-Administrator    new  Team 0 (3000000000000000), Administrator\n");
    expect(shown.match(/^\+ /gm)).toHaveLength(464);
    expect(shown).toContain(
      "464 new, 0 changed, 0 renewed, 0 unchanged, 0 no longer wanted.\nNothing was written",
    );
    expect(await world.configText()).toBe(beforeText);

    const first = world.run("login", "--sso", world.portal, "--all");
    await world.approve();
    const made = await first;
    expect(made).toMatchObject({ code: 0 });
    expect(made.stdout).toMatch(/^464 new, 0 changed/);
    const profiles = await world.profiles();
    expect(profiles).toHaveLength(465);
    expect(profiles[0]).toEqual(key);
    expect(profiles[2]).toEqual({
      name: "Team-0-ReadOnly",
      mode: "CloudSSO",
      cloud_sso_sign_in_url: world.portal,
      region_id: "cn-hangzhou",
      access_token: expect.any(String),
      cloud_sso_access_token_expire: expect.any(Number),
      cloud_sso_account_id: "3000000000000000",
      cloud_sso_access_config: "ac-0simulatedreader00001",
      [MARK]: world.portal,
    });
    expect(JSON.parse((await world.configText()) ?? "").current).toBe("prod");
    expect((await world.run("resolve", "-p", "Team-231-ReadOnly")).code).toBe(0);

    const still = await world.run("login", "Team-7-ReadOnly", "--all");
    expect(still.stdout).toMatch(
      /^0 new, 0 changed, 0 renewed, 464 unchanged, 0 .*\nThere was nothing to write\./,
    );

    const renewing = world.run("login", "Team-7-ReadOnly", "--all", "--force");
    await world.approve();
    expect((await renewing).stdout).toMatch(/^0 new, 0 changed, 464 renewed/);
    const tokens = new Set((await world.profiles()).slice(1).map((each) => each["access_token"]));
    expect(tokens.size).toBe(1);
    expect((await world.profile("Team-231-ReadOnly"))["sts_token"]).toBeUndefined();
  });
});

describe("a later run", () => {
  const mine = (portal: string, name: string, accountId: string, more: object = {}): object => ({
    name,
    mode: "CloudSSO",
    cloud_sso_sign_in_url: portal,
    cloud_sso_account_id: accountId,
    cloud_sso_access_config: "ac-0simulatedreader00001",
    [MARK]: portal,
    ...more,
  });

  /** A world of one account, whose file has what an earlier run made of others. */
  async function later(profiles: (portal: string) => readonly object[]) {
    const world = await loginWorld(directory(1));
    await world.writeConfig([{ name: "sso", ...world.signedIn() }, ...profiles(world.portal)]);
    return world;
  }

  test("keeps those that are no longer assigned, and says so; --prune --yes removes them, and no profile of yours", async () => {
    const own = { name: "mine", mode: "AK", access_key_id: "LTAI", access_key_secret: "s" };
    const other = "https://signin-cn-shanghai.alibabacloudsso.com/other/login";
    const world = await later((portal) => [
      mine(portal, "gone", "4000000000000000"),
      own,
      mine(other, "of-another-portal", "4000000000000000"),
      mine(portal, "unmarked", "4000000000000000", { [MARK]: "" }),
    ]);
    const kept = await world.run("login", "sso", "--all");
    expect(kept.stdout).toContain("- gone");
    expect(kept.stdout).toContain("2 new, 0 changed, 0 renewed, 0 unchanged, 1 no longer wanted.");
    expect(kept.stdout).toContain("--prune removes them");
    expect(await world.profile("gone")).toHaveProperty("mode");
    const asked = await world.run("login", "sso", "--all", "--prune");
    expect(asked).toMatchObject({ code: 2, stderr: expect.stringMatching(/NO_TERMINAL\n.*--prune --yes/) });
    const pruned = await world.run("login", "sso", "--all", "--prune", "--yes", "--json");
    expect(JSON.parse(pruned.stdout)).toMatchObject({ stale: ["gone"], removed: ["gone"], dryRun: false });
    const names = (await world.profiles()).map(({ name }) => name);
    expect(names).toEqual([
      "sso",
      "mine",
      "of-another-portal",
      "unmarked",
      "Team-0-Administrator",
      "Team-0-ReadOnly",
    ]);
  });

  test("never removes the current profile, nor one that others lead to", async () => {
    const world = await loginWorld(directory(1));
    const gone = (name: string): object => mine(world.portal, name, "4000000000000000");
    const role = { name: "role", mode: "ChainableRamRoleArn", source_profile: "source" };
    await world.writeConfig(
      [{ name: "sso", ...world.signedIn() }, gone("gone"), gone("current"), gone("source"), role],
      { current: "current" },
    );
    const { stdout } = await world.run("login", "sso", "--all", "--prune", "--yes");
    expect(stdout).toContain("Removed: 1\n");
    expect(stdout).toContain("name them as source_profile: current, source\n");
    const names = (await world.profiles()).map(({ name }) => name);
    expect(names).toEqual(["sso", "current", "source", "role", "Team-0-Administrator", "Team-0-ReadOnly"]);
  });

  test("renews the profile that was signed in for, and those that had its login, too", async () => {
    const world = await loginWorld(directory(1));
    const login = { ...world.signedIn(), cloud_sso_access_token_expire: 1_700_000_000 };
    await world.writeConfig([
      { name: "sso", ...login },
      { name: "mine", ...login, cloud_sso_account_id: "3000000000000000" },
    ]);
    const running = world.run("login", "sso", "--all");
    await world.approve();
    expect((await running).stdout).toContain("and now have the new one: 2\n");
    const tokens = new Set((await world.profiles()).map((each) => each["access_token"]));
    expect(tokens.size).toBe(1);
    expect(tokens).not.toContain(Object(login)["access_token"]);
  });

  test("points a marked profile to the account that has its name now, and drops its session", async () => {
    const session = { access_key_id: "STS.x", access_key_secret: "x", sts_token: "x", sts_expiration: 1 };
    const world = await later((portal) => [mine(portal, "Team-0-ReadOnly", "4000000000000000", session)]);
    const { stdout } = await world.run("login", "sso", "--all");
    expect(stdout).toMatch(/~ Team-0-ReadOnly +leads elsewhere now +Team 0 \(3000000000000000\), ReadOnly/);
    const profile = await world.profile("Team-0-ReadOnly");
    expect(profile).toMatchObject({ cloud_sso_account_id: "3000000000000000" });
    expect(profile).not.toHaveProperty("sts_token");
  });

  test("takes a profile that leads to the same place although another tool dropped the mark", async () => {
    const world = await later((portal) => [
      mine(portal, "Team-0-ReadOnly", "3000000000000000", { [MARK]: "", region_id: "cn-beijing" }),
    ]);
    expect((await world.run("login", "sso", "--all")).stdout).toContain("1 new, 0 changed, 1 renewed");
    expect(await world.profile("Team-0-ReadOnly")).toMatchObject({
      [MARK]: world.portal,
      region_id: "cn-beijing",
      access_token: expect.any(String),
    });
  });

  test("does not take a profile of somebody else: an error names both, and nothing is written", async () => {
    const world = await later(() => [{ name: "Team-0-ReadOnly", mode: "AK", access_key_id: "LTAI" }]);
    const before = await world.configText();
    const { code, stderr } = await world.run("login", "sso", "--all");
    expect(code).toBe(2);
    expect(stderr).toContain(
      'The name "Team-0-ReadOnly" is taken: Team 0 (3000000000000000), ReadOnly would get it, and the profile "Team-0-ReadOnly" of mode AK has it.',
    );
    expect(await world.configText()).toBe(before);
    expect((await world.run("login", "sso", "--all", "--prefix", "acme-")).code).toBe(0);
    expect(await world.profile("acme-Team-0-ReadOnly")).toHaveProperty(MARK);
  });

  test("calls those of another template renamed", async () => {
    const world = await later((portal) => [mine(portal, "old-name", "3000000000000000")]);
    const { stdout } = await world.run("login", "sso", "--all", "--dry-run");
    expect(stdout).toMatch(/- old-name +has another name now/);
  });
});

test("two places of one name are an error that names both", async () => {
  const world = await loginWorld(directory(2, () => "Team"));
  await world.writeConfig([{ name: "sso", ...world.signedIn() }]);
  const { code, stderr } = await world.run("login", "sso", "--all");
  expect(code).toBe(2);
  expect(stderr).toContain(
    'The name "Team-Administrator" would stand for two: Team (3000000000000000), Administrator, and Team (3000000000000001), Administrator.',
  );
  const byId = await world.run("login", "sso", "--all", "--name", "{account-id}/{config}");
  expect(byId.stdout).toMatch(/4 new/);
  expect(await world.profile("3000000000000001-ReadOnly")).toHaveProperty("mode");
});
