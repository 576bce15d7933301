/**
 * Addresses that hand out credentials (`credentials_uri`), simulated.
 * @module
 */
import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { serviceApp } from "../../cloud/service-app.ts";

export type { CredentialsDocument } from "./documents.ts";

/**
 * The credentials documents of a cloud, at their paths.
 *
 * @param cloud - or a function that returns it, called for each request.
 * @returns an app that answers every request this way, whatever its host:
 * `app.route("/credentials-uri", credentialsUriApp(cloud))`.
 */
export function credentialsUriApp(cloud: CloudBase | (() => CloudBase)): Hono {
  return serviceApp(cloud, "credentials-uri");
}
