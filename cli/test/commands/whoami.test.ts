import { describe, expect, test, vi } from "vitest";
import { type LoginWorld, loginWorld } from "../support/login-world.ts";

vi.setConfig({ testTimeout: 30_000 });

const ACCOUNT = "1000000000000001";

/** A world whose STS the environment names, with profiles of a user and of a person who has signed in. */
async function world(): Promise<LoginWorld> {
  const own = await loginWorld();
  const { accessKeyId, accessKeySecret } = keyOf(own, "alice");
  await own.writeConfig(
    [
      { name: "alice", mode: "AK", access_key_id: accessKeyId, access_key_secret: accessKeySecret },
      {
        name: "sso",
        ...own.signedIn(),
        cloud_sso_account_id: ACCOUNT,
        cloud_sso_access_config: "ac-0simulatedreader00001",
      },
    ],
    { current: "sso" },
  );
  return { ...own, run: (...args) => own.run(...args) };
}

function keyOf({ cloud }: LoginWorld, user: string): { accessKeyId: string; accessKeySecret: string } {
  const found = cloud.world.description.accounts
    .flatMap(({ users = [] }) => users)
    .find(({ name }) => name === user)?.accessKeys?.[0];
  if (found === undefined) throw new Error(`the world has no key of ${user}`);
  return { accessKeyId: found.id, accessKeySecret: found.secret };
}

describe("whoami", () => {
  test("says who the session is, from where, and until when", async () => {
    const own = await world();
    vi.stubEnv("ALIBABA_CLOUD_STS_ENDPOINT", `${own.url}`);
    const { code, stdout } = await own.run("whoami");
    expect(code).toBe(0);
    expect(stdout).toContain("role AliyunReservedSSO-ReadOnly in account 1000000000000001");
  });
});
