import { describe, expect, it } from "vitest";
import { loadState, saveState, simulateCloud } from "../src/mod.ts";
import { control } from "./control/support.ts";
import { createSsoClient } from "./support/cloud-sso.ts";
import { readCredentials } from "./support/metadata.ts";
import { createOAuthClient } from "./support/oauth.ts";
import { bucketUrl, signed } from "./support/oss.ts";
import { assumeAdmin, createClient, whoAmI } from "./support/worlds.ts";

/** The state as a file holds it. */
function inFile(state: unknown): unknown {
  return JSON.parse(JSON.stringify(state));
}

describe("a saved state", () => {
  it("continues in another cloud: sessions, sign-ins, objects, faults, journal, clock, and what is random", async () => {
    const one = createClient();
    const issued = (await (await one.call(assumeAdmin)).json()) as {
      Credentials: { AccessKeyId: string; AccessKeySecret: string; SecurityToken: string };
    };
    const sso = createSsoClient({ clock: one.cloud.clock });
    await readCredentials(one.cloud);
    one.cloud.faults.add({ kind: "throttling", service: "oauth", nth: 7 });
    one.cloud.setAccessKeyActive("bob", false);
    await one.cloud.advance("10m");
    const saved = inFile(saveState(one.cloud));

    const two = createClient();
    loadState(two.cloud, saved);
    expect(two.cloud.clock.now()).toBe(one.cloud.clock.now());
    expect(two.cloud.journal.entries()).toEqual(one.cloud.journal.entries());
    expect(two.cloud.faults.list()).toEqual(one.cloud.faults.list());
    expect(two.cloud.world.directory.accessKey("LTAI5tBobMayDoNothing001")?.active).toBe(false);
    const { AccessKeyId, AccessKeySecret, SecurityToken } = issued.Credentials;
    const keys = { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, securityToken: SecurityToken };
    expect((await two.call(whoAmI, { keys })).status).toBe(200);
    expect(() => two.cloud.expectNoSecrets(AccessKeySecret)).toThrow("secret");
    // The same calls in both are answered alike, from here on too.
    expect(await readCredentials(two.cloud)).toEqual(await readCredentials(one.cloud));
    const next = { nonce: "the next" };
    await one.call(whoAmI, { keys });
    expect(await (await two.call(assumeAdmin, next)).json()).toEqual(
      await (await one.call(assumeAdmin, next)).json(),
    );
    expect(sso.cloud.journal.count()).toBe(0);
  });

  it("holds what is kept by services that have not been used yet", async () => {
    const oauth = createOAuthClient();
    const { body } = await oauth.redeem(oauth.code("alice"));
    const again = createOAuthClient();
    loadState(again.cloud, inFile(saveState(oauth.cloud)));
    expect((await again.refresh(body["refresh_token"])).status).toBe(200);

    const sso = createSsoClient();
    const { body: started } = await sso.start();
    const other = createSsoClient();
    loadState(other.cloud, inFile(saveState(sso.cloud)), { keepClock: true });
    expect(other.cloud.cloudSso.pending()).toEqual([started["UserCode"]]);
  });

  it("holds the objects of buckets, byte for byte", async () => {
    const one = simulateCloud();
    const url = `${bucketUrl}/some.txt`;
    const keys = one.accessKey("LTAI5tRootOfTheAccount01");
    expect((await one.fetch(signed(one, keys, "PUT", url, "some \u00e4 text"))).status).toBe(200);
    const two = simulateCloud();
    loadState(two, inFile(saveState(one)));
    expect(await (await two.fetch(signed(two, keys, "GET", url))).text()).toBe("some \u00e4 text");
  });

  it("is refused by a cloud that it does not fit, and when it is invalid", () => {
    const saved = inFile(saveState(simulateCloud()));
    for (const options of [{ seed: "another" }, { world: { accounts: [{ id: "1000000000000001" }] } }])
      expect(() => loadState(simulateCloud(options), saved)).toThrow("other services, another world");
    for (const none of [null, "x", {}, { format: "alicred-simulated-state/0" }])
      expect(() => loadState(simulateCloud(), none)).toThrow("no saved state");
    expect(() => loadState(simulateCloud(), { ...Object(saved), parts: { journal: ["odd"] } })).toThrow(
      "does not know",
    );
  });

  it("goes through the control API", async () => {
    const one = control();
    await one.client.call(assumeAdmin);
    const state = await one.json("GET", "state");
    const two = control();
    expect((await two.ask("PUT", "state", state)).status).toBe(204);
    expect(two.client.cloud.journal.entries()).toEqual(one.client.cloud.journal.entries());
    expect((await control({ seed: 2 }).ask("PUT", "state", state)).status).toBe(400);
  });
});
