import assert from "node:assert/strict";
import { test } from "node:test";
import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { resolver } from "alicred";

const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });
globalThis.fetch = cloud.fetch;

test("takes the role of the instance", async () => {
  const { accessKeyId } = await resolver({ env: { ALIBABA_CLOUD_ECS_METADATA: "ecs-app" } }).get();
  assert.match(accessKeyId, /^STS\./);
  assert.equal(cloud.journal.count({ operation: "GetCredentials" }), 1);
  cloud.clock.setSpeed(0);
});
