import { type CredentialSource, found, type Resolver, refreshing } from "@alicred/core";
import { expect, test } from "vitest";
import { assumeRole } from "../src/mod.ts";
import { ADMIN, type Bench, bench, nothing, READER, userSource } from "./support.ts";

/** Uses a resolver every minute, as an application would, and checks each time that what it got is valid. */
async function use({ cloud, host }: Bench, resolver: Resolver, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute++) {
    const credentials = await resolver.get();
    expect(credentials.expiresAtMs ?? 0).toBeGreaterThan(cloud.clock.now());
    await host.settled();
    cloud.clock.moveTo(cloud.clock.now() + 60_000);
  }
}

/** Calls of STS by who made them. */
function calls({ cloud }: Bench): { user: number; admin: number; refused: number } {
  const { journal } = cloud;
  return {
    user: journal.count({ decision: "allowed", credentialKind: "access-key" }),
    admin: journal.count({ decision: "allowed", credentialKind: "temporary" }),
    refused: journal.count({ decision: "denied" }),
  };
}

test("a short session under a long one: each hop is refreshed by its own lifetime", async () => {
  const table = bench();
  const admin = assumeRole({ from: table.alice, roleArn: ADMIN, durationSeconds: 900 });
  const reader = assumeRole({ from: admin, roleArn: READER, durationSeconds: 3600 });
  const resolver = refreshing(reader, { host: table.host });
  await use(table, resolver, 12 * 60);
  // Every reader session needs a new admin session by then, and no more: 3,600 s less a window of 15 minutes.
  const { user, admin: role, refused } = calls(table);
  expect(refused).toBe(0);
  expect(role).toBe(user);
  expect(role).toBeGreaterThanOrEqual(12);
  expect(role).toBeLessThanOrEqual(17);
  expect((await resolver.get()).provenance).toEqual(["assume-role", "assume-role", "user"]);
  expect(table.alice.asked()).toBe(1);
});

test("a long session under short ones is acquired once and reused", async () => {
  const table = bench();
  const admin = assumeRole({ from: table.alice, roleArn: ADMIN, durationSeconds: 43_200 });
  const reader = assumeRole({ from: admin, roleArn: READER, durationSeconds: 900 });
  await use(table, refreshing(reader, { host: table.host }), 6 * 60);
  const { user, admin: role, refused } = calls(table);
  expect([user, refused]).toEqual([1, 0]);
  // 900 s less a window of 5 minutes.
  expect(role).toBeGreaterThanOrEqual(24);
  expect(role).toBeLessThanOrEqual(37);
});

test("a session that STS rejects is dropped, and the role assumed with a new one at once", async () => {
  const table = bench();
  const { cloud, host } = table;
  let issued = 0;
  const admin = assumeRole({ from: table.alice, roleArn: ADMIN, durationSeconds: 43_200 });
  // Says that its sessions live forever, so that nothing but the refusal shows that one is over.
  const overconfident: CredentialSource = {
    name: "overconfident",
    async resolve(context) {
      issued += 1;
      const answer = await admin.resolve(context);
      if (answer.outcome !== "credentials") return answer;
      const { accessKeyId, accessKeySecret, securityToken } = answer.credentials;
      return found({ accessKeyId, accessKeySecret, securityToken, expiration: Date.UTC(2200, 0) });
    },
  };
  const resolver = refreshing(assumeRole({ from: overconfident, roleArn: READER }), { host });
  await resolver.get();
  cloud.clock.moveTo(cloud.clock.now() + 44_000_000);
  await resolver.get();
  expect(issued).toBe(2);
  expect(cloud.journal.entries({ decision: "denied" })).toMatchObject([
    { code: "InvalidSecurityToken.Expired" },
  ]);
});

test("a key that was replaced at its source is taken up although the old one never expires", async () => {
  const { cloud, host } = bench();
  let user = "alice";
  const rotating: CredentialSource = {
    name: "rotating",
    resolve: async () => found(cloud.accessKey(user)),
  };
  const source = assumeRole({ from: rotating, roleArn: ADMIN });
  const resolver = refreshing(source, { host });
  await resolver.get();
  cloud.setAccessKeyActive("alice", false);
  user = "bob";
  resolver.invalidate();
  await expect(resolver.get()).rejects.toMatchObject({ serverCode: "NoPermission" });
  const ids = cloud.journal.entries().map(({ accessKeyId, code = "ok" }) => [accessKeyId, code]);
  expect(ids).toEqual([
    ["LTAI5tAliceMayAssume0001", "ok"],
    ["LTAI5tAliceMayAssume0001", "InvalidAccessKeyId.Inactive"],
    ["LTAI5tBobMayDoNothing001", "NoPermission"],
  ]);
});

test("a key that may not assume the role is looked up again, in case it was replaced", async () => {
  const { cloud, host } = bench();
  let user = "bob";
  const rotating: CredentialSource = { name: "rotating", resolve: async () => found(cloud.accessKey(user)) };
  const source = assumeRole({ from: rotating, roleArn: ADMIN });
  const resolver = refreshing(source, { host });
  await expect(resolver.get()).rejects.toMatchObject({ serverCode: "NoPermission" });
  user = "alice";
  cloud.clock.moveTo(cloud.clock.now() + 60_000);
  expect((await resolver.get()).provenance).toEqual(["assume-role", "rotating"]);
});

test("a refused key that its source yields again is not tried again", async () => {
  const { cloud, host } = bench();
  const carol = userSource(cloud, "carol");
  const resolver = refreshing(assumeRole({ from: carol, roleArn: ADMIN }), { host });
  await expect(resolver.get()).rejects.toMatchObject({
    name: "RefusedError",
    serverCode: "InvalidAccessKeyId.Inactive",
    requestId: expect.any(String),
  });
  expect(cloud.journal.count()).toBe(1);
  expect(carol.asked()).toBe(2);
});

test("a base that is a resolver already is used as it is, and dropped when refused", async () => {
  const { cloud, host } = bench();
  const carol = userSource(cloud, "carol");
  const base = refreshing(carol, { host });
  await base.get();
  await expect(refreshing(assumeRole({ from: base, roleArn: ADMIN }), { host }).get()).rejects.toThrow();
  expect(carol.asked()).toBe(2);
});

test("a refusal that says nothing of the base session keeps it", async () => {
  const table = bench();
  const { cloud, host } = table;
  const admin = assumeRole({ from: table.alice, roleArn: ADMIN, durationSeconds: 43_200 });
  const resolver = refreshing(assumeRole({ from: admin, roleArn: READER }), { host });
  await resolver.get();
  cloud.faults.add({ kind: "status", status: 400, times: 1 });
  resolver.invalidate();
  await expect(resolver.get()).rejects.toMatchObject({ code: "UPSTREAM_REFUSED" });
  cloud.clock.moveTo(cloud.clock.now() + 60_000);
  await resolver.get();
  expect(calls(table)).toMatchObject({ user: 1, admin: 2 });
});

test("an unconfigured base is looked for again", async () => {
  const { cloud, host, alice } = bench();
  let from: CredentialSource = nothing;
  const late: CredentialSource = { name: "late", resolve: (context) => from.resolve(context) };
  const resolver = refreshing(assumeRole({ from: late, roleArn: ADMIN }), { host });
  await expect(resolver.get()).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
  from = alice;
  cloud.clock.moveTo(cloud.clock.now() + 60_000);
  expect((await resolver.get()).provenance).toEqual(["assume-role", "late"]);
});
