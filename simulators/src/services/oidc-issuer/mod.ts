/**
 * OpenID Connect issuers, simulated.
 * @module
 */
import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { serviceApp } from "../../cloud/service-app.ts";

export type { OidcIssuer, TokenRequest } from "./issuer.ts";
export type { SigningKey } from "./key-ring.ts";

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
