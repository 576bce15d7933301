import { assumeRole } from "@alicred/assume-role";
import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { simulateCloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";
import { expect, test } from "vitest";

test("a throttled refresh disturbs nobody", async () => {
  const cloud = simulateCloud();
  const host = nodeHost({ clock: cloud.clock, fetch: cloud.fetch, env: {} }); // the one line
  const from = staticCredentials(cloud.accessKey("alice"));
  const roleArn = "acs:ram::1000000000000001:role/reader";
  const resolver = refreshing(assumeRole({ from, roleArn }), { host });

  const first = await resolver.get();
  await cloud.advance("58m"); // into the advisory window of a session of one hour
  cloud.faults.add({ kind: "throttling", operation: "AssumeRole", times: 1 });
  expect((await resolver.get()).accessKeyId).toBe(first.accessKeyId); // served at once, while a refresh runs behind
  await cloud.advance("5m");
  expect((await resolver.get()).accessKeyId).not.toBe(first.accessKeyId);
  expect(cloud.journal.count({ operation: "AssumeRole", decision: "allowed" })).toBe(2);
  resolver.close();
});
