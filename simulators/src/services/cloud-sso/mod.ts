/**
 * The sign-in portal of CloudSSO, simulated.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { cloudSsoApp } from "@alicred/simulators/cloud-sso";
 *
 * const app = cloudSsoApp(simulateCloud());
 * const reply = await app.request("http://anywhere.example/device-authorization", { method: "POST" });
 * ```
 *
 * @module
 */

import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { serviceApp } from "../../cloud/service-app.ts";
import { createCloudSso } from "./app.ts";
import { type CloudSsoControl, createCloudSsoControl } from "./control.ts";
import { DEFAULT_DIRECTORY } from "./default-directory.ts";
import { ssoRoles } from "./directory.ts";
import { SSO_ERRORS } from "./errors.ts";
import { CLOUD_SSO_HOSTS, directoryHosts } from "./hosts.ts";
import { type CloudSsoWorld, cloudSsoSchema } from "./world.ts";

export type { CloudSsoControl } from "./control.ts";

/** Members that CloudSSO adds to a cloud. */
export interface CloudSsoMembers {
  /** The actions of a person at the CloudSSO portal. */
  readonly cloudSso: CloudSsoControl;
}

/** The sign-in portal of a CloudSSO directory. */
export const cloudSso: ServiceDefinition<CloudSsoWorld, CloudSsoMembers> = defineService({
  name: "cloud-sso",
  hosts: CLOUD_SSO_HOSTS,
  worldHosts: directoryHosts,
  paths: [
    "/device-authorization",
    "/token",
    "/access-assignments/",
    "/cloud-credentials",
    "/device/code",
    "/device/login",
    "/start/login",
  ],
  operations: [
    "StartDeviceAuthorization",
    "CreateAccessToken",
    "ListAccounts",
    "ListAccessConfigurations",
    "CreateCloudCredential",
    "ShowDevicePage",
    "DecideOnDevice",
  ],
  errors: SSO_ERRORS,
  faults: ["expired-credentials", "short-access-token"],
  worldSchema: { cloudSso: cloudSsoSchema.optional() },
  defaultWorld: { cloudSso: DEFAULT_DIRECTORY },
  provisionedRoles: ssoRoles,
  create: createCloudSso,
  control: (world) => ({ cloudSso: createCloudSsoControl(world) }),
});

/**
 * The sign-in portal of a cloud: device authorization, its page, assignments and credentials.
 *
 * @param cloud - or a function that returns it, called for each request.
 * @returns an app that answers every request this way, whatever its host:
 * `app.route("/cloud-sso", cloudSsoApp(cloud))`.
 */
export function cloudSsoApp(cloud: CloudBase | (() => CloudBase)): Hono {
  return serviceApp(cloud, "cloud-sso");
}
