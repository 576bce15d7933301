import { defineService, type ServiceDefinition } from "../../cloud/define-service.ts";
import { createSts } from "./app.ts";
import { stsErrorCodes, stsErrors, stsRowOf } from "./errors.ts";
import { stsHosts } from "./hosts.ts";
import { type StsWorld, stsSchema } from "./world.ts";

/** The security token service (STS, version 2015-04-01). */
export const sts: ServiceDefinition<StsWorld> = defineService({
  name: "sts",
  hosts: stsHosts,
  // Clients that are given an endpoint by host and port sign and request the bare path `/`.
  claims: ({ method, query, headers }) =>
    query.has("Action") ||
    headers.has("x-acs-action") ||
    (method === "POST" &&
      (headers.get("content-type") ?? "").startsWith("application/x-www-form-urlencoded")),
  operations: [
    "AssumeRole",
    "AssumeRoleWithOIDC",
    "AssumeRoleWithSAML",
    "GenerateSessionAccessKey",
    "GetCallerIdentity",
  ],
  errors: stsErrors,
  errorNames: { codes: stsErrorCodes, has: (code) => stsRowOf(code) !== undefined, open: true },
  faults: ["expired-credentials"],
  worldSchema: { sts: stsSchema.optional() },
  defaultWorld: {},
  create: createSts,
});
