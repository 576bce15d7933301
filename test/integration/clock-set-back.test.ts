import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { credentialsUri } from "@alicred/credentials-uri";
import { simulateCloud } from "@alicred/simulators";
import { expect, test } from "vitest";

// A machine that booted 8 hours ahead, and whose clock is set right: by the simulators' own clock, as a user's tests have it.

const HOUR_MS = 3_600_000;

function machine() {
  const cloud = simulateCloud();
  const host = nodeHost({ clock: cloud.clock, fetch: cloud.fetch, env: {} });
  const source = credentialsUri({ uri: "http://127.0.0.1:8080/credentials-uri/reader" });
  const resolver = refreshing(source, { host });
  const setBack = (): void => cloud.clock.moveTo(cloud.clock.now() - 8 * HOUR_MS);
  return { cloud, resolver, setBack };
}

test("recovers within a pause after an outage before it", async () => {
  const { cloud, resolver, setBack } = machine();
  const fault = cloud.faults.add({ kind: "connection-reset" });
  const failed = resolver.get().catch((thrown: unknown) => thrown);
  await cloud.advance("20s");
  expect(await failed).toMatchObject({ code: "NETWORK_ERROR" });
  setBack();
  fault.remove();
  await cloud.advance("2s");
  expect((await resolver.get()).accessKeyId).toMatch(/^STS\./);
});

test("serves no credentials past the life that they had when they were acquired", async () => {
  const { cloud, resolver, setBack } = machine();
  const first = await resolver.get();
  const lifeMs = Number(first.expiresAtMs) - cloud.clock.now();
  setBack();
  await cloud.advance(lifeMs - 1);
  expect(resolver.peek()).toBeDefined();
  await cloud.advance(1);
  expect(resolver.peek()).toBeUndefined();
});
