import { z } from "zod";
import { type ErrorOverrides, errorOverridesSchema } from "../../cloud/errors.ts";
import { faultCatalogue } from "../../cloud/faults/catalogue.ts";
import type { FaultKind, FaultParameters } from "../../cloud/faults/fault.ts";
import { SHORTEST_SECRET } from "../../cloud/world/canaries.ts";
import { CREDENTIALS_URI_ERRORS, type CredentialsUriErrorName } from "./errors.ts";

/** Faults that make sense permanently for one document. */
type StandingFaultKind = Exclude<
  FaultKind,
  | "latency"
  | "hang"
  | "connection-reset"
  | "tls-failure"
  | "clock-skew"
  | "throttling"
  | "internal-error"
  | "unavailable"
  | "error"
  | "token-rejected"
  | "role-name-change"
  | "missing-refresh-token"
  | "refresh-token-replay"
  | "short-access-token"
>;

/** A fault of a document, by its name in the fault catalogue. */
export type StandingFault = {
  [K in StandingFaultKind]: { readonly kind: K } & FaultParameters[K];
}[StandingFaultKind];

const KINDS: readonly StandingFaultKind[] = [
  "bad-gateway",
  "status",
  "truncated-body",
  "slow-body",
  "slow-reset",
  "malformed-json",
  "wrong-types",
  "missing-fields",
  "wrong-case-keys",
  "wrong-code",
  "null-body",
  "empty-body",
  "html-body",
  "expiration-format",
  "expired-credentials",
  "stale-metadata",
];

const schemas = KINDS.map((kind) =>
  z.strictObject({ kind: z.literal(kind), ...faultCatalogue[kind].parameters }),
);

/** The compiler knows the catalogue's shapes only as shapes. */
const standingFaultsSchema: z.ZodType<readonly StandingFault[]> = z
  .array(z.discriminatedUnion("kind", schemas as [(typeof schemas)[0], ...typeof schemas]))
  .describe("Faults that every reply has, by their names.") as unknown as z.ZodType<readonly StandingFault[]>;

/** The document at one path: a role's credentials, or a redirect to elsewhere. */
export interface CredentialsDocumentDescription {
  readonly path: string;
  readonly roleArn?: string | undefined;
  readonly sessionName?: string | undefined;
  readonly sessionSeconds?: number | undefined;
  readonly rotateBeforeExpirySeconds?: number | undefined;
  readonly requiresAuthorization?: boolean | undefined;
  /** Default: minted from the seed. */
  readonly authorizationToken?: string | undefined;
  readonly redirect?: { readonly location: string; readonly status?: number | undefined } | undefined;
  readonly faults?: readonly StandingFault[] | undefined;
}

/** Addresses that hand out credentials. */
export interface CredentialsUriDescription {
  readonly hosts?: readonly string[] | undefined;
  readonly documents: readonly CredentialsDocumentDescription[];
  readonly errors?: ErrorOverrides<CredentialsUriErrorName> | undefined;
}

const documentSchema = z
  .strictObject({
    path: z.string().regex(/^\/[^?#]*$/),
    roleArn: z.string().optional().describe("The role of this world whose credentials are there."),
    sessionName: z
      .string()
      .regex(/^[\w.@-]{2,64}$/)
      .optional()
      .describe("Default credentials-uri."),
    sessionSeconds: z
      .int()
      .min(900)
      .max(43_200)
      .optional()
      .describe("Life of the credentials. Default 3600."),
    rotateBeforeExpirySeconds: z
      .int()
      .min(0)
      .optional()
      .describe("How long before expiry new credentials appear; the old ones work until then. Default 600."),
    requiresAuthorization: z
      .boolean()
      .optional()
      .describe("Whether requests must carry the token in the header Authorization, bare or as Bearer."),
    authorizationToken: z
      .string()
      .min(SHORTEST_SECRET)
      .optional()
      .describe("Default: minted from the seed, recognisable as a canary."),
    redirect: z
      .strictObject({
        location: z.string().min(1).describe("An address, or a path of this service."),
        status: z.literal([301, 302, 303, 307, 308]).optional().describe("Default 302."),
      })
      .optional(),
    faults: standingFaultsSchema.optional(),
  })
  .refine(
    ({ roleArn, redirect }) => (roleArn === undefined) !== (redirect === undefined),
    "a document has either a roleArn or a redirect",
  )
  .refine(
    ({ sessionSeconds = 3600, rotateBeforeExpirySeconds = 600 }) =>
      rotateBeforeExpirySeconds < sessionSeconds,
    "rotateBeforeExpirySeconds must be less than sessionSeconds",
  );

export const credentialsUriSchema: z.ZodType<CredentialsUriDescription> = z
  .strictObject({
    hosts: z.array(z.string().min(1)).optional().describe("Host names beside credentials.simulated.example."),
    documents: z.array(documentSchema),
    errors: errorOverridesSchema(CREDENTIALS_URI_ERRORS).optional(),
  })
  .meta({ id: "CredentialsUri" });

/** The part of a world's description that concerns this service. */
export interface CredentialsUriWorld {
  readonly credentialsUri?: CredentialsUriDescription | undefined;
}
