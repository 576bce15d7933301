import { z } from "zod";
import { nearest } from "../names.ts";
import { CONDITION_OPERATORS, type ConditionBlock } from "./conditions.ts";

/** One statement of a RAM policy. */
export interface PolicyStatement {
  readonly Sid?: string | undefined;
  readonly Effect: "Allow" | "Deny";
  readonly Action?: string | readonly string[] | undefined;
  readonly NotAction?: string | readonly string[] | undefined;
  readonly Resource?: string | readonly string[] | undefined;
  readonly NotResource?: string | readonly string[] | undefined;
  readonly Principal?: Readonly<Record<string, string | readonly string[]>> | undefined;
  readonly Condition?: ConditionBlock | undefined;
}

/** A RAM policy in its own language: https://www.alibabacloud.com/help/en/ram/policy-structure-and-syntax */
export interface PolicyDocument {
  readonly Version: "1";
  readonly Statement: readonly PolicyStatement[];
}

const texts = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);
const scalar = z.union([z.string(), z.number(), z.boolean()]);
const condition = z.partialRecord(
  z.enum(CONDITION_OPERATORS),
  z.record(z.string(), z.union([scalar, z.array(scalar)])),
  { error: strangeOperator },
);
const common = {
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Condition: condition.optional(),
};

/** A misspelt operator in a Deny would let everybody in. */
function strangeOperator({ input }: { readonly input?: unknown }): string | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  const strange = Object.keys(input).find((operator) => !CONDITION_OPERATORS.includes(operator));
  if (strange === undefined) return undefined;
  const hint = nearest(strange, CONDITION_OPERATORS);
  return `${JSON.stringify(strange)} is no condition operator${hint ? `; near: ${hint}` : ""}`;
}

function exactlyOne(a: string, b: string): (statement: object) => boolean {
  return (statement) => a in statement !== b in statement;
}

const PERMISSION_STATEMENT = z
  .strictObject({
    ...common,
    Action: texts.optional(),
    NotAction: texts.optional(),
    Resource: texts.optional(),
    NotResource: texts.optional(),
  })
  .refine(exactlyOne("Action", "NotAction"), "a statement has either Action or NotAction")
  .refine(exactlyOne("Resource", "NotResource"), "a statement has either Resource or NotResource");

const trustStatement = z.strictObject({
  ...common,
  Action: texts,
  Principal: z.record(z.enum(["RAM", "Service", "Federated"]), texts.optional()).optional(),
});

/** Policies attached to users and roles, and session policies. */
export const permissionPolicySchema: z.ZodType<PolicyDocument> = z.strictObject({
  Version: z.literal("1"),
  Statement: z.array(PERMISSION_STATEMENT).min(1),
});

/** Trust policies of roles. */
export const trustPolicySchema: z.ZodType<PolicyDocument> = z.strictObject({
  Version: z.literal("1"),
  Statement: z.array(trustStatement).min(1),
}) as unknown as z.ZodType<PolicyDocument>;

/** The policy that a text holds, or `undefined` when it is not JSON of the policy grammar. */
export function parsePermissionPolicy(text: string): PolicyDocument | undefined {
  try {
    return permissionPolicySchema.safeParse(JSON.parse(text)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function allow(action: string | readonly string[]): PolicyDocument {
  return { Version: "1", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] };
}

/** Name of a system policy known to the simulators. */
export type SystemPolicyName =
  | "AdministratorAccess"
  | "AliyunSTSAssumeRoleAccess"
  | "AliyunOSSFullAccess"
  | "AliyunOSSReadOnlyAccess";

/** System policies that a world description may name instead of writing them out. */
export const SYSTEM_POLICIES: Readonly<Record<SystemPolicyName, PolicyDocument>> = {
  AdministratorAccess: allow("*"),
  AliyunSTSAssumeRoleAccess: allow("sts:AssumeRole"),
  AliyunOSSFullAccess: allow("oss:*"),
  AliyunOSSReadOnlyAccess: allow(["oss:Get*", "oss:List*"]),
};
