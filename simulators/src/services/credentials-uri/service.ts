import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { DEFAULT_ACCOUNT_ID } from "../../cloud/world/default-accounts.ts";
import { createCredentialsUri } from "./app.ts";
import { defaultDocuments } from "./default-documents.ts";
import { type CredentialsDocument, createCredentialsDocuments, defaultHost } from "./documents.ts";
import { credentialsUriErrors } from "./errors.ts";
import { type CredentialsUriWorld, credentialsUriSchema } from "./world.ts";

/** What the documents add to a cloud. */
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
  hosts: [defaultHost],
  worldHosts: ({ credentialsUri }) => credentialsUri?.hosts ?? [],
  operations: ["GetCredentials"],
  errors: credentialsUriErrors,
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
