import { describe, expect, test, vi } from "vitest";
import { type LoginWorld, loginWorld } from "../support/login-world.ts";

vi.setConfig({ testTimeout: 30_000 });

const ACCOUNT = "1000000000000001";

/** A world whose STS the environment names, with profiles of a user and of a person who has signed in. */
async function world(): Promise<LoginWorld> {
  const own = await loginWorld();
  const { accessKeyId, accessKeySecret } = own.cloud.accessKey("alice");
  const choice = { cloud_sso_account_id: ACCOUNT, cloud_sso_access_config: "ac-0simulatedreader00001" };
  await own.writeConfig(
    [
      { name: "alice", mode: "AK", access_key_id: accessKeyId, access_key_secret: accessKeySecret },
      { name: "sso", ...own.signedIn(), ...choice },
    ],
    { current: "sso" },
  );
  vi.stubEnv("ALIBABA_CLOUD_STS_ENDPOINT", own.url);
  return own;
}

describe("whoami", () => {
  test("says which role the session is of, from where, and until when", async () => {
    const own = await world();
    const { code, stdout, stderr } = await own.run("whoami");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(
      /^who {6}role AliyunReservedSSO-ReadOnly in account 1000000000000001\nsession {2}alice\nARN {6}acs:ram::1000000000000001:assumed-role\/AliyunReservedSSO-ReadOnly\/alice\nuntil {4}.*\(UTC\+8\), in 1[45] min.*\nfrom {5}.*cloud-sso\n$/,
    );
  });

  test("says which user a key is of, by a profile that is named", async () => {
    const own = await world();
    const { stdout } = await own.run("whoami", "alice");
    expect(stdout).toMatch(/^who {3}RAM user alice in account 1000000000000001\nARN {3}acs:ram::/);
    expect(stdout).not.toContain("until");
  });

  test("--json is the same for programs, and holds no secret", async () => {
    const own = await world();
    const { stdout } = await own.run("whoami", "--json");
    expect(JSON.parse(stdout)).toEqual({
      accountId: ACCOUNT,
      arn: "acs:ram::1000000000000001:assumed-role/AliyunReservedSSO-ReadOnly/alice",
      type: "AssumedRoleUser",
      principalId: expect.any(String),
      role: "AliyunReservedSSO-ReadOnly",
      session: "alice",
      expiration: expect.stringMatching(/Z$/),
      provenance: expect.any(Array),
    });
    own.cloud.expectNoSecrets(stdout);
  });

  test.each([
    [["--expect-account", ACCOUNT], 0, ""],
    [["--expect-account", ACCOUNT, "--expect-role", "AliyunReservedSSO-ReadOnly"], 0, ""],
    [["--expect-account", "2000000000000002"], 1, "The account is 1000000000000001, not 2000000000000002"],
    [["--expect-role", "admin"], 1, "The identity is role AliyunReservedSSO-ReadOnly in account"],
    [["alice", "--expect-role", "admin"], 1, "The identity is RAM user alice in account"],
  ])("%j ends with %d", async (args, code, message) => {
    const own = await world();
    const printed = await own.run("whoami", ...args);
    expect(printed.code).toBe(code);
    expect(printed.stdout).toContain(ACCOUNT);
    expect(printed.stderr).toContain(message);
  });

  test("tells a refusal with its cause", async () => {
    const own = await world();
    await own.writeConfig([{ name: "old", mode: "AK", access_key_id: "LTAIgone", access_key_secret: "s" }]);
    const { code, stderr } = await own.run("whoami", "old");
    expect(code).toBe(1);
    expect(stderr).toContain("No such access key exists.");
  });
});
