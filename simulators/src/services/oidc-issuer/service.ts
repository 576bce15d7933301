import { z } from "zod";
import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { SIMULATED_ISSUER } from "../../cloud/world/default-accounts.ts";
import { createOidcIssuer } from "./app.ts";
import { issuerErrors } from "./errors.ts";
import { createOidcIssuers, issuerHosts, type OidcIssuer } from "./issuer.ts";
import { type OidcWorld, oidcIssuerSchema } from "./world.ts";

/** What the issuers add to a cloud. */
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
  errors: issuerErrors,
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
