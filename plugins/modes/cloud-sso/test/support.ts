import { createTestHost, createTestProfile, type TestProfile } from "@alicred/conformance";
import type { Host, ServerClock } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { type Cloud, type SimulateCloudOptions, simulateCloud } from "@alicred/simulators";

export const SIGN_IN_URL = "https://signin-cn-shanghai.alibabacloudsso.com/start/login";
export const ACCOUNT = "1000000000000001";
export const ADMINISTRATOR = "ac-0simulatedadmin000001";
export const READ_ONLY = "ac-0simulatedreader00001";
export const HOUR_MS = 3_600_000;

export interface Bench {
  readonly cloud: Cloud;
  readonly host: Host;
  /** Fields of a profile of a user who has just signed in. */
  signIn(user?: string): ProfileFields;
}

export function bench(options: SimulateCloudOptions = {}): Bench {
  const cloud = simulateCloud(options);
  return {
    cloud,
    host: createTestHost({ clock: cloud.clock, fetch: (url, init) => cloud.fetch(url, init) }),
    signIn(user = "alice") {
      const { accessToken, expiresAtMs } = cloud.cloudSso.signIn(user);
      return {
        mode: "CloudSSO",
        cloud_sso_sign_in_url: SIGN_IN_URL,
        cloud_sso_account_id: ACCOUNT,
        cloud_sso_access_config: ADMINISTRATOR,
        access_token: accessToken,
        cloud_sso_access_token_expire: expiresAtMs / 1000,
      };
    },
  };
}

export function profileOf(fields: ProfileFields): TestProfile {
  return createTestProfile(fields, { name: "work laptop" });
}

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
