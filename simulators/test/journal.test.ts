import { describe, expect, it } from "vitest";
import { type Cloud, simulateCloud } from "../src/mod.ts";
import { createControl } from "../src/reach/control/mod.ts";
import { assumeAdmin, type Client, createClient, roleArn, whoAmI } from "./support/worlds.ts";

/** A little of everything; returns every byte that came back. */
async function script(client: Client): Promise<string> {
  const { cloud, call } = client;
  let seen = "";
  cloud.faults.add({ kind: "unavailable", rate: 0.3 });
  for (let hour = 0; hour < 5; hour++) {
    for (const reply of [
      await call(assumeAdmin),
      await call({ ...assumeAdmin, RoleArn: roleArn("nobody") }, { style: "v3" }),
      await call(whoAmI, { nonce: "same" }),
      await cloud.fetch("https://nowhere.example/"),
    ]) {
      seen += `${reply.status} ${JSON.stringify([...reply.headers])} ${await reply.text()}\n`;
    }
    await cloud.advance("1h");
  }
  return seen;
}

describe("same seed, same calls", () => {
  it("gives byte-identical replies and journals", async () => {
    const [one, two, other] = [
      createClient({ seed: 7 }),
      createClient({ seed: 7 }),
      createClient({ seed: 8 }),
    ];
    const replies = await script(one);
    expect(await script(two)).toBe(replies);
    expect(JSON.stringify(two.cloud.journal.entries())).toBe(JSON.stringify(one.cloud.journal.entries()));
    expect(await script(other)).not.toBe(replies);
  });

  it("also after a reset, and after going back to a snapshot", async () => {
    const client = createClient();
    const { cloud } = client;
    const before = cloud.snapshot();
    const replies = await script(client);
    const journal = cloud.journal.print();
    const keys = cloud.accessKey("alice");
    cloud.setAccessKeyActive("alice", false);
    cloud.restore(before);
    expect(cloud.clock.now()).toBe(before.clockMs);
    expect(cloud.accessKey("alice")).toEqual(keys);
    expect(cloud.journal.count()).toBe(0);
    expect(await script(client)).toBe(replies);
    expect(cloud.journal.print()).toBe(journal);
    cloud.clock.moveTo(before.clockMs);
    cloud.reset();
    expect(cloud.faults.list()).toEqual([]);
    expect(await script(client)).toBe(replies);
  });
});

async function threeCalls(): Promise<Cloud> {
  const { cloud, call } = createClient();
  await call(assumeAdmin);
  await call(whoAmI);
  await call({ ...assumeAdmin, RoleArn: roleArn("nobody") });
  return cloud;
}

describe("a snapshot", () => {
  it("is not taken from another cloud", () => {
    const [mine, other] = [createClient().cloud, createClient().cloud];
    const snapshot = other.snapshot();
    expect(() => mine.restore(snapshot)).toThrow("the snapshot is of another cloud");
    expect(() => mine.restore(structuredClone(snapshot))).toThrow(TypeError);
    other.restore(snapshot);
  });
});

describe("the journal", () => {
  it("tells who asked what, and what was decided", async () => {
    const { journal } = await threeCalls();
    expect(journal.entries()[0]).toEqual({
      seq: 1,
      at: "2026-01-07T08:00:00.000Z",
      service: "sts",
      operation: "AssumeRole",
      method: "POST",
      host: "sts.aliyuncs.com",
      path: "/",
      clientKey: "LTAI5tAliceMayAssume0001",
      accessKeyId: "LTAI5tAliceMayAssume0001",
      credentialKind: "access-key",
      identity: "acs:ram::1000000000000001:user/alice",
      decision: "allowed",
      status: 200,
      reason: "the trust policy allows it",
      requestId: expect.stringMatching(/^[0-9A-F-]{36}$/),
      skewMs: 0,
    });
  });

  it("counts and filters", async () => {
    const { journal } = await threeCalls();
    expect(journal.count()).toBe(3);
    expect(journal.count({ operation: "AssumeRole" })).toBe(2);
    expect(journal.count({ operation: "AssumeRole", decision: "denied" })).toBe(1);
    expect(journal.entries(({ status }) => status === 404).map(({ seq }) => seq)).toEqual([3]);
  });

  it("prints a table", async () => {
    const { journal } = await threeCalls();
    expect(journal.print({ decision: "denied" })).toBe(
      [
        "#  at                        service  operation   client                    status  decision  why",
        "3  2026-01-07T08:00:00.000Z  sts      AssumeRole  LTAI5tAliceMayAssume0001  404     denied    EntityNotExist.Role; The specified Role not exists .",
      ].join("\n"),
    );
  });

  it("holds the last entries only, and says how many it dropped", async () => {
    const cloud = simulateCloud({ journalLimit: 3 });
    for (let i = 0; i < 10; i++) await cloud.fetch("https://nowhere.example/");
    expect(cloud.journal.entries().map(({ seq }) => seq)).toEqual([8, 9, 10]);
    expect(cloud.journal.dropped()).toBe(7);
  });

  it("does not count without those that it dropped, and counts again once it was cleared", async () => {
    const cloud = simulateCloud({ journalLimit: 3 });
    const call = async (times: number): Promise<void> => {
      for (let i = 0; i < times; i++) await cloud.fetch("https://nowhere.example/");
    };
    await call(3);
    expect(cloud.journal.count()).toBe(3);
    const full = cloud.snapshot();
    await call(1);
    const refused = "dropped 1 entries and holds the last 3, so it cannot count all: raise journalLimit";
    expect(() => cloud.journal.count()).toThrow(RangeError);
    expect(() => cloud.journal.count({ decision: "denied" })).toThrow(refused);
    cloud.journal.clear();
    expect([cloud.journal.count(), cloud.journal.dropped()]).toEqual([0, 0]);
    await call(2);
    expect(cloud.journal.entries().map(({ seq }) => seq)).toEqual([5, 6]);
    expect(cloud.journal.count({ decision: "unmatched" })).toBe(2);
    cloud.restore(full);
    expect(cloud.journal.count()).toBe(3);
    cloud.reset();
    expect([cloud.journal.count(), cloud.journal.dropped()]).toEqual([0, 0]);
  });

  it.each([
    [
      "https://sts.cn-hangzhuo.aliyuncs.com/",
      "no simulated service at sts.cn-hangzhuo.aliyuncs.com; near: sts.cn-hangzhou.aliyuncs.com",
      421,
    ],
    ["http://localhost:8080/tss/", "no simulated service at the path /tss/; near: /sts/; services: sts", 421],
    ["http://localhost:8080/", "no simulated service at the path /; services: sts", 421],
    ["https://sts.aliyuncs.com/api", "no route of sts for GET /api; it has /", 404],
    [
      "https://oauth.aliyun.com/v1/exchnage",
      "no route of oauth for GET /v1/exchnage; near: /v1/exchange",
      404,
    ],
    ["https://oauth.aliyun.com/v1/exchange", "/v1/exchange of oauth is for POST, not GET", 405],
    [
      "http://100.100.100.200/meta-data/",
      "no route of ecs-metadata for GET /meta-data/; it has /latest/*",
      404,
    ],
  ])("diagnoses %s", async (url, reason, status) => {
    const cloud = simulateCloud();
    expect((await cloud.fetch(url)).status).toBe(status);
    expect(cloud.journal.entries()[0]).toMatchObject({ decision: "unmatched", status });
    expect(cloud.journal.entries()[0]?.reason).toContain(reason.replace(/services: .*/, "services: "));
  });

  it.each([
    ["AssumeRoll", "STS has no action AssumeRoll; near: AssumeRole"],
    ["assumerole", "STS has no action assumerole; near: AssumeRole"],
    ["DescribeRegions", "STS has no action DescribeRegions"],
  ])("diagnoses the action %s", async (action, reason) => {
    const cloud = simulateCloud();
    await cloud.fetch(`https://sts.aliyuncs.com/?Action=${action}&Version=2015-04-01`);
    expect(cloud.journal.entries()[0]).toMatchObject({ code: "InvalidAction.NotFound", reason });
  });
});

describe("what clients put into a request", () => {
  it("reaches no terminal with control characters in it", async () => {
    const cloud = simulateCloud();
    const action = "%0aINJECTED%1b%5b2J%c2%9b%e2%80%ae";
    await cloud.fetch(`https://sts.aliyuncs.com/?Action=${action}&Version=2015-04-01`);
    await cloud.fetch(`https://sts.aliyuncs.com/?Action=GetCallerIdentity&AccessKeyId=${action}`);
    const shown = [
      cloud.journal.print(),
      ...cloud.journal.entries().flatMap((entry) => Object.values(entry)),
    ];
    expect(cloud.journal.entries()[0]?.operation).toBe(String.raw`\nINJECTED\u001b[2J\u009b\u202e`);
    // Every row of the table is one line.
    expect(cloud.journal.print().split("\n")).toHaveLength(3);
    for (const text of shown.slice(1)) expect(String(text)).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it("is not shown where it looks like a token in a path", async () => {
    const cloud = simulateCloud();
    const tokens = ["eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl", "CAISrQJ1q6Ft5B2yfSjIr5%2Bf9aX8"];
    for (const token of tokens) {
      await cloud.fetch(`http://credentials.simulated.example/${token}`);
      await cloud.fetch(`http://credentials.simulated.example/below/${token}/x`);
      await cloud.fetch(`http://127.0.0.1/${token}`);
      await cloud.fetch(`http://100.100.100.200/latest/meta-data/${token}`);
    }
    const control = createControl(cloud, { token: "a-token-of-the-test" });
    const ask = async (path: string): Promise<string> =>
      await (
        await control.fetch(
          new Request(`http://127.0.0.1/_alicred/${path}`, {
            headers: { authorization: "Bearer a-token-of-the-test" },
          }),
        )
      ).text();
    const texts = [cloud.journal.print(), await ask("journal"), await ask("overview")];
    expect(cloud.journal.entries()[0]?.path).toBe("/<not shown>");
    for (const text of texts)
      for (const token of tokens) {
        expect(text).not.toContain(token);
        expect(text).not.toContain(decodeURIComponent(token));
      }
  });

  it("is shown where it is a name", async () => {
    const cloud = simulateCloud();
    const path = "/latest/meta-data/ram/security-credentials/AliyunReservedSSO-Administrator";
    await cloud.fetch(`http://100.100.100.200${path}`);
    await cloud.fetch("http://i-bp10simulated00000001.localhost/ecs-metadata/latest/meta-data/instance-id");
    expect(cloud.journal.entries()[0]?.path).toBe(path);
    expect(cloud.journal.entries()[1]?.clientKey).toBe("i-bp10simulated00000001");
  });
});
