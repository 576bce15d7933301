/**
 * OpenID Connect issuers, simulated.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { oidcIssuerApp } from "@alicred/simulators/oidc-issuer";
 *
 * const app = oidcIssuerApp(simulateCloud());
 * const reply = await app.request("http://anywhere.example/.well-known/openid-configuration");
 * ```
 *
 * @module
 */

import type { Hono } from "hono";
import { z } from "zod";
import type { CloudBase } from "../../cloud/cloud.ts";
import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { serviceApp } from "../../cloud/service-app.ts";
import { SIMULATED_ISSUER } from "../../cloud/world/default-accounts.ts";
import { createOidcIssuer } from "./app.ts";
import { ISSUER_ERRORS } from "./errors.ts";
import { createOidcIssuers, issuerHosts, type OidcIssuer } from "./issuer.ts";
import { type OidcWorld, oidcIssuerSchema } from "./world.ts";

export type { OidcIssuer, TokenRequest } from "./issuer.ts";
export type { SigningKey } from "./key-ring.ts";

/** Members that the issuers add to a cloud. */
export interface OidcMembers {
  /**
   * An OIDC issuer by its address; without one, the first.
   *
   * @throws `TypeError` when the world has no such issuer.
   */
  oidcIssuer(issuer?: string): OidcIssuer;
}

/** OpenID Connect issuers, such as those of Kubernetes clusters. */
export const oidcIssuer: ServiceDefinition<OidcWorld, OidcMembers> = defineService({
  name: "oidc-issuer",
  hosts: [],
  worldHosts: issuerHosts,
  paths: ["/.well-known/openid-configuration", "/openid/v1/jwks"],
  operations: ["GetConfiguration", "GetKeys", "MintToken"],
  errors: ISSUER_ERRORS,
  faults: ["expired-credentials"],
  worldSchema: { oidcIssuers: z.array(oidcIssuerSchema).optional() },
  defaultWorld: { oidcIssuers: [{ issuer: SIMULATED_ISSUER }] },
  create: createOidcIssuer,
  control: (world) => ({
    oidcIssuer(issuer) {
      const found = world.use(createOidcIssuers).find(issuer);
      if (found === undefined) throw new TypeError(`the world has no OIDC issuer ${issuer ?? "at all"}`);
      return found;
    },
  }),
});

/**
 * The OIDC issuers of a cloud: configuration, keys and tokens. Of several, the first whose path fits answers.
 *
 * @param cloud - or a function that returns it, called for each request.
 * @returns an app that answers every request this way, whatever its host:
 * `app.route("/oidc-issuer", oidcIssuerApp(cloud))`.
 */
export function oidcIssuerApp(cloud: CloudBase | (() => CloudBase)): Hono {
  return serviceApp(cloud, "oidc-issuer");
}
