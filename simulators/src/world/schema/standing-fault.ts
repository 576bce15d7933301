import { z } from "zod";
import { type FaultKind, type FaultParameters, faultCatalogue } from "../../faults/catalogue.ts";

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

const kinds: readonly StandingFaultKind[] = [
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

const schemas = kinds.map((kind) =>
  z.strictObject({ kind: z.literal(kind), ...faultCatalogue[kind].parameters }),
);

/** The compiler knows the catalogue's shapes only as shapes. */
export const standingFaultsSchema: z.ZodType<readonly StandingFault[]> = z
  .array(z.discriminatedUnion("kind", schemas as [(typeof schemas)[0], ...typeof schemas]))
  .describe("What is always wrong with the reply: faults by their names.") as unknown as z.ZodType<
  readonly StandingFault[]
>;
