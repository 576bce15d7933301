/**
 * The security token service, simulated.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { stsApp } from "@alicred/simulators/sts";
 *
 * const app = stsApp(simulateCloud());
 * const reply = await app.request("http://anywhere.example/?Action=GetCallerIdentity&Version=2015-04-01");
 * ```
 *
 * @module
 */

import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { serviceApp } from "../../cloud/service-app.ts";
import { API_VERSION, createSts } from "./app.ts";
import { STS_ERRORS } from "./error-table.ts";
import { STS_ERROR_CODES, stsRowOf } from "./errors.ts";
import { STS_HOSTS } from "./hosts.ts";
import { type StsWorld, stsSchema } from "./world.ts";

/** The security token service (STS, version 2015-04-01). */
export const sts: ServiceDefinition<StsWorld> = defineService({
  name: "sts",
  hosts: STS_HOSTS,
  // Clients that are given an endpoint by host and port sign and request the bare path `/`.
  claims: ({ method, path, query, headers }) =>
    path === "/" &&
    (query.get("Version") ?? headers.get("x-acs-version") ?? API_VERSION) === API_VERSION &&
    (query.has("Action") ||
      headers.has("x-acs-action") ||
      (method === "POST" &&
        (headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded"))),
  operations: [
    "AssumeRole",
    "AssumeRoleWithOIDC",
    "AssumeRoleWithSAML",
    "GenerateSessionAccessKey",
    "GetCallerIdentity",
  ],
  errors: STS_ERRORS,
  errorNames: { codes: STS_ERROR_CODES, has: (code) => stsRowOf(code) !== undefined, open: true },
  faults: ["expired-credentials"],
  worldSchema: { sts: stsSchema.optional() },
  defaultWorld: {},
  create: createSts,
});

/**
 * The security token service of a cloud, at `/`.
 *
 * @param cloud - or a function that returns it, called for each request.
 * @returns an app that answers every request this way, whatever its host:
 * `app.route("/sts", stsApp(cloud))`.
 */
export function stsApp(cloud: CloudBase | (() => CloudBase)): Hono {
  return serviceApp(cloud, "sts");
}
