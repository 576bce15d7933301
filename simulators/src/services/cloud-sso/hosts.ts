import type { SharedDescription } from "../../cloud/world/description.ts";
import type { CloudSsoWorld } from "./world.ts";

/**
 * Regions with CloudSSO:
 * https://www.alibabacloud.com/help/en/cloudsso/developer-reference/api-cloudsso-2021-05-15-endpoint
 */
const regions: readonly string[] = ["cn-shanghai", "cn-hangzhou", "cn-beijing", "us-west-1", "eu-central-1"];

/** Host names of the sign-in portals. */
export const cloudSsoHosts: readonly string[] = regions.map(
  (region) => `signin-${region}.alibabacloudsso.com`,
);

const defaultSignInUrl = "https://signin-cn-shanghai.alibabacloudsso.com/start/login";

/** Address at which the users of the world's directory sign in. */
export function signInUrl({ cloudSso }: SharedDescription & CloudSsoWorld): URL {
  return new URL(cloudSso?.signInUrl ?? defaultSignInUrl);
}

/** The host of the directory, unless it is this machine itself, which all services share. */
export function directoryHosts(description: SharedDescription & CloudSsoWorld): readonly string[] {
  const { hostname } = signInUrl(description);
  return cloudSsoHosts.includes(hostname) || /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(hostname)
    ? []
    : [hostname];
}
