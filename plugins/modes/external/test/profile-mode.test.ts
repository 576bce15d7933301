import { createTestProfile, resolveOnce } from "@alicred/conformance";
import { type CredentialSource, Credentials, found, refreshing, UnavailableError } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { createVirtualClock } from "@alicred/simulators";
import { describe, expect, test } from "vitest";
import { externalMode, externalPlugin } from "../src/mod.ts";
import { bench, KEY, NOW_MS, SESSION } from "./support.ts";

const COMMAND = { process_command: "/opt/login" };
const DIGEST = { process_command_digest: "ff55bf7fa4dc3fb0" };
const stored = (lifeMs: number): ProfileFields => ({
  access_key_id: "STS.stored",
  access_key_secret: "canary-stored-secret",
  sts_token: "canary-stored-token",
  sts_expiration: (NOW_MS + lifeMs) / 1000,
  ...DIGEST,
});

test("the plugin offers the mode", () => {
  expect(externalPlugin.profileModes).toEqual([externalMode]);
  expect(externalMode).toMatchObject({ mode: "External", fields: ["process_command"] });
});

test("a profile without a command is refused", () => {
  expect(() => externalMode.source(createTestProfile({}))).toThrowError(
    expect.objectContaining({
      code: "INVALID_CONFIGURATION",
      message: 'profile "p": process_command: is missing.',
    }),
  );
});

test("a session is served, and written back with its expiration in seconds", async () => {
  const profile = createTestProfile({ ...COMMAND, region_id: "kept" });
  const { host } = bench({ ...SESSION, region_id: "not taken" });
  const { answer } = await resolveOnce(externalMode.source(profile), host);
  expect(answer).toMatchObject({ outcome: "credentials", credentials: { accessKeyId: "STS.session" } });
  expect(profile.current()).toEqual({
    ...COMMAND,
    region_id: "kept",
    access_key_id: "STS.session",
    access_key_secret: "canary-secret",
    sts_token: "canary-token",
    sts_expiration: 1_767_776_400,
    ...DIGEST,
  });
});

test.each([
  ["a key without an expiration", KEY],
  ["a session without an expiration", { ...SESSION, expiration: undefined }],
  ["a session that has expired", { ...SESSION, expiration: "2026-01-07T07:59:59Z" }],
])("%s is not written back", async (_name, output) => {
  const profile = createTestProfile(COMMAND);
  await resolveOnce(externalMode.source(profile), bench(output).host);
  expect(profile.current()).toEqual(COMMAND);
});

test("neither is anything in a dry run", async () => {
  const profile = createTestProfile(COMMAND);
  const resolver = refreshing(externalMode.source(profile), { host: bench(SESSION).host });
  expect((await resolver.explain()).outcome).toBe("credentials");
  expect(profile.current()).toEqual(COMMAND);
});

describe("a session in the profile", () => {
  test("is used without running the command", async () => {
    const { host, runs } = bench(SESSION);
    const source = externalMode.source(createTestProfile({ ...COMMAND, ...stored(60_000) }));
    const { answer, trace } = await resolveOnce(source, host);
    expect(answer).toMatchObject({
      credentials: { accessKeyId: "STS.stored", expiresAtMs: NOW_MS + 60_000, provenance: ["external"] },
    });
    expect(runs).toEqual([]);
    expect(JSON.stringify([answer, trace])).not.toContain("canary");
  });

  test.each<[string, ProfileFields]>([
    ["expires within a minute", stored(59_000)],
    ["has expired", stored(-1_000)],
    ["has no expiration", { ...stored(60_000), sts_expiration: undefined }],
    ["ends in the year 3600", { ...stored(60_000), sts_expiration: 51_437_808_000 }],
    ["has no token", { ...stored(60_000), sts_token: undefined }],
    ["has no secret", { ...stored(60_000), access_key_secret: undefined }],
    ["is unusable", { ...stored(60_000), sts_token: "with a space" }],
  ])("is not used when it %s", async (_name, fields) => {
    const { host, runs } = bench(SESSION);
    const { answer } = await resolveOnce(
      externalMode.source(createTestProfile({ ...COMMAND, ...fields })),
      host,
    );
    expect(answer).toMatchObject({ credentials: { accessKeyId: "STS.session" } });
    expect(runs).toHaveLength(1);
  });

  test("is replaced when the resolver renews or rejects it", async () => {
    const clock = createVirtualClock();
    const profile = createTestProfile({ ...COMMAND, ...stored(3_600_000) });
    let made = 0;
    const { host, runs } = bench(
      async () => ({
        exitCode: 0,
        stdout: JSON.stringify({
          ...SESSION,
          access_key_id: `STS.made${++made}`,
          expiration: new Date(clock.now() + 3_600_000).toISOString(),
        }),
      }),
      { clock },
    );
    const resolver = refreshing(externalMode.source(profile), { host });
    expect((await resolver.get()).accessKeyId).toBe("STS.stored");
    await clock.advance(3_599_000);
    expect((await resolver.get()).accessKeyId).toBe("STS.made1");
    expect(profile.current()["access_key_id"]).toBe("STS.made1");
    resolver.invalidate();
    expect((await resolver.get()).accessKeyId).toBe("STS.made2");
    expect(runs).toHaveLength(2);
    // Another process comes first this time.
    profile.change({ access_key_id: "STS.theirs", sts_expiration: (clock.now() + 1_800_000) / 1000 });
    resolver.invalidate();
    expect((await resolver.get()).accessKeyId).toBe("STS.theirs");
    expect(runs).toHaveLength(2);
  });
});

describe("an output of another mode", () => {
  const handedOn: ProfileFields[] = [];
  const role: CredentialSource = {
    name: "role",
    resolve: async () => found({ accessKeyId: "STS.role", accessKeySecret: "canary-secret" }),
  };
  const profile = createTestProfile(
    { ...COMMAND, ...stored(-1), region_id: "cn-hangzhou", external_id: "old" },
    {
      sourceOfFields(fields) {
        handedOn.push(fields);
        return role;
      },
    },
  );

  test("is laid over the profile, without what an earlier session left there", async () => {
    const output = { mode: "RamRoleArn", ...KEY, ram_role_arn: "acs:ram::1:role/r", external_id: "new" };
    const { answer, trace } = await resolveOnce(externalMode.source(profile), bench(output).host);
    expect(answer).toMatchObject({
      credentials: { accessKeyId: "STS.role", provenance: ["external", "role"] },
    });
    expect(trace.children.map(({ source }) => source)).toEqual(["role"]);
    expect(handedOn).toEqual([{ ...COMMAND, region_id: "cn-hangzhou", ...output }]);
  });

  test.each(["External", "external"])("%s would run endlessly, and is refused", async (mode) => {
    const { host, runs } = bench({ mode, process_command: "canary" });
    const { answer } = await resolveOnce(externalMode.source(profile), host);
    expect(answer).toMatchObject({ outcome: "failed", error: { code: "PROFILE_CYCLE", retryable: false } });
    expect(runs).toHaveLength(1);
  });
});

test("a session that cannot be saved is served all the same, with a warning", async () => {
  const profile = {
    ...createTestProfile(COMMAND),
    update: () => Promise.reject(new UnavailableError("FILE_LOCKED", "locked")),
  };
  const { answer, trace } = await resolveOnce(externalMode.source(profile), bench(SESSION).host);
  expect(answer.outcome).toBe("credentials");
  expect(trace.warnings).toEqual(['profile "p": the new session is not saved (FILE_LOCKED).']);
});

describe("a session in the profile that is not this command's", () => {
  const ask = async (fields: ProfileFields) => {
    const profile = createTestProfile(fields);
    const { host, runs } = bench(SESSION);
    const { answer } = await resolveOnce(externalMode.source(profile), host);
    return { answer, profile, runs };
  };

  test("is not used when the command was edited since", async () => {
    const fields = { ...stored(3_600_000), process_command: "/opt/login --as other" };
    const { answer, profile, runs } = await ask(fields);
    expect(answer).toMatchObject({ credentials: { accessKeyId: "STS.session" } });
    expect(runs).toMatchObject([{ argv: ["/opt/login", "--as", "other"] }]);
    expect(profile.current()).toMatchObject({
      access_key_id: "STS.session",
      process_command_digest: expect.not.stringMatching(DIGEST.process_command_digest),
    });
    expect(runs).toHaveLength(1);
  });

  test("is not used when another mode left it there, without a digest", async () => {
    const { answer, profile, runs } = await ask({
      ...COMMAND,
      ...stored(3_600_000),
      process_command_digest: undefined,
    });
    expect(answer).toMatchObject({ credentials: { accessKeyId: "STS.session" } });
    expect(runs).toMatchObject([{ argv: ["/opt/login"] }]);
    expect(profile.current()).toMatchObject({ access_key_id: "STS.session", ...DIGEST });
  });

  test("leaves no digest in the fields of an output of another mode", async () => {
    const handedOn: ProfileFields[] = [];
    const profile = createTestProfile(
      { ...COMMAND, ...stored(-1) },
      {
        sourceOfFields(fields) {
          handedOn.push(fields);
          return {
            name: "none",
            resolve: async () => found(new Credentials({ accessKeyId: "a", accessKeySecret: "b" })),
          };
        },
      },
    );
    await resolveOnce(externalMode.source(profile), bench({ mode: "EcsRamRole" }).host);
    expect(handedOn).toEqual([{ ...COMMAND, mode: "EcsRamRole" }]);
  });
});
