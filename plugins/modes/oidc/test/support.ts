import {
  createTestHost,
  type Resolution,
  resolveOnce,
  type TestHost,
  type TestHostOptions,
} from "@alicred/conformance";
import type { Host, ServerClock } from "@alicred/core";
import { type Cloud, type SimulateCloudOptions, simulateCloud } from "@alicred/simulators";
import { type OidcOptions, oidc } from "../src/mod.ts";

export const ROLE = "acs:ram::1000000000000001:role/rrsa-app";
export const PROVIDER = "acs:ram::1000000000000001:oidc-provider/ack-rrsa";
export const FILE = "/var/run/secrets/tokens/oidc-token";
export const POLICY = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:*","Resource":"*"}]}';

/** The variables that a pod of a service account with a role has. */
export const RRSA: Readonly<Record<string, string>> = {
  ALIBABA_CLOUD_ROLE_ARN: ROLE,
  ALIBABA_CLOUD_OIDC_PROVIDER_ARN: PROVIDER,
  ALIBABA_CLOUD_OIDC_TOKEN_FILE: FILE,
};

export interface Bench {
  readonly cloud: Cloud;
  readonly host: TestHost;
  /** The files of the host; a test may change them. */
  readonly files: Record<string, string>;
  /** Puts a new token into the file, as the kubelet does. */
  renew(lifetimeSeconds?: number): Promise<string>;
  resolve(options?: OidcOptions): Promise<Resolution>;
}

/** A pod with a fresh token. */
export async function bench(
  env: Readonly<Record<string, string>> = RRSA,
  hostOptions: TestHostOptions = {},
  options: SimulateCloudOptions = {},
): Promise<Bench> {
  const cloud = simulateCloud(options);
  const files: Record<string, string> = {};
  const host = createTestHost({
    clock: cloud.clock,
    fetch: (url, init) => cloud.fetch(url, init),
    env,
    files,
    ...hostOptions,
  });
  async function renew(lifetimeSeconds?: number): Promise<string> {
    const token = await cloud.oidcIssuer().mint({ lifetimeSeconds });
    files[FILE] = `${token}\n`;
    return token;
  }
  await renew();
  return {
    cloud,
    host,
    files,
    renew,
    resolve: (given) => resolveOnce(oidc(given), host),
  };
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
