import { assumeRole } from "@alicred/assume-role";
import { createContext, type Host, refreshing } from "@alicred/core";
import { webHost } from "@alicred/core/host/web";
import { type Cloud, simulateCloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";
import { acs3Signature, getCallerIdentity, rpcSignature, signAcs3, signRpc } from "@alicred/sts";
import type { RuntimeCase } from "./case.ts";
import { alice, roleArns, world } from "./world.ts";

const KEY = { accessKeyId: "testAccessKeyId", accessKeySecret: "testAccessKeySecret" };
const STAMP = { timestampMs: Date.parse("2026-01-07T08:00:00Z"), nonce: "9f4f4a2e1c3b4d5e8f60718293a4b5c6" };

interface Simulated {
  readonly cloud: Cloud;
  readonly host: Host;
}

function simulated(serverClockOffsetMs = 0): Simulated {
  const cloud = simulateCloud({ world, serverClockOffsetMs });
  const { clock } = cloud;
  return { cloud, host: webHost({ clock, fetch: (url, init) => cloud.fetch(url, init) }) };
}

/** Signatures by WebCrypto and by the host's own digests, and AssumeRole against a simulated cloud in the same process. */
export const stsCases: readonly RuntimeCase[] = [
  {
    name: "sts: ACS3-HMAC-SHA256 gives the signature that the official client gives",
    async run(t) {
      const query =
        "DurationSeconds=3600&RoleArn=acs%3Aram%3A%3A123456789012%3Arole%2Fadminrole&RoleSessionName=alice";
      const url = `https://sts.cn-hangzhou.aliyuncs.com/?${query}`;
      const headers = { "x-acs-action": "AssumeRole", "x-acs-version": "2015-04-01" };
      for (const host of [{}, t.host]) {
        const { authorization } = await signAcs3({ method: "POST", url, headers }, { ...KEY }, STAMP, host);
        t.equal(
          authorization?.split("Signature=")[1],
          "308740810133c1b82c9a9d0b0091a8733dae0094405707b84f72179f40ac7ebb",
        );
      }
    },
  },
  {
    name: "sts: RPC HMAC-SHA1 gives the signature that the official client gives",
    async run(t) {
      const parameters = {
        Action: "AssumeRole",
        DurationSeconds: "3600",
        Format: "JSON",
        RoleArn: "acs:ram::123456789012:role/adminrole",
        RoleSessionName: "alice",
        Version: "2015-04-01",
      };
      for (const host of [{}, t.host]) {
        const { Signature } = await signRpc({ method: "POST", parameters }, { ...KEY }, STAMP, host);
        t.equal(Signature, "6xF1uP0ZVgvUBCCB4/4QS4m6RhM=");
      }
    },
  },
  {
    name: "sts: bodies of any length have the same digest by WebCrypto and by the host",
    async run(t) {
      const url = "https://ecs.cn-hangzhou.aliyuncs.com/";
      for (const [length, digest] of [
        [5, "36bbe50ed96841d10443bcb670d6554f0a34b761be67ec9c4a8ad2c0c44ca42c"],
        [300_000, "457de2649a008dffa3232cc25a905fdb48923c9b9dc9b2790fc593d2eb3d7867"],
      ] as const)
        for (const host of [{}, t.host]) {
          const body = new TextEncoder().encode("abcde".repeat(length / 5));
          const signed = await signAcs3({ method: "POST", url, body }, KEY, STAMP, host);
          t.equal(signed["x-acs-content-sha256"], digest);
        }
    },
  },
  {
    name: "sts: a role on a role on a key, by either signature, is who it should be",
    async run(t) {
      for (const signature of [acs3Signature, rpcSignature]) {
        const { cloud, host } = simulated();
        const sts = { signature };
        const admin = assumeRole({ from: staticCredentials(alice), roleArn: roleArns.admin, sts });
        const resolver = refreshing(assumeRole({ from: admin, roleArn: roleArns.reader, sts }), { host });
        const credentials = await resolver.get();
        t.deepEqual(credentials.provenance, ["assume-role", "assume-role", "static"]);
        const context = createContext({ host, signal: new AbortController().signal });
        const { arn } = await getCallerIdentity(context, credentials, sts);
        t.equal(arn, "acs:ram::1000000000000001:assumed-role/reader/alicred");
        t.equal(cloud.journal.count({ operation: "AssumeRole" }), 2);
      }
    },
  },
  {
    name: "sts: a machine whose clock is twenty minutes off gets its credentials, and knows their true expiry",
    async run(t) {
      for (const offMs of [-1_200_000, 1_200_000]) {
        const { cloud, host } = simulated(offMs);
        const source = assumeRole({ from: staticCredentials(alice), roleArn: roleArns.admin });
        const resolver = refreshing(source, { host });
        t.ok((await resolver.get()).securityToken, "a session");
        await cloud.advance("59m");
        t.ok(resolver.peek(), "still valid after 59 minutes");
        await cloud.advance("61s");
        t.equal(resolver.peek(), undefined, "expired after an hour, whatever the local clock says");
      }
    },
  },
  {
    name: "sts: a refusal says what to do, and shows no secret",
    async run(t) {
      const { cloud, host } = simulated();
      const stranger = staticCredentials({ ...alice, accessKeySecret: "canary-wrong-secret" });
      const resolver = refreshing(assumeRole({ from: stranger, roleArn: roleArns.admin }), { host });
      const error = await t.rejects(resolver.get(), "UPSTREAM_REFUSED");
      t.equal((error as Error & { serverCode?: string }).serverCode, "SignatureDoesNotMatch");
      t.ok(!/canary/.test(`${error.message}${error.stack}${JSON.stringify(error)}`), "no secret");
      cloud.expectNoSecrets(error);
    },
  },
];
