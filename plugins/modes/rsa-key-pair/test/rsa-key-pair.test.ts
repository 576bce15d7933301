import { generateKeyPairSync } from "node:crypto";
import { inspect } from "node:util";
import {
  createTestHost,
  createTestProfile,
  refusalOf,
  resolveOnce,
  sourceContract,
} from "@alicred/conformance";
import { createContext, type Host, refreshing } from "@alicred/core";
import { type Cloud, defaultWorld, type Fault, simulateCloud } from "@alicred/simulators";
import { getCallerIdentity } from "@alicred/sts";
import { describe, expect, test } from "vitest";
import { rsaKeyPair, rsaKeyPairMode, rsaKeyPairPlugin } from "../src/mod.ts";
import { announceCrypto } from "./announced-crypto.ts";

const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const PEM = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const PKCS1 = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
const ELLIPTIC = generateKeyPairSync("ec", { namedCurve: "P-256" })
  .privateKey.export({ type: "pkcs8", format: "pem" })
  .toString();
const ID = "publicKeyId";
const ACCOUNT = "1000000000000001";
const addClock = announceCrypto();

function bench(files: Record<string, string> = {}): { cloud: Cloud; host: Host } {
  const pem = publicKey.export({ type: "spki", format: "pem" }).toString();
  const accounts = [{ id: ACCOUNT, users: [{ name: "rsa", publicKeys: [{ id: ID, pem }] }] }];
  const cloud = simulateCloud({
    world: { ...defaultWorld, accounts, ecsInstances: [], cloudSso: undefined, credentialsUri: undefined },
  });
  addClock(cloud.clock);
  const fetch: Host["fetch"] = (url, init) => cloud.fetch(url, init);
  return { cloud, host: createTestHost({ clock: cloud.clock, fetch, files }) };
}

const OPTIONS = { publicKeyId: ID, privateKey: PEM };

describe("contract", () => {
  const { host } = bench();
  const checks = sourceContract({
    partial: () => ({ source: rsaKeyPair({ publicKeyId: ID, privateKey: "canary" }), host }),
    complete: () => ({ source: rsaKeyPair(OPTIONS), host }),
    secrets: ["canary", PEM.slice(40, 80)],
  });
  for (const { name, run } of checks) test(name, run);
});

test("gives a session without a token, which the service accepts", async () => {
  const { cloud, host } = bench();
  const { answer, trace } = await resolveOnce(rsaKeyPair({ ...OPTIONS, durationSeconds: 900 }), host);
  expect(answer).toMatchObject({
    outcome: "credentials",
    credentials: {
      securityToken: undefined,
      expiresAtMs: cloud.clock.now() + 900_000,
      provenance: ["rsa-key-pair"],
    },
  });
  expect(trace.warnings).toEqual(["RSA key pairs are deprecated by Alibaba Cloud. Use a role instead."]);
  expect(trace.supplied).toEqual([
    { part: "publicKeyId", from: "argument publicKeyId" },
    { part: "privateKey", from: "argument privateKey" },
  ]);
  cloud.expectNoSecrets(JSON.stringify([answer, trace]), inspect([answer, trace], { depth: 10 }));
  const context = createContext({ host, signal: new AbortController().signal });
  if (answer.outcome !== "credentials") throw new Error("no credentials");
  const { arn } = await getCallerIdentity(context, answer.credentials);
  expect(arn).toBe(`acs:ram::${ACCOUNT}:user/rsa`);
});

test.each([
  ["Windows line ends", PEM.replaceAll("\n", "\r\n")],
  ["one line of Base64", PEM.replace(/-----[^-]+-----|\s/g, "")],
  ["white space around it", `\n  ${PEM.trim()}  \n`],
])("takes a key with %s", async (_name, text) => {
  const source = rsaKeyPair({ publicKeyId: ID, privateKey: text });
  expect((await resolveOnce(source, bench().host)).answer.outcome).toBe("credentials");
});

test("reads the key from its file each time", async () => {
  const files: Record<string, string> = { "/home/test/.keys/a.pem": "canary" };
  const { host } = bench(files);
  const source = rsaKeyPair({ publicKeyId: ID, privateKeyFile: "~/.keys/a.pem" });
  expect((await resolveOnce(source, host)).answer.outcome).toBe("failed");
  files["/home/test/.keys/a.pem"] = PEM;
  expect((await resolveOnce(source, host)).answer.outcome).toBe("credentials");
});

test("looks for no file where there is no home folder", async () => {
  const host = { ...bench({ "~/a.pem": PEM, "/a.pem": PEM }).host, homeDirectory: undefined };
  const { answer } = await resolveOnce(rsaKeyPair({ publicKeyId: ID, privateKeyFile: "~/a.pem" }), host);
  const message = "argument privateKeyFile names a file in the home folder, and this runtime has none.";
  expect(answer).toMatchObject({ error: { code: "FILE_UNREADABLE", message } });
});

test("renews its session in time", async () => {
  const { cloud, host } = bench();
  const resolver = refreshing(rsaKeyPair({ ...OPTIONS, durationSeconds: 900 }), { host });
  for (let minute = 0; minute < 60; minute++) {
    const { expiresAtMs = 0 } = await resolver.get();
    expect(expiresAtMs).toBeGreaterThan(cloud.clock.now());
    await cloud.advance(60_000);
  }
  expect(cloud.journal.entries().length).toBeLessThanOrEqual(7);
  resolver.close();
});

test.each<[string, object, string, RegExp]>([
  ["PKCS#1", { privateKey: PKCS1 }, "INVALID_CONFIGURATION", /openssl pkcs8 -topk8 -nocrypt/],
  [
    "a password",
    {
      privateKey: PEM.replaceAll("PRIVATE KEY", "ENCRYPTED PRIVATE KEY"),
    },
    "INVALID_CONFIGURATION",
    /without a password/,
  ],
  [
    "another algorithm",
    { privateKey: ELLIPTIC },
    "INVALID_CONFIGURATION",
    /is not a private RSA key in PKCS#8/,
  ],
  ["no Base64", { privateKey: "canary!" }, "INVALID_CONFIGURATION", /is not a private RSA key/],
  [
    "no file",
    { privateKey: undefined, privateKeyFile: "/gone.pem" },
    "FILE_UNREADABLE",
    /argument privateKeyFile names a file that does not exist/,
  ],
])("a key with %s is an error, and is quoted nowhere", async (_name, change, code, message) => {
  const { host } = bench();
  const { answer, trace } = await resolveOnce(rsaKeyPair({ ...OPTIONS, ...change }), host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { code, message: expect.stringMatching(message), source: "rsa-key-pair" },
  });
  const text = JSON.stringify([answer, trace]);
  expect(text).not.toContain("canary");
  expect(text).not.toMatch(/[A-Za-z0-9+/]{40}/);
});

test.each<[string, Fault | undefined, object]>([
  ["another key id", undefined, { code: "UPSTREAM_REFUSED", serverCode: "InvalidAccessKeyId" }],
  ["an outage", { kind: "unavailable", service: "sts" }, { code: "UPSTREAM_UNAVAILABLE", retryable: true }],
  ["a malformed reply", { kind: "html-body", service: "sts" }, { code: "RESPONSE_MALFORMED" }],
  [
    "no secret",
    { kind: "missing-fields", fields: ["SessionAccessKeySecret"], service: "sts" },
    { code: "CREDENTIALS_INCOMPLETE" },
  ],
])("%s", async (_name, fault, error) => {
  const { cloud, host } = bench();
  if (fault !== undefined) cloud.faults.add(fault);
  const resolving = resolveOnce(
    rsaKeyPair(fault === undefined ? { ...OPTIONS, publicKeyId: "other" } : OPTIONS),
    host,
  );
  await cloud.advance(15_000);
  expect((await resolving).answer).toMatchObject({
    outcome: "failed",
    error: { source: "rsa-key-pair", ...error },
  });
});

describe("profile mode", () => {
  test("the plugin offers it", () => {
    expect(rsaKeyPairPlugin.profileModes).toEqual([rsaKeyPairMode]);
    expect(rsaKeyPairMode.mode).toBe("RsaKeyPair");
  });

  test("takes its fields, 0 being not set", async () => {
    const { cloud, host } = bench();
    const fields = {
      key_pair_name: ID,
      private_key: PEM,
      expired_seconds: 0,
      sts_region: "cn-hangzhou",
      enable_vpc: false,
    };
    const { answer, trace } = await resolveOnce(rsaKeyPairMode.source(createTestProfile(fields)), host);
    expect(answer).toMatchObject({ credentials: { expiresAtMs: cloud.clock.now() + 3_600_000 } });
    expect(cloud.journal.entries()).toMatchObject([{ host: "sts.cn-hangzhou.aliyuncs.com" }]);
    expect(trace.supplied[0]).toEqual({ part: "publicKeyId", from: 'field key_pair_name of profile "p"' });
  });

  test("enable_vpc: false leaves the choice to the environment", async () => {
    const { cloud, host } = bench();
    const fields = { key_pair_name: ID, private_key: PEM, sts_region: "cn-hangzhou", enable_vpc: false };
    const env = (name: string) => (name === "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED" ? "true" : undefined);
    await resolveOnce(rsaKeyPairMode.source(createTestProfile(fields)), { ...host, env });
    expect(cloud.journal.entries()).toMatchObject([{ host: "sts-vpc.cn-hangzhou.aliyuncs.com" }]);
  });

  test("its key comes before a file", async () => {
    const fields = { key_pair_name: ID, private_key: PEM, private_key_file: "/gone.pem" };
    const { answer } = await resolveOnce(rsaKeyPairMode.source(createTestProfile(fields)), bench().host);
    expect(answer.outcome).toBe("credentials");
  });

  test.each([
    ["the path of a PEM file, as in the aliyun CLI", "/keys/alice.key"],
    ["a path below the home folder", "~/alice.key"],
    ["PEM, as the wizard of the CLI writes it", PEM],
    ["bare Base64", PEM.replace(/-----[^-]+-----|\s/g, "")],
  ])("takes %s as private_key", async (_what, private_key) => {
    const { host } = bench({ "/keys/alice.key": PEM, "/home/test/alice.key": PEM });
    const profile = createTestProfile({ key_pair_name: ID, private_key });
    const { answer, trace } = await resolveOnce(rsaKeyPairMode.source(profile), host);
    expect(answer.outcome).toBe("credentials");
    expect(trace.supplied).toContainEqual({
      part: "privateKey",
      from: `field private_key of profile "${profile.name}"`,
    });
  });

  test("says that a path leads nowhere, and does not quote it: it may be a key", async () => {
    const fields = { key_pair_name: ID, private_key: "canary/alice" };
    const profile = createTestProfile(fields);
    const { answer } = await resolveOnce(rsaKeyPairMode.source(profile), bench().host);
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        code: "FILE_UNREADABLE",
        message: `field private_key of profile "${profile.name}" names a file that does not exist.`,
      },
    });
  });

  test("names the field with an invalid region", async () => {
    const fields = { key_pair_name: ID, private_key: PEM, sts_region: "canary.com/" };
    const { answer } = await resolveOnce(rsaKeyPairMode.source(createTestProfile(fields)), bench().host);
    expect(answer).toMatchObject({
      outcome: "failed",
      error: {
        code: "INVALID_CONFIGURATION",
        message: 'field sts_region of profile "p" is not a region id, such as cn-hangzhou.',
      },
    });
  });

  test.each([
    [{ private_key: "canary" }, "INVALID_CONFIGURATION", "key_pair_name: is missing"],
    [{ key_pair_name: ID }, "INCOMPLETE_CONFIGURATION", 'profile "p" has no private_key'],
    [
      { key_pair_name: ID, private_key: "canary", expired_seconds: 899 },
      "INVALID_CONFIGURATION",
      "expired_seconds: is not a whole number",
    ],
    [
      { key_pair_name: ID, private_key: "canary", sts_region: 7 },
      "INVALID_CONFIGURATION",
      "sts_region: is missing or not text",
    ],
    [
      { key_pair_name: ID, private_key: "canary", enable_vpc: "canary" },
      "INVALID_CONFIGURATION",
      "enable_vpc: is not true or false",
    ],
  ])("refuses %j", (fields, code, message) => {
    const error = refusalOf(() => rsaKeyPairMode.source(createTestProfile(fields)), ["canary"]);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});

test.each([
  [{ endpoint: "http://canary.com" }, "argument sts.endpoint is not an https:// host of STS."],
  [{ region: "canary.com/" }, "argument sts.region is not a region id, such as cn-hangzhou."],
])("refuses %j when STS is to be called, and quotes no value", async (sts, message) => {
  const { cloud, host } = bench();
  const { answer } = await resolveOnce(rsaKeyPair({ ...OPTIONS, sts }), host);
  expect(answer).toMatchObject({
    outcome: "failed",
    error: { name: "ConfigurationError", code: "INVALID_CONFIGURATION", source: "rsa-key-pair", message },
  });
  expect(cloud.journal.entries()).toEqual([]);
});

test.each([
  [{ privateKey: "canary" }, /publicKeyId: is missing/],
  [{ publicKeyId: "canary" }, /give one of privateKey and privateKeyFile/],
  [{ publicKeyId: "canary", privateKey: "a", privateKeyFile: "b" }, /give one of/],
  [{ publicKeyId: "canary", privateKey: "a", durationSeconds: 3601 }, /from 900 to 3600/],
])("refuses options that cannot be used: %#", (options, message) => {
  const error = refusalOf(() => rsaKeyPairPlugin.source(options as never), ["canary"]);
  expect(error).toMatchObject({ code: "INVALID_OPTION", message: expect.stringMatching(message) });
});

test.each([["900"], [" 900 "]])(
  "a profile's duration of %j is a number, with a warning",
  async (expired_seconds) => {
    const { cloud, host } = bench();
    const fields = { key_pair_name: ID, private_key: PEM, expired_seconds };
    const { answer, trace } = await resolveOnce(rsaKeyPairMode.source(createTestProfile(fields)), host);
    expect(answer).toMatchObject({ credentials: { expiresAtMs: cloud.clock.now() + 900_000 } });
    expect(trace.warnings).toContain('profile "p": expired_seconds is text. Write it as a number.');
  },
);
