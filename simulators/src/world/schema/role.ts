import { z } from "zod";
import { type PolicyDocument, trustPolicySchema } from "../../ram/policy.ts";
import { type PolicyReference, policiesSchema } from "./user.ts";

/** A RAM role. */
export interface RoleDescription {
  readonly name: string;
  readonly id?: string | undefined;
  readonly trustPolicy: PolicyDocument;
  readonly maxSessionDurationSeconds?: number | undefined;
  readonly policies?: readonly PolicyReference[] | undefined;
}

export const roleSchema: z.ZodType<RoleDescription> = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,64}$/),
    id: z.string().regex(/^\d+$/).optional().describe("Role id. Default: 18 digits made from the name."),
    trustPolicy: trustPolicySchema.describe(
      "Who may assume the role: Principal (RAM, Service, Federated) and Condition, for example on sts:ExternalId or oidc:sub.",
    ),
    maxSessionDurationSeconds: z
      .int()
      .min(3600)
      .max(43_200)
      .optional()
      .describe("3600 to 43200. Default 3600."),
    policies: policiesSchema.optional(),
  })
  .meta({ id: "Role" });
