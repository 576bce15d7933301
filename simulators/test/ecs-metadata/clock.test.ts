import { describe, expect, it } from "vitest";
import { simulateCloud } from "../../src/mod.ts";
import {
  credentialsPath,
  keysOf,
  metadataWorld,
  putToken,
  read,
  readCredentials,
} from "../support/metadata.ts";
import { createClient, whoAmI } from "../support/worlds.ts";

describe("a token", () => {
  it("is good until its last millisecond", async () => {
    const cloud = simulateCloud();
    const token = await (await putToken(cloud, "60")).text();
    await cloud.advance(59_999);
    expect((await read(cloud, credentialsPath, token)).status).toBe(200);
    await cloud.advance(1);
    expect((await read(cloud, credentialsPath, token)).status).toBe(401);
    expect(cloud.journal.entries().at(-1)?.reason).toBe("the metadata token is expired");
  });

  it("is let go a day after it expired, so that a long run does not grow", async () => {
    const cloud = simulateCloud();
    const token = await (await putToken(cloud, "1")).text();
    await cloud.advance("2d");
    await putToken(cloud);
    expect((await read(cloud, credentialsPath, token)).status).toBe(401);
    expect(cloud.journal.entries().at(-1)?.reason).toBe("the metadata token is unknown");
  });
});

describe("rotation", () => {
  it("brings new credentials an hour before expiry, and both work in between", async () => {
    const { cloud, call } = createClient();
    const first = await readCredentials(cloud);
    await cloud.advance("4h 59m 59s");
    expect(await readCredentials(cloud)).toEqual(first);
    await cloud.advance("1s");
    const second = await readCredentials(cloud);
    expect(second).toMatchObject({
      LastUpdated: "2026-01-07T13:00:00Z",
      Expiration: "2026-01-07T19:00:00Z",
    });
    expect(second["AccessKeyId"]).not.toBe(first["AccessKeyId"]);
    const statuses = async (): Promise<number[]> => [
      (await call(whoAmI, { keys: keysOf(first) })).status,
      (await call(whoAmI, { keys: keysOf(second) })).status,
    ];
    expect(await statuses()).toEqual([200, 200]);
    await cloud.advance("1h");
    expect(await statuses()).toEqual([400, 200]);
  });

  it("continues whether or not anyone asks", async () => {
    const cloud = simulateCloud();
    await cloud.advance("12h");
    expect(await readCredentials(cloud)).toMatchObject({
      LastUpdated: "2026-01-07T18:00:00Z",
      Expiration: "2026-01-08T00:00:00Z",
    });
  });

  it("keeps to the life and the overlap of the instance", async () => {
    const world = metadataWorld({ sessionSeconds: 900, rotateBeforeExpirySeconds: 0 });
    const cloud = simulateCloud({ world });
    expect(await readCredentials(cloud)).toMatchObject({ Expiration: "2026-01-07T08:15:00Z" });
    await cloud.advance(899_999);
    expect(await readCredentials(cloud)).toMatchObject({ Expiration: "2026-01-07T08:15:00Z" });
    await cloud.advance(1);
    expect(await readCredentials(cloud)).toMatchObject({ Expiration: "2026-01-07T08:30:00Z" });
  });

  it("follows the server's clock", async () => {
    const cloud = simulateCloud({ serverClockOffsetMs: -3_600_000 });
    expect(await readCredentials(cloud)).toMatchObject({ LastUpdated: "2026-01-07T07:00:00Z" });
  });

  it("can be brought forward, and comes with another role", async () => {
    const world = metadataWorld({});
    const [account, ...others] = world.accounts;
    const trusting = account?.roles?.find(({ name }) => name === "ecs-app");
    if (account === undefined || trusting === undefined) throw new Error("the default world has no ecs-app");
    const roles = [...(account.roles ?? []), { ...trusting, name: "ecs-other" }];
    const { cloud, call } = createClient({
      world: { ...world, accounts: [{ ...account, roles }, ...others] },
    });
    const first = await readCredentials(cloud);
    await cloud.advance("10m");
    cloud.ecsInstance().rotateCredentials();
    const second = await readCredentials(cloud);
    expect(second["LastUpdated"]).toBe("2026-01-07T08:10:00Z");
    cloud.ecsInstance().setRole("ecs-other");
    expect((await read(cloud, `${credentialsPath}ecs-app`)).status).toBe(404);
    const third = await readCredentials(cloud, "ecs-other");
    const arns = [];
    for (const from of [first, second, third]) {
      arns.push(((await (await call(whoAmI, { keys: keysOf(from) })).json()) as { Arn: string }).Arn);
    }
    expect(arns.map((arn) => arn.split("/")[1])).toEqual(["ecs-app", "ecs-app", "ecs-other"]);
  });
});

describe("same seed, same calls", () => {
  async function script(seed: string): Promise<string> {
    const cloud = simulateCloud({ seed });
    cloud.faults.add({ kind: "throttling", rate: 0.2, service: "ecs-metadata" });
    let seen = "";
    for (let hour = 0; hour < 14; hour++) {
      const put = await putToken(cloud);
      const token = put.status === 200 ? await put.text() : undefined;
      for (const reply of [
        put,
        await read(cloud, credentialsPath, token),
        await read(cloud, `${credentialsPath}ecs-app`, token),
        await read(cloud, "/latest/dynamic/instance-identity/document"),
      ]) {
        seen += `${reply.status} ${JSON.stringify([...reply.headers])} ${reply.bodyUsed ? token : await reply.text()}\n`;
      }
      await cloud.advance("1h");
    }
    return `${seen}${JSON.stringify(cloud.journal.entries())}`;
  }

  it("gives byte-identical replies and journals, and other ones for another seed", async () => {
    const one = await script("a");
    expect(await script("a")).toBe(one);
    expect(await script("b")).not.toBe(one);
  });
});

describe("canaries", () => {
  it("are in tokens and credentials, and not in the journal", async () => {
    const cloud = simulateCloud();
    const token = await (await putToken(cloud)).text();
    const credentials = await readCredentials(cloud);
    await read(cloud, `/latest/${token}/${credentials["AccessKeySecret"]}`, credentials["SecurityToken"]);
    expect(() => cloud.expectNoSecrets(`token ${token}`)).toThrow(
      "a metadata token of i-bp10simulated00000001",
    );
    expect(() => cloud.expectNoSecrets(credentials)).toThrow(`the secret of ${credentials["AccessKeyId"]}`);
    expect(cloud.journal.count()).toBe(3);
    cloud.expectNoSecrets(cloud.journal.entries(), cloud.journal.print());
  });
});
