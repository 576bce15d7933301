import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeHost } from "@alicred/core/host/node";
import { simulateCloud } from "@alicred/simulators";
import { resolver } from "alicred";

test("takes the role of the instance", async () => {
  const cloud = simulateCloud();
  const env = { ALIBABA_CLOUD_ECS_METADATA: "ecs-app" };
  const host = nodeHost({ env, clock: cloud.clock, fetch: cloud.fetch });
  const { accessKeyId } = await resolver({ host }).get();
  assert.match(accessKeyId, /^STS\./);
  assert.equal(cloud.journal.count({ operation: "GetCredentials" }), 1);
});
