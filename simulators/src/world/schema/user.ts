import { z } from "zod";
import { type PolicyDocument, permissionPolicySchema } from "../../ram/policy.ts";
import { type SystemPolicyName, systemPolicies } from "../../ram/system-policies.ts";
import { type AccessKeyDescription, accessKeySchema } from "./access-key.ts";

/** A policy written out, or the name of a system policy. */
export type PolicyReference = SystemPolicyName | PolicyDocument;

export const policiesSchema: z.ZodType<readonly PolicyReference[]> = z
  .array(z.union([z.enum(Object.keys(systemPolicies) as SystemPolicyName[]), permissionPolicySchema]))
  .describe("Attached policies: names of system policies, or documents. Default none.");

/** A RAM user. */
export interface UserDescription {
  readonly name: string;
  readonly id?: string | undefined;
  readonly accessKeys?: readonly AccessKeyDescription[] | undefined;
  readonly policies?: readonly PolicyReference[] | undefined;
  /** RSA public keys for GenerateSessionAccessKey. */
  readonly publicKeys?: readonly { readonly id: string; readonly pem: string }[] | undefined;
}

export const userSchema: z.ZodType<UserDescription> = z
  .strictObject({
    name: z.string().regex(/^[\w.-]{1,64}$/),
    id: z.string().regex(/^\d+$/).optional().describe("User id. Default: 18 digits made from the name."),
    accessKeys: z.array(accessKeySchema).optional(),
    policies: policiesSchema.optional(),
    publicKeys: z
      .array(
        z.strictObject({ id: z.string().min(1), pem: z.string().startsWith("-----BEGIN PUBLIC KEY-----") }),
      )
      .optional()
      .describe("RSA public keys for the deprecated GenerateSessionAccessKey."),
  })
  .meta({ id: "User" });
