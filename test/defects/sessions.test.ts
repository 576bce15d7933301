// Numbers: those of the table in README.md.
import { inspect } from "node:util";
import { assumeRole } from "@alicred/assume-role";
import { createTestHost } from "@alicred/conformance";
import { type Resolver, refreshing } from "@alicred/core";
import { ecsRamRole } from "@alicred/ecs-ram-role";
import { toAlicloudCredential } from "@alicred/interop";
import { staticCredentials } from "@alicred/static";
import { acs3Signature, rpcSignature } from "@alicred/sts";
import { afterEach, expect, test, vi } from "vitest";
import {
  ADMIN,
  atOnce,
  type Bench,
  bench,
  inSequence,
  type OfficialProvider,
  official,
  officialModule,
  officialRole,
  through,
} from "./support.ts";

afterEach(() => void vi.useRealTimers());

function role({ cloud, host }: Bench, durationSeconds?: number): Resolver {
  const from = staticCredentials(cloud.accessKey("alice"));
  return refreshing(assumeRole({ from, roleArn: ADMIN, durationSeconds }), { host });
}

function calls({ cloud }: Bench): number {
  return cloud.journal.count({ operation: "AssumeRole" });
}

function keysOf(results: readonly ({ readonly accessKeyId: string } | Error)[]): ReadonlySet<string> {
  return new Set(results.map((one) => (one instanceof Error ? one.message : one.accessKeyId)));
}

test("#1 single flight: 100 callers at once make one request and get one key", async () => {
  const theirs = bench();
  const provider = officialRole(theirs.cloud);
  await atOnce(100, () => provider.getCredentials());
  expect(calls(theirs)).toBe(100);

  const ours = bench();
  const resolver = role(ours);
  expect(keysOf(await atOnce(100, () => resolver.get())).size).toBe(1);
  expect(calls(ours)).toBe(1);
});

test("#5 a session of 900 s is cached", async () => {
  const theirs = bench();
  const provider = officialRole(theirs.cloud, { DurationSeconds: 900 });
  await inSequence(50, () => provider.getCredentials());
  expect(calls(theirs)).toBe(50);

  const ours = bench();
  const resolver = role(ours, 900);
  await inSequence(50, () => resolver.get());
  expect(calls(ours)).toBe(1);
});

test("#6 credentials that expired are an error, not a success, and recovery takes a minute at most", async () => {
  const theirs = bench();
  const provider = officialRole(theirs.cloud);
  const old = await provider.getCredentials();
  theirs.cloud.faults.add({ kind: "unavailable" });
  await theirs.advance("2h");
  expect((await provider.getCredentials()).accessKeyId).toBe(old.accessKeyId);

  const ours = bench();
  const resolver = role(ours);
  const { accessKeyId } = await resolver.get();
  const fault = ours.cloud.faults.add({ kind: "unavailable" });
  await ours.advance("2h");
  for (let hour = 0; hour < 5; hour++) {
    const [error] = await Promise.all([
      resolver.get().catch((thrown: unknown) => thrown),
      ours.advance("1h"),
    ]);
    expect(error).toMatchObject({ code: "UPSTREAM_UNAVAILABLE" });
  }
  fault.remove();
  await ours.advance("60s");
  expect((await resolver.get()).accessKeyId).not.toBe(accessKeyId);
});

test("#7 an answer that has expired already is refused, and not cached", async () => {
  const theirs = bench();
  theirs.cloud.faults.add({ kind: "expired-credentials", times: 1 });
  const provider = officialRole(theirs.cloud);
  const { accessKeyId } = await provider.getCredentials();
  await theirs.advance("40s");
  expect((await provider.getCredentials()).accessKeyId).toBe(accessKeyId);

  const ours = bench();
  ours.cloud.faults.add({ kind: "expired-credentials", times: 1 });
  const resolver = role(ours);
  await expect(resolver.get()).rejects.toMatchObject({ code: "CREDENTIALS_EXPIRED" });
  await ours.advance("40s");
  expect((await resolver.get()).expiresAtMs).toBeGreaterThan(ours.cloud.clock.now());
});

test("#8 the role of an instance is cached in its last hour, and a hanging metadata service blocks nobody", async () => {
  const requests = ({ cloud }: Bench): number => cloud.journal.count({ service: "ecs-metadata" });
  const theirs = bench();
  const provider = through(theirs.cloud, official("ecs_ram_role", { RoleName: "ecs-app" }));
  const { expiresAtMs: theirEnd = 0 } = await refreshing(ecsRamRole(), { host: theirs.host }).get();
  theirs.cloud.faults.add({ kind: "stale-metadata" });
  await theirs.advance(`${theirEnd - theirs.cloud.clock.now() - 50 * 60_000}ms`);
  const before = requests(theirs);
  await inSequence(50, () => provider.getCredentials());
  expect(requests(theirs) - before).toBe(100);

  const ours = bench();
  const resolver = refreshing(ecsRamRole({ roleName: "ecs-app" }), { host: ours.host });
  const { expiresAtMs = 0 } = await resolver.get();
  ours.cloud.faults.add({ kind: "stale-metadata" });
  await ours.advance(`${expiresAtMs - ours.cloud.clock.now() - 50 * 60_000}ms`);
  const previous = requests(ours);
  await inSequence(50, () => resolver.get());
  expect(requests(ours) - previous).toBeLessThan(5);

  ours.cloud.faults.clear();
  ours.cloud.faults.add({ kind: "hang" });
  await ours.advance("10m");
  // No time passes: a caller that waited for the metadata service would wait forever.
  expect((await resolver.get()).expiresAtMs).toBe(expiresAtMs);
});

test("#16 nothing keeps the process alive, and a resolver can be closed", async () => {
  const provider = official("ecs_ram_role", { AsyncCredentialUpdateEnabled: true }) as OfficialProvider & {
    checker: NodeJS.Timeout;
    close(): void;
  };
  expect(provider.checker.hasRef()).toBe(true);
  provider.close();
  const { default: Client } = officialModule<{ default: { prototype: object } }>("client");
  expect("close" in Client.prototype).toBe(false);

  const ours = bench();
  const resolver = role(ours);
  await resolver.get();
  expect(ours.cloud.clock.pendingTimers()).toBe(0);
  ours.cloud.faults.add({ kind: "hang" });
  await ours.advance("59m");
  const waiting = resolver.get({ minTtlMs: 600_000 });
  const ended = expect(waiting).rejects.toMatchObject({ code: "RESOLVER_CLOSED" });
  resolver.close();
  await ended;
  await ours.cloud.clock.settle();
  expect(ours.cloud.clock.pendingTimers()).toBe(0);
});

test("#18 the deprecated getters give the parts of one session", async () => {
  interface Getters {
    getAccessKeyId(): Promise<string>;
    getAccessKeySecret(): Promise<string>;
    getSecurityToken(): Promise<string>;
  }
  const { default: Client } = officialModule<{
    default: new (config: null, provider: OfficialProvider) => Getters;
  }>("client");
  const identify = async ({ cloud }: Bench, credential: Getters): Promise<unknown> => {
    const key = {
      accessKeyId: await credential.getAccessKeyId(),
      accessKeySecret: await credential.getAccessKeySecret(),
      securityToken: await credential.getSecurityToken(),
    };
    const standing = cloud.world.credentials.tokenStanding(
      key.accessKeyId,
      key.securityToken,
      cloud.clock.now(),
    );
    return [standing, cloud.world.credentials.find(key.accessKeyId)?.accessKeySecret === key.accessKeySecret];
  };
  const theirs = bench();
  const client = new Client(null, officialRole(theirs.cloud, { DurationSeconds: 900 }));
  expect(await identify(theirs, client)).toEqual(["mismatch", false]);

  const ours = bench();
  const resolver = role(ours, 900);
  const credential = toAlicloudCredential(resolver, ours);
  expect(await identify(ours, credential)).toEqual(["matches", true]);
});

test("#22 a network error shows neither URL nor token nor signature", async () => {
  const { cloud } = bench();
  vi.useRealTimers();
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  const base = official("static_sts", {
    AccessKeyId: accessKeyId,
    AccessKeySecret: accessKeySecret,
    SecurityToken: "canary-token",
  });
  const provider = official("ram_role_arn", {
    CredentialsProvider: base,
    RoleArn: ADMIN,
    StsEndpoint: "127.0.0.1:1",
  });
  const theirs = await provider.getCredentials().catch((error: Error) => error.message);
  expect(theirs).toMatch(/SecurityToken=canary-token.*Signature=/);

  const from = staticCredentials({ accessKeyId, accessKeySecret, securityToken: "canary-token" });
  const fetch = (): Promise<never> => Promise.reject(new TypeError(`no route: ${theirs}`));
  const host = createTestHost({ fetch, clock: cloud.clock });
  for (const signature of [acs3Signature, rpcSignature]) {
    const resolver = refreshing(assumeRole({ from, roleArn: ADMIN, sts: { signature } }), { host });
    const [error] = await Promise.all([
      resolver.get().catch((thrown: unknown) => thrown),
      cloud.advance("15s"),
    ]);
    expect(error).toMatchObject({ code: "NETWORK_ERROR" });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/canary|Signature=/);
  }
});
