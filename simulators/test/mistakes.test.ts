import { describe, expect, it } from "vitest";
import {
  createVirtualClock,
  type JournalFilter,
  type MetadataOptions,
  parseWorld,
  type SimulateCloudOptions,
  simulateCloud,
} from "../src/mod.ts";
import { account, roleArn } from "./support/worlds.ts";

/** Passes a value that only a program without types can pass. */
function untyped<T>(value: unknown): T {
  return value as T;
}

describe("what would be ignored without a word is refused", () => {
  it.each<[unknown, string]>([
    [{ worlds: {} }, 'simulateCloud has no "worlds"; near: world'],
    [
      { serverClockOffsetMs: "20m" },
      "serverClockOffsetMs must be a finite number of milliseconds: got string",
    ],
    [{ serverClockOffsetMs: Number.NaN }, "got NaN"],
    [{ journalLimit: 0 }, "journalLimit must be a whole number of at least 1: got 0"],
    [{ journalLimit: Number.NaN }, "journalLimit"],
    [{ seed: {} }, "seed must be a string or a finite number: got an object"],
    [{ localHosts: "box.example" }, "localHosts must be a list of strings"],
    [{ clock: Date }, "clock must be a clock of createVirtualClock: got function"],
  ])("simulateCloud(%o)", (options, message) => {
    expect(() => simulateCloud(untyped<SimulateCloudOptions>(options))).toThrow(message);
  });

  it("createVirtualClock", () => {
    expect(() => createVirtualClock(untyped({ start: 5 }))).toThrow('has no "start"; near: startMs');
  });

  it("filters of the journal", () => {
    const { journal } = simulateCloud();
    for (const filter of [{ operaton: "AssumeRole" }, { faults: ["throttling"] }])
      expect(() => journal.count(untyped<JournalFilter>(filter))).toThrow("to filter by has no");
  });

  it("options of metadata", () => {
    const instance = simulateCloud().ecsInstance();
    const set = (options: unknown) => () => instance.setMetadataOptions(untyped<MetadataOptions>(options));
    expect(set({ httpToken: "required" })).toThrow('has no "httpToken"; near: httpTokens');
    expect(set({ httpTokens: "require" })).toThrow('httpTokens is optional or required, not "require"');
    set({ httpTokens: undefined })();
    expect(instance.metadataOptions()).toEqual({ httpEndpoint: "enabled", httpTokens: "optional" });
  });
});

describe("a choice that none of its forms fits says which it would have been", () => {
  const world = (policies: unknown): unknown => ({
    accounts: [{ id: account, users: [{ name: "a", policies }] }],
  });

  it("a system policy by its name", () => {
    expect(() => parseWorld(world(["AdminAccess"]))).toThrow(
      /expected one of "AdministratorAccess"\|"AliyunSTSAssumeRoleAccess"[^\n]*\n.*at accounts\[0\]\.users\[0\]\.policies\[0\]/,
    );
  });

  it("a policy that is written out", () => {
    const statement = { Effect: "Permit", Action: "*", Resource: "*" };
    expect(() => parseWorld(world([{ Version: "1", Statement: [statement] }]))).toThrow(
      /policies\[0\]\.Statement\[0\]\.Effect/,
    );
  });

  it("members of a fault", () => {
    const { faults } = simulateCloud();
    const add = (target: unknown) => () => faults.add(untyped({ kind: "unavailable", ...Object(target) }));
    expect(add({ nth: 1.5 })).toThrow("expected int, received number, or: Invalid input: expected array");
    expect(add({ nth: [0] })).toThrow(/>=1\n.*nth\[0\]/);
    expect(add({ from: new Date() })).toThrow("expected number, received Date");
    expect(add({ from: "tomorrow" })).toThrow(/ISO datetime\n.*from/);
  });
});

describe("hosts of a world", () => {
  const roles = [
    {
      name: "r",
      trustPolicy: {
        Version: "1" as const,
        Statement: [{ Effect: "Allow" as const, Action: "sts:AssumeRole", Principal: { RAM: "*" } }],
      },
    },
  ];
  const accounts = [{ id: account, roles }];

  it("are compared without regard to case, with their port if they have one", async () => {
    const documents = [{ path: "/x", roleArn: roleArn("r") }];
    const cloud = simulateCloud({
      world: { accounts, credentialsUri: { hosts: ["My.Host:8080"], documents } },
    });
    expect((await cloud.fetch("http://My.Host:8080/x")).status).toBe(200);
    expect((await cloud.fetch("http://my.host:8081/x")).status).toBe(421);
  });

  it("cannot be those of another service", () => {
    const oidcIssuers = [{ issuer: "https://sts.aliyuncs.com" }];
    expect(() => simulateCloud({ world: { accounts, oidcIssuers } })).toThrow(
      "gives oidc-issuer the host sts.aliyuncs.com, which is that of sts",
    );
  });

  it("leave this machine to all services", async () => {
    const cloud = simulateCloud({ world: { accounts, oidcIssuers: [{ issuer: "http://localhost:8080" }] } });
    const found = await cloud.fetch("http://localhost:8080/.well-known/openid-configuration");
    expect(await found.json()).toMatchObject({ jwks_uri: "http://localhost:8080/openid/v1/jwks" });
    expect((await cloud.fetch("http://localhost:8080/sts/?Action=x")).status).toBe(400);
  });

  it("belong to accounts of which each has its own id", () => {
    expect(() => simulateCloud({ world: { accounts: [{ id: account }, { id: account }] } })).toThrow(
      `describes the account ${account} twice`,
    );
  });
});

describe("what is wrong with one of several forms", () => {
  const policies = (...list: unknown[]): unknown => ({
    accounts: [{ id: "1000000000000001", users: [{ name: "a", policies: list }] }],
  });

  it("is said of the form that is nearest: a document that lacks a member is not another word", () => {
    expect(() => parseWorld(policies({ Version: "1" }))).toThrow(/Statement/);
    expect(() => parseWorld(policies({ Version: "1" }))).not.toThrow(/Invalid option/);
  });
});

describe("what cannot be meant", () => {
  it("is refused with a word about what can be", () => {
    const cloud = simulateCloud();
    const { count } = cloud.journal;
    for (const nothing of [5, null, "x"])
      expect(() => simulateCloud(nothing as unknown as object)).toThrow("simulateCloud takes options");
    expect(() => cloud.expectNoSecrets()).toThrow("takes what is to be searched");
    expect(() => cloud.restore(null as never)).toThrow("the snapshot is of another cloud");
    expect(() => cloud.accessKey("alicia")).toThrow('no access key or user "alicia"; near: alice');
    expect(() => count({ operation: "AsumeRole" })).toThrow('no operation "AsumeRole"; near: AssumeRole');
    expect(() => count({ decision: "allow" as "allowed" })).toThrow('no decision "allow"; near: allowed');
    expect(() => count({ service: "stss" })).toThrow('no service "stss"; near: sts');
    expect(count({ service: "none", decision: "unmatched", operation: "AssumeRole" })).toBe(0);
  });

  it("is counted when a client asked for it", async () => {
    const cloud = simulateCloud();
    await cloud.fetch("https://sts.aliyuncs.com/?Action=AsumeRole&Version=2015-04-01");
    expect(cloud.journal.count({ operation: "AsumeRole" })).toBe(1);
  });
});
