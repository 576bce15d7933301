import {
  createTestHost,
  createTestProfile,
  type TestHostOptions,
  type TestProfile,
} from "@alicred/conformance";
import type { Host, ServerClock } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { type Cloud, type SimulateCloudOptions, simulateCloud } from "@alicred/simulators";

export interface Bench {
  readonly cloud: Cloud;
  readonly host: Host;
  /** Fields of a profile of alice, who has just signed in. */
  signIn(site?: "CN" | "INTL"): ProfileFields;
  /** Operations that the service saw, in order. */
  operations(): readonly unknown[];
}

export function bench(options: SimulateCloudOptions = {}, hostOptions: TestHostOptions = {}): Bench {
  const cloud = simulateCloud(options);
  const host = createTestHost({
    clock: cloud.clock,
    fetch: (url, init) => cloud.fetch(url, init),
    ...hostOptions,
  });
  return {
    cloud,
    host,
    signIn(site = "CN") {
      const { accessToken, refreshToken, accessExpiresAtMs } = cloud.oauth.signIn("alice", site);
      return {
        mode: "OAuth",
        oauth_site_type: site,
        oauth_access_token: accessToken,
        oauth_refresh_token: refreshToken,
        oauth_access_token_expire: accessExpiresAtMs / 1000,
      };
    },
    operations: () => cloud.journal.entries().map(({ operation }) => operation),
  };
}

/** As a profile: nothing that a test writes to it is lost, and the source sees the current fields. */
export function profileOf(fields: ProfileFields): TestProfile {
  return createTestProfile(fields, { name: "me" });
}

export const HOUR_MS = 3_600_000;

/** The issuer's clock as a source may know it: behind the local one, by which expirations are judged all the same. */
export function serverClockOf(clock: Host["clock"], behindMs = 0): ServerClock {
  return {
    now: () => clock.now() - behindMs,
    expiryNow: () => clock.now(),
    skewMs: () => -behindMs,
    observe: () => undefined,
    assume: () => undefined,
  };
}
