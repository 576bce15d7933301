import type { CredentialsDocumentDescription, StandingFault } from "./world.ts";

/** Faults that set a document apart from a plain one, by the last part of its path. */
const VARIANTS: Readonly<Record<string, readonly StandingFault[]>> = {
  "without-code": [{ kind: "missing-fields", fields: ["Code"] }],
  "other-code": [{ kind: "wrong-code", code: "Failed" }],
  "without-access-key-id": [{ kind: "missing-fields", fields: ["AccessKeyId"] }],
  "without-access-key-secret": [{ kind: "missing-fields", fields: ["AccessKeySecret"] }],
  "without-security-token": [{ kind: "missing-fields", fields: ["SecurityToken"] }],
  "without-expiration": [{ kind: "missing-fields", fields: ["Expiration"] }],
  "time-with-offset": [{ kind: "expiration-format", format: "offset" }],
  "time-with-milliseconds": [{ kind: "expiration-format", format: "milliseconds" }],
  "time-without-zone": [{ kind: "expiration-format", format: "zoneless" }],
  "time-in-epoch-seconds": [{ kind: "expiration-format", format: "epoch-seconds" }],
  "time-garbage": [{ kind: "expiration-format", format: "unparsable" }],
  "wrong-case": [{ kind: "wrong-case-keys" }],
  "wrong-types": [{ kind: "wrong-types" }],
  expired: [{ kind: "expired-credentials" }],
  stale: [{ kind: "stale-metadata" }],
  slow: [{ kind: "slow-body", ms: 3000 }],
  "slow-then-reset": [{ kind: "slow-reset", ms: 3000 }],
  truncated: [{ kind: "truncated-body" }],
  "not-json": [{ kind: "malformed-json" }],
  "a-page": [{ kind: "html-body" }],
  null: [{ kind: "null-body" }],
  empty: [{ kind: "empty-body" }],
  "no-content": [{ kind: "status", status: 204 }],
  "bad-gateway": [{ kind: "bad-gateway" }],
};

/** One document as it should be, one that asks for a token, redirects, and one of each variant. */
export function defaultDocuments(roleArn: string): readonly CredentialsDocumentDescription[] {
  return [
    { path: "/reader", roleArn },
    { path: "/authorized", roleArn, requiresAuthorization: true },
    { path: "/moved", redirect: { location: "/reader", status: 301 } },
    { path: "/elsewhere", redirect: { location: "http://credentials.simulated.example/reader" } },
    { path: "/round-and-round", redirect: { location: "/round-and-round" } },
    ...Object.entries(VARIANTS).map(([name, faults]) => ({ path: `/variants/${name}`, roleArn, faults })),
  ];
}
