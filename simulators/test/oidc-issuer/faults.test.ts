import { decodeJwt } from "jose";
import { describe, expect, it } from "vitest";
import { simulateCloud } from "../../src/mod.ts";
import { issuer } from "../support/oidc.ts";

const keysUrl = `${issuer}/openid/v1/jwks`;

describe("faults", () => {
  it.each([
    ["throttling", 429, "slow_down"],
    ["internal-error", 500, "server_error"],
    ["unavailable", 503, "temporarily_unavailable"],
  ] as const)("%s", async (kind, status, error) => {
    const cloud = simulateCloud();
    cloud.faults.add({ kind, service: "oidc-issuer", operation: "GetKeys", clientKey: issuer });
    const reply = await cloud.fetch(keysUrl);
    expect([reply.status, await reply.json()]).toMatchObject([status, { error }]);
    expect((await cloud.fetch(`${issuer}/.well-known/openid-configuration`)).status).toBe(200);
  });

  it("knows its own errors only", async () => {
    const cloud = simulateCloud();
    cloud.faults.add({ kind: "error", code: "InvalidRequest", times: 1 });
    expect((await cloud.fetch(keysUrl)).status).toBe(400);
    expect(() => cloud.faults.add({ kind: "error", code: "NoSuchError", service: "oidc-issuer" })).toThrow(
      'oidc-issuer has no error "NoSuchError"',
    );
  });

  it("publishes no keys, half of them, or a page", async () => {
    const cloud = simulateCloud();
    cloud.faults.add({ kind: "missing-fields", fields: ["keys"], nth: 1 });
    cloud.faults.add({ kind: "truncated-body", nth: 2 });
    cloud.faults.add({ kind: "html-body", nth: 3 });
    expect(await (await cloud.fetch(keysUrl)).json()).toEqual({});
    await expect((await cloud.fetch(keysUrl)).json()).rejects.toThrow("terminated");
    await expect((await cloud.fetch(keysUrl)).json()).rejects.toThrow(SyntaxError);
  });

  it("hands out tokens that expired before", async () => {
    const cloud = simulateCloud();
    cloud.faults.add({ kind: "expired-credentials", agoMs: 120_000 });
    const reply = await cloud.fetch(`${issuer}/mint`, { method: "POST" });
    const { token, expiration } = (await reply.json()) as Record<string, string>;
    expect(expiration).toBe("2026-01-07T07:58:00Z");
    expect((decodeJwt(token ?? "").exp ?? 0) * 1000).toBe(cloud.clock.now() - 120_000);
  });
});

describe("same seed, same calls", () => {
  async function script(seed: string): Promise<string> {
    const cloud = simulateCloud({ seed });
    cloud.faults.add({ kind: "unavailable", rate: 0.3, service: "oidc-issuer" });
    let seen = "";
    for (let turn = 0; turn < 6; turn++) {
      for (const [url, method] of [
        [keysUrl, "GET"],
        [`${issuer}/mint`, "POST"],
        [`${issuer}/nothing`, "GET"],
      ] as const) {
        const reply = await cloud.fetch(url, { method });
        seen += `${reply.status} ${JSON.stringify([...reply.headers])} ${await reply.text()}\n`;
      }
      seen += await cloud.oidcIssuer().mint({ key: "forged" });
      cloud.oidcIssuer().rotateKeys();
      await cloud.advance("1h");
    }
    return `${seen}${JSON.stringify(cloud.journal.entries())}`;
  }

  it("gives byte-identical tokens, replies and journals, and other ones for another seed", async () => {
    const one = await script("a");
    expect(await script("a")).toBe(one);
    expect(await script("b")).not.toBe(one);
  });
});

describe("canaries", () => {
  it.each([
    ["with the jti of the issuer", {}],
    ["with a jti of one's own", { jti: "mine" }],
    ["without a jti", { jti: null }],
  ])("are in tokens %s, and not in the journal", async (_what, claims) => {
    const cloud = simulateCloud();
    const token = await cloud.oidcIssuer().mint({ claims });
    const [header = "", payload = ""] = token.split(".");
    expect(() => cloud.expectNoSecrets(`token=${token}`)).toThrow("an OIDC token of system:serviceaccount");
    await cloud.fetch(`https://sts.aliyuncs.com/${token}`);
    await cloud.fetch(`https://${header}.example/${token}/x`);
    await cloud.fetch(`${issuer}/${token}`);
    expect(cloud.journal.count()).toBe(3);
    cloud.expectNoSecrets(cloud.journal.entries(), cloud.journal.print());
    expect(JSON.stringify(cloud.journal.entries())).not.toContain(payload);
  });
});
