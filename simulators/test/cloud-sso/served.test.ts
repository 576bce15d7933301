import { describe, expect, it } from "vitest";
import { simulateCloud } from "../../src/mod.ts";
import { serve } from "../../src/reach/serve/node.ts";
import { clientId } from "../support/cloud-sso.ts";
import { challenge } from "../support/pkce.ts";

describe("a portal on a port", () => {
  it.each(["", "/cloud-sso"])("answers below %j, and names addresses there", async (prefix) => {
    const cloud = simulateCloud();
    await using served = await serve(cloud);
    const base = `${served.url}${prefix}`;
    const reply = await fetch(`${base}/device-authorization`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        PortalUrl: `${base}/start/login`,
        ClientId: clientId,
        CodeChallenge: challenge(),
        CodeChallengeMethod: "S256",
      }),
    });
    const device = (await reply.json()) as Record<string, string>;
    expect(device["VerificationUri"]).toBe(`${base}/device/code`);
    expect(cloud.journal.entries()[0]).toMatchObject({
      operation: "StartDeviceAuthorization",
      clientKey: clientId,
    });
    const signIn = await fetch(`${base}/start/login`);
    expect(signIn.url).toBe(`${base}/device/code`);
    const approved = await fetch(device["VerificationUriComplete"] ?? "", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", origin: served.url },
      body: "user=alice&decision=approve",
    });
    expect(approved.url).toBe(device["VerificationUriComplete"]);
    expect(await approved.text()).toContain("Device signed in");
  });
});
