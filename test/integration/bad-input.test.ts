import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AlicredError, refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { simulateCloud } from "@alicred/simulators";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandSource } from "../../cli/src/command/sources.ts";

// Common mistakes in a config.json: a clear error, with what to do, and never a secret.

const SECRET = "canary-secret-of-the-file";
const keys = { access_key_id: "LTAIexample", access_key_secret: SECRET };
const role = { ...keys, ram_role_arn: "acs:ram::1000000000000001:role/admin", ram_session_name: "bad-input" };

const profiles: Readonly<Record<string, Record<string, unknown>>> = {
  "no-secret": { mode: "AK", access_key_id: "LTAIexample" },
  "no-token": { mode: "StsToken", ...keys },
  "899": { mode: "RamRoleArn", ...role, expired_seconds: 899 },
  "43201": { mode: "RamRoleArn", ...role, expired_seconds: 43_201 },
  "not-a-number": { mode: "RamRoleArn", ...role, expired_seconds: "soon" },
  "user-arn": { mode: "RamRoleArn", ...role, ram_role_arn: "acs:ram::1000000000000001:user/alice" },
  "role-name": { mode: "RamRoleArn", ...role, ram_role_arn: "admin" },
  "other-cloud": { mode: "RamRoleArn", ...role, ram_role_arn: "arn:aws:iam::123456789012:role/admin" },
  "bad-session": { mode: "RamRoleArn", ...role, ram_session_name: "with space" },
  "bad-policy": { mode: "RamRoleArn", ...role, policy: `{"Version": ${SECRET}` },
  "no-source": { mode: "ChainableRamRoleArn", ...role },
  orphan: { mode: "ChainableRamRoleArn", ...role, source_profile: "nobody" },
  self: { mode: "ChainableRamRoleArn", ...role, source_profile: "self" },
  "wrong-key": { mode: "RamRoleArn", ...role },
  "plain-http": { mode: "RamRoleArn", ...role, sts_endpoint: "http://sts.example.com" },
};

let home: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "alicred-bad-input-"));
  await mkdir(join(home, ".aliyun"));
  const named = Object.entries(profiles).map(([name, fields]) => ({ name, ...fields }));
  await writeFile(join(home, ".aliyun", "config.json"), JSON.stringify({ current: "899", profiles: named }));
});

afterAll(() => rm(home, { recursive: true }));

async function failureOf(profile: string): Promise<AlicredError> {
  const cloud = simulateCloud();
  const host = nodeHost({
    clock: cloud.clock,
    homeDirectory: home,
    env: {},
    fetch: (url, init) => cloud.fetch(url, init),
  });
  const events: unknown[] = [];
  const resolver = refreshing(await commandSource({ profile }), {
    host,
    onEvent: (event) => events.push(event),
  });
  const thrown = await resolver.get().catch((error: unknown) => error);
  const trace = await resolver.explain();
  if (!(thrown instanceof AlicredError)) throw new Error(`no AlicredError, but ${String(thrown)}`);
  const shown = [
    thrown.message,
    thrown.stack,
    JSON.stringify([thrown, events, trace]),
    cloud.journal.print(),
  ];
  expect(shown.join("\n")).not.toContain(SECRET);
  cloud.expectNoSecrets(thrown, events, trace);
  return thrown;
}

test.each([
  ["no-secret", "INVALID_CONFIGURATION", /profile "no-secret": access_key_secret/],
  ["no-token", "INVALID_CONFIGURATION", /profile "no-token": sts_token/],
  ["899", "INVALID_CONFIGURATION", /profile "899": expired_seconds.*900 to 43,?200/],
  ["43201", "INVALID_CONFIGURATION", /profile "43201": expired_seconds.*900 to 43,?200/],
  ["not-a-number", "INVALID_CONFIGURATION", /expired_seconds/],
  ["user-arn", "INVALID_CONFIGURATION", /ram_role_arn.*acs:ram::/],
  ["role-name", "INVALID_CONFIGURATION", /ram_role_arn.*acs:ram::/],
  ["other-cloud", "INVALID_CONFIGURATION", /ram_role_arn.*acs:ram::/],
  ["bad-session", "INVALID_CONFIGURATION", /ram_session_name/],
  ["bad-policy", "INVALID_CONFIGURATION", /policy/],
  ["no-source", "INVALID_CONFIGURATION", /source_profile/],
  ["orphan", "PROFILE_NOT_FOUND", /no profile "nobody"/],
  ["self", "PROFILE_CYCLE", /self -> self/],
  ["missing", "PROFILE_NOT_FOUND", /no profile "missing"/],
  ["wrong-key", "UPSTREAM_REFUSED", /InvalidAccessKeyId\.NotFound/],
  ["plain-http", "INVALID_CONFIGURATION", /sts_endpoint/],
])("profile %s: %s", async (profile, code, message) => {
  const error = await failureOf(profile);
  expect({ code: error.code, message: error.message }).toEqual({
    code,
    message: expect.stringMatching(message),
  });
});
