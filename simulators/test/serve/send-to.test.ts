import { expect, it, onTestFinished } from "vitest";
import { createVirtualClock, simulateCloud } from "../../src/mod.ts";
import { createCertificateAuthority, sendTo, serve } from "../../src/reach/serve/node.ts";
import { v3Parts } from "../support/sign.ts";

it("sends requests of any host to one address, with their host, body and headers", async () => {
  const cloud = simulateCloud({ clock: createVirtualClock() });
  const served = await serve(cloud);
  onTestFinished(served.close);
  const send = sendTo(served.url);
  const reply = await send("http://100.100.100.200/latest/api/token", {
    method: "PUT",
    headers: { "X-aliyun-ecs-metadata-token-ttl-seconds": "60" },
  });
  const token = await reply.text();
  expect([reply.status, token.length > 20]).toEqual([200, true]);
  const headers = { "X-aliyun-ecs-metadata-token": token };
  const region = await send("http://100.100.100.200/latest/meta-data/region-id", { headers });
  expect(await region.text()).toBe("cn-hangzhou");
  expect(cloud.journal.entries().map(({ host }) => host)).toEqual(["100.100.100.200", "100.100.100.200"]);
});

it("refuses what is no address of HTTP, and fails where nothing listens", async () => {
  expect(() => sendTo("ftp://127.0.0.1")).toThrow("not an address of HTTP");
  const served = await serve(simulateCloud());
  await served.close();
  await expect(sendTo(served.url)("http://sts.aliyuncs.com/", {})).rejects.toThrow("ECONNREFUSED");
});

it("shows the server name of the host where the address speaks TLS", async () => {
  const authority = await createCertificateAuthority();
  const cloud = simulateCloud();
  const served = await serve(cloud, { authority });
  onTestFinished(served.close);
  const params = { Action: "GetCallerIdentity" };
  const { url, headers } = v3Parts({
    keys: cloud.accessKey("alice"),
    params,
    timestamp: "2026-01-07T08:00:00Z",
    nonce: "1",
  });
  // The authority is not trusted by this process, so the handshake ends there.
  await expect(sendTo(served.url)(url, { method: "POST", headers })).rejects.toThrow(/certificate/);
});
