import { createTestHost, createTestProfile, type TestHost, type TestHostOptions } from "@alicred/conformance";
import { type CredentialSource, found, notConfigured } from "@alicred/core";
import type { Profile } from "@alicred/plugin-kit";
import { type Cloud, type SimulateCloudOptions, simulateCloud } from "@alicred/simulators";

export const ACCOUNT = "1000000000000001";
export const ADMIN: string = `acs:ram::${ACCOUNT}:role/admin`;
export const READER: string = `acs:ram::${ACCOUNT}:role/reader`;
export const PARTNER: string = "acs:ram::2000000000000002:role/partner";

/** A policy for a session. */
export const POLICY = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:*","Resource":"*"}]}';

export interface Bench {
  readonly cloud: Cloud;
  readonly host: TestHost;
  /** The key of alice, who may assume roles, and how often it was asked for. */
  readonly alice: CredentialSource & { asked(): number };
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
    alice: userSource(cloud, "alice"),
  };
}

export function userSource(cloud: Cloud, user: string): CredentialSource & { asked(): number } {
  let asked = 0;
  return {
    name: "user",
    asked: () => asked,
    async resolve() {
      asked += 1;
      return found(cloud.accessKey(user));
    },
  };
}

export const nothing: CredentialSource = {
  name: "nothing",
  resolve: async () => notConfigured("environment variable NOTHING"),
};

export function profile(
  fields: Record<string, unknown>,
  others: Record<string, CredentialSource> = {},
): Profile {
  return createTestProfile(fields, { others });
}
