import assert from "node:assert/strict";
import { test } from "node:test";
import { nodeHost } from "@alicred/core/host/node";
import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { resolver } from "alicred";

const cloud = simulateCloud({ clock: createVirtualClock({ startMs: Date.now(), speed: 1 }) });

test("takes the role of the instance", async () => {
  const host = nodeHost({ env: { ALIBABA_CLOUD_ECS_METADATA: "ecs-app" }, fetch: cloud.fetch });
  const { accessKeyId } = await resolver({ host }).get();
  assert.match(accessKeyId, /^STS\./);
  assert.equal(cloud.journal.count({ operation: "GetCredentials" }), 1);
  cloud.clock.setSpeed(0);
});
