import { describe, expect, it } from "vitest";
import { defaultWorld } from "../src/mod.ts";
import { assumeAdmin, createClient, whoAmI } from "./support/worlds.ts";

describe("time and rate", () => {
  it("tells the server's time, which may be off, and checks timestamps by it", async () => {
    const { cloud, call } = createClient({ serverClockOffsetMs: 20 * 60_000 });
    const reply = await call(whoAmI);
    expect(reply.headers.get("date")).toBe("Wed, 07 Jan 2026 08:20:00 GMT");
    expect(await reply.json()).toMatchObject({ Code: "InvalidTimeStamp.Expired" });
    expect(cloud.journal.entries()[0]?.skewMs).toBe(-20 * 60_000);
    expect((await call(whoAmI, { timestamp: "2026-01-07T08:20:00Z" })).status).toBe(200);
  });

  it.each(["2026-01-07T07:45:00Z", "2026-01-07T08:15:00Z"])(
    "accepts the time stamp %s at 08:00",
    async (timestamp) => {
      expect((await createClient().call(whoAmI, { timestamp })).status).toBe(200);
    },
  );

  it("forgets nonces once their time stamps are too old to be replayed", async () => {
    const { cloud, call } = createClient();
    await call(whoAmI, { nonce: "n", timestamp: "2026-01-07T08:15:00Z" });
    await cloud.advance("30m");
    expect(
      await (await call(whoAmI, { nonce: "n", timestamp: "2026-01-07T08:15:00Z" })).json(),
    ).toMatchObject({
      Code: "SignatureNonceUsed",
    });
    expect(cloud.journal.entries()[1]?.nonceReplay).toBe(true);
    await cloud.advance(1);
    await call(whoAmI, { nonce: "other" });
    expect((await call(whoAmI, { nonce: "n" })).status).toBe(200);
  });

  it("refills the bucket of an account evenly", async () => {
    const { cloud, call } = createClient({ world: { ...defaultWorld, sts: { requestsPerMinute: 60 } } });
    for (let i = 0; i < 61; i++) await call(whoAmI);
    await cloud.advance("1s");
    expect([(await call(whoAmI)).status, (await call(whoAmI)).status]).toEqual([200, 400]);
    expect(cloud.journal.count({ code: "Throttling.User" })).toBe(2);
  });

  it("allows an account a hundred calls in a second", async () => {
    const { cloud, call } = createClient();
    for (let i = 0; i < 100; i++) expect((await call(whoAmI)).status).toBe(200);
    const refused = await call(whoAmI);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([400, null]);
    expect(await refused.json()).toMatchObject({ Code: "Throttling.User" });
    await cloud.advance("10ms");
    expect([(await call(whoAmI)).status, (await call(whoAmI)).status]).toEqual([200, 400]);
  });

  it("lets go of what is expired", async () => {
    const { cloud, call } = createClient();
    for (let day = 0; day < 7; day++) {
      for (let i = 0; i < 20; i++) await call(assumeAdmin);
      await cloud.advance("1d");
    }
    await call(assumeAdmin);
    expect(cloud.world.credentials.size()).toBe(1);
  });
});
