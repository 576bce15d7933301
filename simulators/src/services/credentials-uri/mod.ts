/**
 * Addresses that hand out credentials (`credentials_uri`), simulated.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { credentialsUriApp } from "@alicred/simulators/credentials-uri";
 *
 * const app = credentialsUriApp(simulateCloud());
 * const reply = await app.request("http://anywhere.example/reader");
 * ```
 *
 * @module
 */

import type { Hono } from "hono";
import type { CloudBase } from "../../cloud/cloud.ts";
import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { serviceApp } from "../../cloud/service-app.ts";
import { DEFAULT_ACCOUNT_ID } from "../../cloud/world/default-accounts.ts";
import { createCredentialsUri } from "./app.ts";
import { defaultDocuments } from "./default-documents.ts";
import { type CredentialsDocument, createCredentialsDocuments, DEFAULT_HOST } from "./documents.ts";
import { CREDENTIALS_URI_ERRORS } from "./errors.ts";
import { type CredentialsUriWorld, credentialsUriSchema } from "./world.ts";

export type { CredentialsDocument } from "./documents.ts";

/** Members that the documents add to a cloud. */
export interface CredentialsUriMembers {
  /**
   * The credentials document at a path of `credentials_uri`; without one, the first.
   *
   * @throws `TypeError` when the world has no such document.
   */
  credentialsDocument(path?: string): CredentialsDocument;
}

/** Addresses that hand out credentials, as `ALIBABA_CLOUD_CREDENTIALS_URI` names one. */
export const credentialsUri: ServiceDefinition<CredentialsUriWorld, CredentialsUriMembers> = defineService({
  name: "credentials-uri",
  hosts: [DEFAULT_HOST],
  worldHosts: ({ credentialsUri }) => credentialsUri?.hosts ?? [],
  operations: ["GetCredentials"],
  errors: CREDENTIALS_URI_ERRORS,
  faults: ["expired-credentials", "stale-metadata"],
  worldSchema: { credentialsUri: credentialsUriSchema.optional() },
  defaultWorld: {
    credentialsUri: { documents: defaultDocuments(`acs:ram::${DEFAULT_ACCOUNT_ID}:role/reader`) },
  },
  create: createCredentialsUri,
  control: (world) => ({
    credentialsDocument(path) {
      const document = world.use(createCredentialsDocuments).find(path);
      if (document === undefined)
        throw new TypeError(
          `the world has no credentials ${path === undefined ? "at any path" : `at ${path}`}`,
        );
      return document;
    },
  }),
});

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
