import { describe, expect, it } from "vitest";
import { simulateCloud } from "../src/mod.ts";
import { admin, createSsoClient, production } from "./support/cloud-sso.ts";
import { putToken, readCredentials } from "./support/metadata.ts";
import { createOAuthClient, oauthWorld } from "./support/oauth.ts";
import { providerArn, rrsaRole } from "./support/oidc.ts";
import { assumeAdmin, createClient, roleArn } from "./support/worlds.ts";

/** Members of all maps, sets and arrays in some state. */
function members(state: unknown): number {
  if (typeof state !== "object" || state === null) return 0;
  const inside = state instanceof Map || state instanceof Set ? [...state.values()] : Object.values(state);
  const own = state instanceof Map || state instanceof Set || Array.isArray(state) ? inside.length : 0;
  return inside.reduce<number>((sum, one) => sum + members(one), own);
}

describe("a run of a week", () => {
  it("lets go of what is expired, in every service", async () => {
    const clock = simulateCloud().clock;
    const options = { clock, journalLimit: 10 };
    const sts = createClient(options);
    const sso = createSsoClient(options);
    const oauth = createOAuthClient({ ...options, world: oauthWorld({ refreshTokenSeconds: 43_200 }) });
    const clouds = [sts.cloud, sso.cloud, oauth.cloud];

    async function round(number: number): Promise<void> {
      await sts.call(assumeAdmin);
      await sts.call({ ...assumeAdmin, RoleArn: roleArn("nobody", `9${number}`) });
      const unsigned = { Version: "2015-04-01", RoleSessionName: "app", OIDCProviderArn: providerArn };
      const token = await sts.cloud.oidcIssuer().mint();
      for (const RoleArn of [rrsaRole, roleArn("rrsa-app", `${10 ** 15 + number}`)]) {
        const body = new URLSearchParams({
          ...unsigned,
          Action: "AssumeRoleWithOIDC",
          RoleArn,
          OIDCToken: token,
        });
        await sts.cloud.fetch("https://sts.aliyuncs.com/", { method: "POST", body });
      }
      await putToken(sts.cloud, "600");
      await readCredentials(sts.cloud);
      await sts.cloud.fetch(sts.cloud.credentialsDocument().url);
      await sso.start();
      await sso.post(
        "/cloud-credentials",
        { AccountId: production, AccessConfigurationId: admin },
        await sso.login("alice"),
      );
      oauth.code("alice");
      const { body } = await oauth.redeem(oauth.code("alice"));
      await oauth.exchange((await oauth.refresh(body["refresh_token"])).body["access_token"]);
    }

    const held: number[] = [];
    for (let day = 0; day < 9; day++) {
      for (let number = 0; number < 24; number += 2) {
        await round(day * 24 + number);
        await clock.advance("2h");
      }
      const state = clouds.map(({ world }) =>
        [...world.state.snapshot()].filter(([name]) => name !== "canaries"),
      );
      held.push(members(state));
    }
    expect(sts.cloud.journal.entries({ status: 200 }).length).toBeGreaterThan(4);
    expect(sso.cloud.journal.entries({ decision: "allowed" }).length).toBe(10);
    expect(oauth.cloud.journal.entries({ decision: "allowed" }).length).toBeGreaterThan(8);
    const most = (days: readonly number[]): number => Math.max(...days);
    expect(most(held)).toBeGreaterThan(100);
    // Two days are as long as anything in it lasts; the days after hold no more.
    expect(most(held.slice(5))).toBeLessThanOrEqual(most(held.slice(2, 5)));
  });
});
