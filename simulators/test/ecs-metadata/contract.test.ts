import { describe, expect, it } from "vitest";
import { type EcsInstance, simulateCloud } from "../../src/mod.ts";
import {
  credentialsPath,
  instanceId,
  keysOf,
  metadataUrl,
  metadataWorld,
  putToken,
  read,
  readCredentials,
} from "../support/metadata.ts";
import { createClient, whoAmI } from "../support/worlds.ts";

describe("credentials", () => {
  it("are a document of the role, laid out as the real one, after the role's name as plain text", async () => {
    const cloud = simulateCloud();
    const token = await (await putToken(cloud)).text();
    const list = await read(cloud, credentialsPath, token);
    expect([list.status, list.headers.get("content-type"), await list.text()]).toEqual([
      200,
      "text/plain",
      "ecs-app",
    ]);
    const text = await (await read(cloud, `${credentialsPath}ecs-app`, token)).text();
    expect(text.split("\n").map((line) => line.replace(/: "(STS|Cnry|CAIS)[^"]*"/, ': "$1"'))).toEqual([
      "{",
      '  "AccessKeyId" : "STS",',
      '  "AccessKeySecret" : "Cnry",',
      '  "Expiration" : "2026-01-07T14:00:00Z",',
      '  "SecurityToken" : "CAIS",',
      '  "LastUpdated" : "2026-01-07T08:00:00Z",',
      '  "Code" : "Success"',
      "}",
    ]);
  });

  it("are a session of the role that STS knows until they expire", async () => {
    const { cloud, call } = createClient();
    const keys = keysOf(await readCredentials(cloud));
    expect(await (await call(whoAmI, { keys })).json()).toMatchObject({
      IdentityType: "AssumedRoleUser",
      Arn: `acs:ram::1000000000000001:assumed-role/ecs-app/vm-ram-${instanceId}`,
    });
    await cloud.advance("6h");
    expect(await (await call(whoAmI, { keys })).json()).toMatchObject({
      Code: "InvalidSecurityToken.Expired",
    });
  });

  it.each([
    ["another role", "reader", "the role of i-bp10simulated00000001 is ecs-app, not reader"],
    ["a name in another case", "ECS-App", "the role of i-bp10simulated00000001 is ecs-app, not ECS-App"],
    ["anything below", "ecs-app/x", "the role of i-bp10simulated00000001 is ecs-app, not ecs-app/x"],
  ])("do not exist for %s", async (_what, role, reason) => {
    const cloud = simulateCloud();
    const reply = await read(cloud, `${credentialsPath}${role}`);
    expect([reply.status, reply.headers.get("content-type")]).toEqual([404, "text/html"]);
    expect(await reply.text()).toContain("<title>404 - Not Found</title>");
    expect(cloud.journal.entries()[0]).toMatchObject({ decision: "denied", code: "NotFound", reason });
  });

  it("do not exist for an instance without a role", async () => {
    const cloud = simulateCloud({ world: metadataWorld({}, { roleName: undefined }) });
    for (const path of ["ram/security-credentials/", "ram/security-credentials/ecs-app", "ram/"]) {
      expect((await read(cloud, `/latest/meta-data/${path}`)).status).toBe(404);
    }
    expect(cloud.journal.entries().map(({ reason }) => reason)).toEqual([
      `${instanceId} has no role`,
      `${instanceId} has no role`,
      "no metadata at /latest/meta-data/ram/",
    ]);
    expect(await (await read(cloud, "/latest/meta-data/")).text()).not.toContain("ram/");
  });
});

describe("tokens", () => {
  it.each(["1", "21600", "0600"])("are made for %s seconds", async (ttl) => {
    const reply = await putToken(simulateCloud(), ttl);
    expect([reply.status, reply.headers.get("content-type")]).toEqual([200, "text/plain"]);
    expect(await reply.text()).toMatch(/^\w{43}$/);
  });

  it.each([null, "", "0", "21601", "-1", "1.5", "1e3", "ten"])(
    "are not made for a TTL of %j",
    async (ttl) => {
      const reply = await putToken(simulateCloud(), ttl);
      expect(reply.status).toBe(400);
      expect(await reply.text()).toContain("Missing or Invalid Parameters");
    },
  );

  it("are not made for a request that was forwarded, while reading may be", async () => {
    const cloud = simulateCloud();
    expect((await putToken(cloud, "60", { "x-forwarded-for": "10.0.0.1" })).status).toBe(403);
    const reply = await cloud.fetch(`${metadataUrl}${credentialsPath}`, {
      headers: { "x-forwarded-for": "10.0.0.1" },
    });
    expect(reply.status).toBe(200);
  });

  it("are made by PUT alone", async () => {
    const cloud = simulateCloud();
    expect((await read(cloud, "/latest/api/token")).status).toBe(405);
    expect((await cloud.fetch(`${metadataUrl}${credentialsPath}`, { method: "POST" })).status).toBe(405);
  });

  it.each([
    ["an unknown one", "nonsense", "the metadata token is unknown"],
    ["none at all in its header", "", "the metadata token is unknown"],
  ])("are refused: %s, also where none is required", async (_what, token, reason) => {
    const cloud = simulateCloud();
    expect((await read(cloud, credentialsPath, token)).status).toBe(401);
    expect(cloud.journal.entries()[0]).toMatchObject({ code: "InvalidToken", reason });
  });

  it("are required in hardened mode, which can be switched", async () => {
    const cloud = simulateCloud({ world: metadataWorld({ httpTokens: "required" }) });
    const token = await (await putToken(cloud)).text();
    const statuses = async (): Promise<number[]> => [
      (await read(cloud, credentialsPath)).status,
      (await read(cloud, credentialsPath, token)).status,
    ];
    expect(await statuses()).toEqual([403, 200]);
    cloud.ecsInstance().setMetadataOptions({ httpTokens: "optional" });
    expect(await statuses()).toEqual([200, 200]);
    expect(cloud.ecsInstance().metadataOptions()).toEqual({
      httpEndpoint: "enabled",
      httpTokens: "optional",
    });
  });

  it("belong to one instance", async () => {
    const [first = { id: "" }] = metadataWorld({}).ecsInstances ?? [];
    const cloud = simulateCloud({
      world: { ...metadataWorld({}), ecsInstances: [first, { ...first, id: "i-2" }] },
    });
    const token = await (await putToken(cloud)).text();
    const other = "http://i-2.localhost/ecs-metadata";
    expect((await read(cloud, credentialsPath, token, other)).status).toBe(401);
    expect(await (await read(cloud, "/latest/meta-data/instance-id", undefined, other)).text()).toBe("i-2");
  });
});

describe("metadata", () => {
  it.each([
    ["instance-id", instanceId],
    ["region-id", "cn-hangzhou"],
    ["zone-id", "cn-hangzhou-i"],
    ["owner-account-id", "1000000000000001"],
    ["instance/instance-type", "ecs.g7.large"],
    ["ram/", "security-credentials/"],
    ["ram/security-credentials", "ecs-app"],
  ])("has %s as plain text", async (path, text) => {
    const reply = await read(simulateCloud(), `/latest/meta-data/${path}`);
    expect([reply.status, await reply.text()]).toEqual([200, text]);
  });

  it("is listed", async () => {
    const cloud = simulateCloud();
    const names = [
      "disks/",
      "dns-conf/",
      "hibernation/",
      "hostname",
      "image-id",
      "instance-id",
      "instance/",
      "mac",
      "network-type",
      "network/",
      "ntp-conf/",
      "owner-account-id",
      "private-ipv4",
      "ram/",
      "region-id",
      "serial-number",
      "source-address",
      "sub-private-ipv4-list",
      "vpc-cidr-block",
      "vpc-id",
      "vswitch-cidr-block",
      "vswitch-id",
      "zone-id",
    ];
    for (const path of ["/latest/meta-data/", "/latest/meta-data"]) {
      expect((await (await read(cloud, path)).text()).split("\n")).toEqual(names);
    }
    expect(await (await read(cloud, "/latest/")).text()).toBe("dynamic/\nmeta-data/");
    for (const name of names) expect((await read(cloud, `/latest/meta-data/${name}`)).status).toBe(200);
  });

  it("has an identity document that agrees with the single values", async () => {
    const cloud = simulateCloud({
      world: metadataWorld({}, { regionId: "eu-central-1", zoneId: "eu-central-1b" }),
    });
    const reply = await read(cloud, "/latest/dynamic/instance-identity/document");
    const members = (await reply.json()) as Record<string, string>;
    expect(Object.keys(members)).toHaveLength(9);
    expect(members).toMatchObject({ "region-id": "eu-central-1", "zone-id": "eu-central-1b" });
    for (const name of ["instance-id", "mac", "private-ipv4", "serial-number", "image-id"]) {
      expect(await (await read(cloud, `/latest/meta-data/${name}`)).text()).toBe(members[name]);
    }
  });

  it.each([
    [
      "/latest/meta-data/regionid",
      "no metadata at /latest/meta-data/regionid; near: /latest/meta-data/region-id",
    ],
    ["/latest/meta-data/region-id/", "no metadata at /latest/meta-data/region-id/"],
    ["/latest/meta-data/toString", "no metadata at /latest/meta-data/toString"],
  ])("is not at %s", async (path, reason) => {
    const cloud = simulateCloud();
    expect((await read(cloud, path)).status).toBe(404);
    expect(cloud.journal.entries()[0]?.reason).toContain(reason);
  });

  it("does not exist at all where the world has no instance", async () => {
    const cloud = simulateCloud({ world: { ...metadataWorld({}), ecsInstances: [] } });
    expect((await read(cloud, "/latest/meta-data/")).status).toBe(404);
    expect(() => cloud.ecsInstance()).toThrow("no ECS instance at all");
    expect(() => cloud.ecsInstance("i-9")).toThrow("no ECS instance i-9");
  });

  it("can be disabled, with a status of one's choice", async () => {
    const cloud = simulateCloud({ world: metadataWorld({ errors: { Disabled: { status: 404 } } }) });
    cloud.ecsInstance().setMetadataOptions({ httpEndpoint: "disabled" });
    expect((await putToken(cloud)).status).toBe(404);
    expect((await read(cloud, "/latest/meta-data/")).status).toBe(404);
    expect(
      (await read(simulateCloud({ world: metadataWorld({ httpEndpoint: "disabled" }) }), "/latest/")).status,
    ).toBe(403);
  });

  it("is throttled by the instance's own rate, which refills on the clock", async () => {
    const cloud = simulateCloud({ world: metadataWorld({ requestsPerMinute: 2 }) });
    const status = async (): Promise<number> => (await read(cloud, credentialsPath)).status;
    expect([await status(), await status()]).toEqual([200, 200]);
    const refused = await read(cloud, credentialsPath);
    expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "30"]);
    await cloud.advance("30s");
    expect(await status()).toBe(200);
  });

  it("does not speak TLS", async () => {
    await expect(simulateCloud().fetch(`https://100.100.100.200${credentialsPath}`)).rejects.toMatchObject({
      cause: { code: "ECONNRESET" },
    });
  });
});

describe("an instance", () => {
  it.each([
    [{ roleName: "reader" }, "no role of this name that trusts ecs.aliyuncs.com"],
    [{ roleName: "nobody" }, "no role of this name"],
    [{ accountId: "3" }, "no account 3"],
  ])("must be possible: %j", (more, message) => {
    expect(() => simulateCloud({ world: metadataWorld({}, more) })).toThrow(message);
  });

  it("is described once, and its credentials outlive their successors' coming", () => {
    const [one = { id: "" }] = metadataWorld({}).ecsInstances ?? [];
    expect(() => simulateCloud({ world: { ...metadataWorld({}), ecsInstances: [one, one] } })).toThrow(
      "twice",
    );
    expect(() =>
      simulateCloud({ world: metadataWorld({ sessionSeconds: 900, rotateBeforeExpirySeconds: 900 }) }),
    ).toThrow("rotateBeforeExpirySeconds must be less");
  });

  it("is changed by tests, and goes back with the cloud", async () => {
    const cloud = simulateCloud();
    const before = cloud.snapshot();
    const instance: EcsInstance = cloud.ecsInstance(instanceId);
    instance.setRole(undefined);
    expect([instance.roleName(), (await read(cloud, credentialsPath)).status]).toEqual([undefined, 404]);
    expect(() => instance.setRole("reader")).toThrow("trusts ecs.aliyuncs.com");
    cloud.restore(before);
    expect([instance.roleName(), (await read(cloud, credentialsPath)).status]).toEqual(["ecs-app", 200]);
  });
});
