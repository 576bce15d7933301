import { describe, expect, it } from "vitest";
import { simulateCloud, TransportFailure } from "../src/mod.ts";
import { serve } from "../src/reach/serve/node.ts";
import { ssoWorld } from "./support/cloud-sso.ts";

describe("a service that is asked by the wrong scheme", () => {
  it.each([
    ["http://oauth.aliyun.com/v1/exchange", "oauth", "POST", "the OAuth service is reached by https: alone"],
    [
      "http://signin.alibabacloud.com/oauth2/v1/auth",
      "oauth",
      "GET",
      "the OAuth service is reached by https: alone",
    ],
    [
      "http://signin-cn-shanghai.alibabacloudsso.com/access-assignments/accounts",
      "cloud-sso",
      "GET",
      "the sign-in portal is reached by https: alone",
    ],
    [
      "https://100.100.100.200/latest/meta-data/",
      "ecs-metadata",
      "GET",
      "metadata is read by http:, nothing listens for TLS",
    ],
  ])("breaks the connection of %s, and says why in the journal", async (url, service, method, reason) => {
    const cloud = simulateCloud();
    await expect(cloud.fetch(url, { method })).rejects.toThrow(TransportFailure);
    expect(cloud.journal.entries()).toMatchObject([{ service, decision: "failed", reason }]);
  });

  it("answers by plain HTTP at a portal whose address in the world has it, and at this machine", async () => {
    const cloud = simulateCloud({ world: ssoWorld({ signInUrl: "http://sso.box.example/start/login" }) });
    expect((await cloud.fetch("http://sso.box.example/device/code")).status).toBe(200);
    await using served = await serve(cloud);
    expect((await fetch(`${served.url}/device/code`)).status).toBe(200);
  });
});

it("another sign-in address that clients are configured with leads to the page too", async () => {
  const reply = await simulateCloud().fetch("https://signin-cn-shanghai.alibabacloudsso.com/device/login", {
    redirect: "manual",
  });
  expect(reply.status).toBe(302);
  expect(reply.headers.get("location")).toMatch(/\/device\/code$/);
});
