import { describe, expect, it } from "vitest";
import { faultCatalogue, faultScenarios, type JournalEntry } from "../../src/mod.ts";
import type {
  ClockReport,
  CredentialsReport,
  FaultReport,
  JournalPage,
} from "../../src/reach/control/mod.ts";
import { assumeAdmin, vectorWorld, whoAmI } from "../support/worlds.ts";
import { type Controlled, control } from "./support.ts";

describe("the clock", () => {
  it("tells, advances, runs, freezes and is put to an instant", async () => {
    const { client, json } = control({ serverClockOffsetMs: 60_000 });
    expect(await json("GET", "clock")).toEqual({
      now: "2026-01-07T08:00:00.000Z",
      nowMs: Date.UTC(2026, 0, 7, 8),
      serverNow: "2026-01-07T08:01:00.000Z",
      speed: 0,
      pendingTimers: 0,
    });
    const rung = client.cloud.clock.sleep(3_600_000);
    expect(await json("POST", "clock/advance", { duration: "6h" })).toMatchObject({
      now: "2026-01-07T14:00:00.000Z",
    });
    await rung;
    expect((await json<ClockReport>("PUT", "clock", { speed: 60 })).speed).toBe(60);
    expect((await json<ClockReport>("PUT", "clock", { speed: 0 })).speed).toBe(0);
    const moved = await json("PUT", "clock", { now: "2026-02-01T00:00:00Z" });
    expect(moved).toMatchObject({ now: "2026-02-01T00:00:00.000Z" });
  });

  it.each([{ duration: "soon" }, { duration: -1 }, { duration: null }, {}, { duration: "1h", more: 1 }])(
    "does not advance by %j",
    async (body) => {
      const { ask } = control();
      expect((await ask("POST", "clock/advance", body)).status).toBe(400);
    },
  );
});

describe("faults", () => {
  it("adds, strikes, lists and removes", async () => {
    const { client, ask, json } = control();
    const added = await json<{ faults: FaultReport }>("POST", "faults", {
      kind: "throttling",
      operation: "AssumeRole",
    });
    expect(added).toEqual({
      faults: [{ id: 1, hits: 0, fault: { kind: "throttling", operation: "AssumeRole" } }],
    });
    expect((await client.call(assumeAdmin)).status).toBe(400);
    expect(await json("GET", "faults")).toMatchObject({ faults: [{ id: 1, hits: 1 }] });
    expect((await ask("DELETE", "faults/1")).status).toBe(204);
    expect((await ask("DELETE", "faults/1")).status).toBe(404);
    expect((await client.call(assumeAdmin)).status).toBe(200);
  });

  it("adds a scenario by its name, and clears", async () => {
    const { ask, json } = control();
    const { faults } = await json<{ faults: FaultReport }>("POST", "faults", {
      scenario: "uri-null-then-recovery",
    });
    expect(faults.map(({ fault }) => fault)).toEqual(faultScenarios["uri-null-then-recovery"]);
    expect((await ask("DELETE", "faults")).status).toBe(204);
    expect(await json("GET", "faults")).toEqual({ faults: [] });
  });

  it.each([
    { kind: "no-such" },
    { kind: "latency" },
    { kind: "latency", ms: -1 },
    { scenario: "no-such" },
    {},
  ])("refuses %j", async (body) => {
    const { ask, json } = control();
    expect((await ask("POST", "faults", body)).status).toBe(400);
    expect(await json("GET", "faults")).toEqual({ faults: [] });
  });

  it("says which scenarios there are to one that asks for another", async () => {
    const { ask } = control();
    const reply = await ask("POST", "faults", { scenario: "metadata-token-406" });
    expect(await reply.json()).toMatchObject({
      reason: expect.stringMatching(/expected one of .*"metadata-token-405".*at scenario/s),
    });
  });

  it("lists all that there are, with a text and a schema for each", async () => {
    const { json } = control();
    type Named = readonly { readonly name: string; readonly text: string }[];
    const { kinds, scenarios, services } = await json<{ kinds: Named; scenarios: Named; services: string[] }>(
      "GET",
      "faults/catalogue",
    );
    expect(kinds.map(({ name }) => name)).toEqual(Object.keys(faultCatalogue));
    expect(scenarios.map(({ name }) => name)).toEqual(Object.keys(faultScenarios));
    for (const { text } of [...kinds, ...scenarios]) expect(text).not.toBe("");
    expect(kinds.find(({ name }) => name === "latency")).toMatchObject({
      parameters: { properties: { ms: { type: "number" } }, required: ["ms"] },
    });
    expect(services).toContain("sts");
  });
});

describe("the journal", () => {
  it("continues after a cursor, in pages", async () => {
    const { client, json } = control();
    for (let i = 0; i < 3; i++) await client.call(whoAmI);
    const first = await json<JournalPage>("GET", "journal?limit=2");
    expect(first.entries.map(({ seq }) => seq)).toEqual([1, 2]);
    const second = await json<JournalPage>("GET", `journal?since=${first.cursor}`);
    expect(second.entries.map(({ seq }) => seq)).toEqual([3]);
    const third = await json<JournalPage>("GET", `journal?since=${second.cursor}`);
    expect(third).toMatchObject({ entries: [], cursor: second.cursor, restarted: false, dropped: 0 });
  });

  it("starts again when it is no longer the one that was read", async () => {
    const { client, ask, json } = control();
    await client.call(whoAmI);
    await client.call(whoAmI);
    const { cursor } = await json<JournalPage>("GET", "journal");
    await ask("POST", "reset");
    expect(await json("GET", `journal?since=${cursor}`)).toMatchObject({
      entries: [],
      cursor: "0",
      restarted: true,
    });
    await client.call(assumeAdmin);
    await client.call(assumeAdmin);
    const again = await json<JournalPage>("GET", `journal?since=${cursor}`);
    expect(again.restarted).toBe(true);
    expect(again.entries.map(({ operation }) => operation)).toEqual(["AssumeRole", "AssumeRole"]);
  });

  it("continues when the entry that was read last is no longer held", async () => {
    const { client, json } = control({ journalLimit: 2 });
    await client.call(whoAmI);
    const { cursor } = await json<JournalPage>("GET", "journal");
    for (let i = 0; i < 4; i++) await client.call(whoAmI);
    const page = await json<JournalPage>("GET", `journal?since=${cursor}`);
    expect(page).toMatchObject({ restarted: false, dropped: 3 });
    expect(page.entries.map(({ seq }: JournalEntry) => seq)).toEqual([4, 5]);
  });
});

describe("credentials", () => {
  it("count the life of a session that a service keeps from its beginning, whenever it was asked for", async () => {
    const { client, json } = control();
    await client.cloud.advance("40m");
    await client.cloud.fetch(client.cloud.credentialsDocument().url);
    expect(await json("GET", "credentials")).toMatchObject({
      credentials: [{ issuedAt: "2026-01-07T08:00:00.000Z", remainingMs: 1_200_000, lifetimeMs: 3_600_000 }],
    });
  });

  it("tells whose they are and how long they last", async () => {
    const { client, json } = control();
    await client.call({ ...assumeAdmin, DurationSeconds: "900" });
    await client.cloud.advance("10m");
    await client.call(assumeAdmin);
    type Issued = { readonly credentials: readonly CredentialsReport[]; readonly total: number };
    const { credentials, total } = await json<Issued>("GET", "credentials");
    expect(total).toBe(2);
    expect(credentials).toMatchObject([
      { remainingMs: 3_600_000, lifetimeMs: 3_600_000, issuedBy: "sts:AssumeRole" },
      {
        arn: "acs:ram::1000000000000001:assumed-role/admin/session",
        issuedAt: "2026-01-07T08:00:00.000Z",
        expiresAt: "2026-01-07T08:15:00.000Z",
        remainingMs: 300_000,
        lifetimeMs: 900_000,
      },
    ]);
    await client.cloud.advance("5m");
    expect(await json("GET", "credentials")).toMatchObject({ total: 1 });
  });
});

describe("snapshots", () => {
  it("are made, listed, gone back to and let go", async () => {
    const { client, ask, json } = control();
    await client.call(assumeAdmin);
    expect(await json("POST", "snapshots")).toEqual({ id: 1, at: "2026-01-07T08:00:00.000Z" });
    await client.cloud.advance("2h");
    await client.call(whoAmI);
    expect(await json("GET", "snapshots")).toEqual({
      snapshots: [{ id: 1, at: "2026-01-07T08:00:00.000Z" }],
    });
    expect((await ask("POST", "snapshots/1/restore")).status).toBe(200);
    expect(client.cloud.clock.now()).toBe(Date.UTC(2026, 0, 7, 8));
    expect(client.cloud.journal.count()).toBe(1);
    expect((await ask("DELETE", "snapshots/1")).status).toBe(204);
    expect((await ask("POST", "snapshots/1/restore")).status).toBe(404);
  });
});

describe("the world", () => {
  it("is replaced, on the same clock, and snapshots of the one before do not fit", async () => {
    const { control: api, client, ask, json } = control();
    await client.call(whoAmI);
    await client.cloud.advance("1h");
    await ask("POST", "snapshots");
    const secret = client.cloud.accessKey("alice").accessKeySecret;
    expect((await ask("PUT", "world", { seed: 2 })).status).toBe(200);
    expect(api.cloud().accessKey("alice").accessKeySecret).not.toBe(secret);
    expect(api.cloud().clock).toBe(client.cloud.clock);
    expect(api.cloud().journal.count()).toBe(0);
    expect((await ask("POST", "snapshots/1/restore")).status).toBe(404);
    expect((await ask("PUT", "world", { world: vectorWorld })).status).toBe(200);
    expect(api.cloud().accessKey("tester").accessKeyId).toBe("testAccessKeyId");
    const { world } = await json<{ world: object }>("GET", "world");
    expect(JSON.stringify(world)).toContain("adminrole");
  });

  it.each([{ world: {} }, { world: { accounts: [] } }, { seeds: 1 }])(
    "refuses %j and stays",
    async (body) => {
      const { control: api, client, ask } = control();
      expect((await ask("PUT", "world", body)).status).toBe(400);
      expect(api.cloud()).toBe(client.cloud);
    },
  );
});

describe("secrets", () => {
  it("are in no answer, not even those that clients put in the wrong place", async () => {
    const [account] = vectorWorld.accounts;
    const short = { id: "99999", rootAccessKeys: [{ id: "shortKey", secret: "sh0rt!" }] };
    const { client, ask } = control({ world: { ...vectorWorld, accounts: account ? [account, short] : [] } });
    const keys = client.cloud.accessKey("tester");
    const role = { RoleArn: "acs:ram::123456789012:role/adminrole", RoleSessionName: "session" };
    const reply = await client.call({ Action: "AssumeRole", ...role }, { keys });
    const { Credentials: issued } = (await reply.json()) as { Credentials: Record<string, string> };
    await client.cloud.fetch(`http://127.0.0.1/${keys.accessKeySecret}`);
    const get = ["clock", "faults", "journal", "credentials", "overview", "snapshots", "world", ""];
    const replies = [
      ...get.map((path) => ask("GET", path)),
      ask("POST", "clock/advance", { duration: keys.accessKeySecret }),
      ask("POST", "faults", { kind: "status", status: 500, body: keys.accessKeySecret }),
      ask("PUT", "world", { world: { accounts: [{ id: keys.accessKeySecret }] } }),
    ];
    const texts = await Promise.all(replies.map(async (one) => (await one).text()));
    client.cloud.expectNoSecrets(texts);
    expect(texts.join()).not.toContain("sh0rt!");
    expect(texts[get.indexOf("world")]).toContain("shortKey");
    expect(texts[get.indexOf("credentials")]).toContain(issued["AccessKeyId"]);
  });
});

describe("an advance", () => {
  it.each(["3654d", 3654 * 86_400_000, "999999999999h"])(
    "by %j is refused: nobody waits that long",
    async (duration) => {
      const { client, ask } = control();
      const reply = await ask("POST", "clock/advance", { duration });
      expect(reply.status).toBe(400);
      expect(await reply.text()).toContain("at most ten years");
      expect(client.cloud.clock.now()).toBe(Date.UTC(2026, 0, 7, 8));
    },
  );
});

describe("an advance that is under way", () => {
  async function ticking(controlled: Controlled): Promise<Response> {
    const { clock } = controlled.client.cloud;
    void (async () => {
      for (;;) await clock.sleep(60_000);
    })();
    const advanced = controlled.ask("POST", "clock/advance", { duration: "3650d" });
    await new Promise((resolve) => setTimeout(resolve, 20));
    return advanced;
  }

  it.each([
    ["the clock is set", "PUT", "clock", { now: "2026-02-01T00:00:00Z" }],
    ["the clock is frozen", "PUT", "clock", { speed: 0 }],
    ["the cloud is reset", "POST", "reset", undefined],
    ["it is stopped", "DELETE", "clock/advance", undefined],
  ])("ends when %s", async (_title, method, path, body) => {
    const controlled = control();
    const advanced = ticking(controlled);
    const report = (): Promise<ClockReport> => controlled.json<ClockReport>("GET", "clock");
    await expect.poll(async () => (await report()).nowMs).toBeGreaterThan(Date.UTC(2026, 0, 7, 8));
    expect((await report()).advancingTo).toBe("2036-01-05T08:00:00.000Z");
    await controlled.ask(method, path, body);
    expect((await advanced).status).toBe(409);
    const { now } = await controlled.json<{ now: string }>("GET", "clock");
    expect(Date.parse(now)).toBeLessThan(Date.parse("2030-01-01T00:00:00Z"));
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect((await controlled.json<{ now: string }>("GET", "clock")).now).toBe(now);
  });
});
