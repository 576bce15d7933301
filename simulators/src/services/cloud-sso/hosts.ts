import type { SharedDescription } from "../../cloud/world/description.ts";
import type { CloudSsoWorld } from "./world.ts";

/**
 * Regions with CloudSSO:
 * https://www.alibabacloud.com/help/en/cloudsso/developer-reference/api-cloudsso-2021-05-15-endpoint
 */
const REGIONS: readonly string[] = ["cn-shanghai", "cn-hangzhou", "cn-beijing", "us-west-1", "eu-central-1"];

/** Host names of the sign-in portals. */
export const CLOUD_SSO_HOSTS: readonly string[] = REGIONS.map(
  (region) => `signin-${region}.alibabacloudsso.com`,
);

const DEFAULT_SIGN_IN_URL = "https://signin-cn-shanghai.alibabacloudsso.com/start/login";

/** Address at which the users of the world's directory sign in. */
export function signInUrl({ cloudSso }: SharedDescription & CloudSsoWorld): URL {
  return new URL(cloudSso?.signInUrl ?? DEFAULT_SIGN_IN_URL);
}

/** The host of the directory, unless it is this machine itself, which all services share. */
export function directoryHosts(description: SharedDescription & CloudSsoWorld): readonly string[] {
  const { hostname } = signInUrl(description);
  return CLOUD_SSO_HOSTS.includes(hostname) || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
    ? []
    : [hostname];
}
