import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { defaultWorld, parseWorld, simulateCloud, worldJsonSchema } from "../src/mod.ts";
import { account, createClient, vectorWorld, whoAmI } from "./support/worlds.ts";

describe("a world description", () => {
  it("has a JSON schema for editors that is current: `npm run schema` writes it", () => {
    const file = readFileSync(new URL("../world.schema.json", import.meta.url), "utf8");
    expect(JSON.parse(file)).toEqual(worldJsonSchema());
  });

  it.each([
    ["the default", defaultWorld],
    ["one with known credentials", vectorWorld],
  ])("survives JSON: %s", (_name, world) => {
    expect(parseWorld(JSON.parse(JSON.stringify(world)))).toEqual(world);
  });

  const trustPolicy = { Version: "1", Statement: [{ Effect: "Allow", Action: "sts:AssumeRole" }] };
  it.each([
    [{}, /accounts/],
    [{ accounts: [{ id: "abc" }] }, /accounts\[0\]\.id/],
    [{ accounts: [{ id: account, uesrs: [] }] }, /uesrs/],
    [{ accounts: [{ id: account, users: [{ name: "a", policies: ["NoSuchPolicy"] }] }] }, /policies/],
    [
      { accounts: [{ id: account, roles: [{ name: "r", trustPolicy, maxSessionDurationSeconds: 60 }] }] },
      /maxSessionDurationSeconds/,
    ],
    [
      { accounts: [{ id: account }, { id: account, roles: [{ name: "r", trustPolicy: { Version: "2" } }] }] },
      /trustPolicy/,
    ],
  ])("is refused with the place of the fault: %j", (world, message) => {
    expect(() => parseWorld(world)).toThrow(message);
  });

  it("is refused when it names a thing twice, or one that does not exist", () => {
    const users = [{ name: "a" }, { name: "a" }];
    expect(() => simulateCloud({ world: { accounts: [{ id: account, users }] } })).toThrow("twice");
    const sessions = vectorWorld.sessions?.map((session) => ({
      ...session,
      roleArn: "acs:ram::1:role/none",
    }));
    expect(() => simulateCloud({ world: { ...vectorWorld, sessions } })).toThrow(
      "no role acs:ram::1:role/none",
    );
  });

  it("gets its missing secrets from the seed", () => {
    const [one, two, other] = ["a", "a", "b"].map((seed) => simulateCloud({ seed }).accessKey("alice"));
    expect(one).toEqual(two);
    expect(one?.accessKeySecret).toMatch(/^Cnry[0-9A-Za-z]{26}$/);
    expect(one?.accessKeySecret).not.toBe(other?.accessKeySecret);
    expect(() => simulateCloud().accessKey("nobody")).toThrow('no access key or user "nobody"');
  });

  it("is kept apart from every other world", async () => {
    const [one, two] = [createClient(), createClient()];
    await one.call(whoAmI);
    one.cloud.setAccessKeyActive("alice", false);
    expect(two.cloud.journal.count()).toBe(0);
    expect((await two.call(whoAmI)).status).toBe(200);
  });
});
