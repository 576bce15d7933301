import http from "node:http";
import { assumeRole } from "@alicred/assume-role";
import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { credentialsUri } from "@alicred/credentials-uri";
import { ecsRamRole } from "@alicred/ecs-ram-role";
import { type Cloud, createVirtualClock, simulateCloud } from "@alicred/simulators";
import { handlers } from "@alicred/simulators/msw";
import { staticCredentials } from "@alicred/static";
import { setupServer } from "msw/node";
import { describe, expect, onTestFinished, test, vi } from "vitest";

function intercepted(cloud: Cloud): Cloud {
  const server = setupServer(...handlers(cloud));
  server.listen({ onUnhandledRequest: "error" });
  onTestFinished(() => server.close());
  return cloud;
}

/** One source for each way to ask: HTTPS with a body, HTTP with headers, HTTP alone. */
function sources(cloud: Cloud) {
  return [
    assumeRole({
      from: staticCredentials(cloud.accessKey("alice")),
      roleArn: "acs:ram::1000000000000001:role/admin",
    }),
    ecsRamRole(),
    credentialsUri({
      uri: cloud.credentialsDocument("/reader").url,
      allowedHosts: ["credentials.simulated.example"],
    }),
  ];
}

describe("the Node host is caught by the handlers of MSW", () => {
  test("with a cloud that lives", async () => {
    const clock = createVirtualClock({ startMs: Date.now(), speed: 1 });
    onTestFinished(() => clock.setSpeed(0));
    const cloud = intercepted(simulateCloud({ clock }));
    const host = nodeHost({ env: {} });
    const found = sources(cloud).map((source) => refreshing(source, { host }).get());
    for (const { accessKeyId } of await Promise.all(found)) expect(accessKeyId).toMatch(/^STS\./);
    expect(cloud.journal.count({ operation: "AssumeRole" })).toBe(1);
  });

  test("with a cloud whose clock stands still", async () => {
    const cloud = intercepted(simulateCloud());
    const host = nodeHost({ env: {}, clock: cloud.clock });
    const found = sources(cloud).map((source) => refreshing(source, { host }).get());
    for (const { accessKeyId } of await Promise.all(found)) expect(accessKeyId).toMatch(/^STS\./);
  });

  test("with a cloud whose clock stands still and that answers with a fault", async () => {
    const cloud = intercepted(simulateCloud());
    cloud.faults.add({ kind: "throttling", operation: "AssumeRole", nth: 1 });
    const [source] = sources(cloud);
    if (source === undefined) throw new Error("no source");
    const found = refreshing(source, { host: nodeHost({ env: {}, clock: cloud.clock }) }).get();
    await expect.poll(() => cloud.journal.count({ operation: "AssumeRole" })).toBe(1);
    await expect.poll(() => cloud.clock.pendingTimers()).toBeGreaterThan(0);
    await cloud.advance("1s");
    expect((await found).accessKeyId).toMatch(/^STS\./);
  });
});

test("the Node host is caught by whatever replaces `request` later, as nock does", async () => {
  const asked: unknown[] = [];
  vi.spyOn(http, "request").mockImplementation((...args: unknown[]) => {
    asked.push(args[0]);
    throw Object.assign(new Error("caught"), { code: "ERR_NOCK_NO_MATCH" });
  });
  const source = credentialsUri({ uri: "http://127.0.0.1:8088/reader" });
  const failure = refreshing(source, { host: nodeHost({ env: {} }) }).explain();
  expect((await failure).error?.message).toContain("ERR_NOCK_NO_MATCH");
  expect(asked).toContain("http://127.0.0.1:8088/reader");
});
