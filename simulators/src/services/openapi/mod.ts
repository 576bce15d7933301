/**
 * The gateway in front of Alibaba Cloud's products, simulated.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { openApiApp } from "@alicred/simulators/openapi";
 *
 * const app = openApiApp(simulateCloud());
 * const reply = await app.request("http://anywhere.example/?Action=DescribeRegions&Version=2014-05-26");
 * ```
 *
 * @module
 */

import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { codesOf, rowOfCode } from "../../cloud/rpc/errors.ts";
import { serviceApp } from "../../cloud/service-app.ts";
import { createOpenApi } from "./app.ts";
import { actionsOf, BUILT_IN_ACTIONS } from "./catalogue.ts";
import { OPENAPI_ERRORS } from "./errors.ts";
import { isProductHost } from "./product.ts";
import { type OpenApiWorld, openApiSchema } from "./world.ts";

/**
 * The gateway in front of every product that no other service is: RAM's access keys, KMS's secrets, and replies of the
 * world.
 */
export const openApi: ServiceDefinition<OpenApiWorld> = defineService({
  name: "openapi",
  hosts: ["ram.aliyuncs.com"],
  ownsHost: isProductHost,
  // Clients that are given an endpoint by host and port request the bare path `/`, as those of STS do.
  claims: ({ path, query, headers }) =>
    path === "/" && (query.has("Action") || headers.has("x-acs-action") || headers.has("x-acs-version")),
  operations: BUILT_IN_ACTIONS,
  worldOperations: ({ openapi }) => actionsOf(openapi),
  errors: OPENAPI_ERRORS,
  errorNames: {
    codes: codesOf(OPENAPI_ERRORS),
    has: (code) => rowOfCode(OPENAPI_ERRORS, code, {}) !== undefined,
    open: true,
  },
  worldSchema: { openapi: openApiSchema.optional() },
  defaultWorld: { openapi: { usersManageAccessKeys: true } },
  create: createOpenApi,
});

/**
 * The gateway of a cloud. At a host that names no product, the action and its version tell it.
 *
 * @param cloud - or a function that returns it, called for each request.
 * @returns an app that answers every request this way, whatever its host:
 * `app.route("/openapi", openApiApp(cloud))`.
 */
export function openApiApp(cloud: CloudBase | (() => CloudBase)): Hono {
  return serviceApp(cloud, "openapi");
}
