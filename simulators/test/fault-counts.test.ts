import { describe, expect, it } from "vitest";
import type { Fault } from "../src/mod.ts";
import { credentialsPath, putToken, read, readCredentials } from "./support/metadata.ts";
import { createOAuthClient } from "./support/oauth.ts";
import { assumeAdmin, type Client, createClient, roleArn, whoAmI } from "./support/worlds.ts";

async function expiration({ call }: Client): Promise<string | undefined> {
  const { Credentials } = (await (await call(assumeAdmin)).json()) as { Credentials: Record<string, string> };
  return Credentials["Expiration"];
}

describe("a fault that only a service can bring about", () => {
  it.each<Fault>([
    { kind: "expired-credentials", nth: 1 },
    { kind: "token-rejected", times: 1 },
    { kind: "stale-metadata", times: 1 },
    { kind: "role-name-change", times: 1 },
    { kind: "missing-refresh-token", times: 1 },
    { kind: "refresh-token-replay", times: 1 },
    { kind: "short-access-token", times: 1 },
  ])("is not used up by requests that it does not concern: %j", async (fault) => {
    const client = createClient();
    const handle = client.cloud.faults.add(fault);
    await client.call(whoAmI);
    await client.call({ ...assumeAdmin, RoleArn: roleArn("nobody") });
    await putToken(client.cloud);
    await read(client.cloud, "/latest/meta-data/region-id");
    await client.cloud.fetch("https://oauth.aliyun.com/v1/token", { method: "POST" });
    expect(handle.hits()).toBe(0);
    expect(client.cloud.journal.count(({ faults }) => faults !== undefined)).toBe(0);
  });

  it("strikes the first request that it does concern", async () => {
    const client = createClient();
    const handle = client.cloud.faults.add({ kind: "expired-credentials", nth: 1 });
    await client.call(whoAmI);
    expect(await expiration(client)).toBe("2026-01-07T07:59:00Z");
    expect(await expiration(client)).toBe("2026-01-07T09:00:00Z");
    expect(handle.hits()).toBe(1);
    expect(client.cloud.journal.entries().map(({ faults }) => faults)).toEqual([
      undefined,
      ["expired-credentials"],
      undefined,
    ]);
  });

  it("of metadata tokens lets those pass that bring none", async () => {
    const { cloud } = createClient();
    const handle = cloud.faults.add({ kind: "token-rejected", times: 1 });
    const token = await (await putToken(cloud)).text();
    expect((await read(cloud, credentialsPath)).status).toBe(200);
    expect(handle.hits()).toBe(0);
    expect((await read(cloud, credentialsPath, token)).status).toBe(401);
    expect((await read(cloud, credentialsPath, token)).status).toBe(200);
  });

  it("of refresh tokens waits for one", async () => {
    const { cloud, code, redeem, refresh } = createOAuthClient();
    cloud.faults.add({ kind: "refresh-token-replay", times: 1 });
    const { body } = await redeem(code("alice"));
    expect((await refresh(body["refresh_token"])).status).toBe(400);
  });

  it("counts for each of its kind, and strikes by the first", async () => {
    const client = createClient();
    const handles = [1, 2, [1, 3]].map((nth, index) =>
      client.cloud.faults.add({ kind: "expired-credentials", nth, agoMs: (index + 1) * 3_600_000 }),
    );
    const seen = [await expiration(client), await expiration(client), await expiration(client)];
    expect(seen).toEqual(["2026-01-07T07:00:00Z", "2026-01-07T06:00:00Z", "2026-01-07T05:00:00Z"]);
    expect(handles.map((handle) => handle.hits())).toEqual([1, 1, 1]);
  });

  it("is told of once, though it is asked for twice", async () => {
    const { cloud } = createClient();
    cloud.faults.add({ kind: "stale-metadata" });
    const first = await readCredentials(cloud);
    await cloud.advance("7h");
    expect(await readCredentials(cloud)).toEqual(first);
    expect(cloud.journal.entries().at(-1)?.faults).toEqual(["stale-metadata"]);
  });
});

describe("faults of one kind at once", () => {
  it("add up where they are offsets of the clock", async () => {
    const { cloud, call } = createClient();
    for (const offsetMs of [-600_000, -500_000]) cloud.faults.add({ kind: "clock-skew", offsetMs });
    const reply = await call(whoAmI);
    expect(reply.headers.get("date")).toBe("Wed, 07 Jan 2026 07:41:40 GMT");
    expect(await reply.json()).toMatchObject({ Code: "InvalidTimeStamp.Expired" });
    expect(cloud.journal.entries()[0]).toMatchObject({ skewMs: 1_100_000 });
  });
});

describe("a fault for one client", () => {
  it.each([
    ["AssumeRoleWithOIDC", "OIDCProviderArn", 401],
    ["AssumeRoleWithSAML", "SAMLProviderArn", 400],
  ] as const)("strikes %s by the ARN of the provider", async (Action, name, refused) => {
    const { cloud } = createClient();
    const handle = cloud.faults.add({ kind: "unavailable", clientKey: "acs:ram::1:provider/mine" });
    for (const provider of ["mine", "other"]) {
      const body = new URLSearchParams({
        Action,
        Version: "2015-04-01",
        [name]: `acs:ram::1:provider/${provider}`,
      });
      await cloud.fetch("https://sts.aliyuncs.com/", { method: "POST", body });
    }
    expect(handle.hits()).toBe(1);
    expect(cloud.journal.entries().map(({ clientKey, status }) => [clientKey, status])).toEqual([
      ["acs:ram::1:provider/mine", 503],
      ["acs:ram::1:provider/other", refused],
    ]);
  });
});
