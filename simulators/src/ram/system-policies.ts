import type { PolicyDocument } from "./policy.ts";

function allow(action: string): PolicyDocument {
  return { Version: "1", Statement: [{ Effect: "Allow", Action: action, Resource: "*" }] };
}

/** Name of a system policy known to the simulators. */
export type SystemPolicyName = "AdministratorAccess" | "AliyunSTSAssumeRoleAccess";

/** System policies that a world description may name instead of writing them out. */
export const systemPolicies: Readonly<Record<SystemPolicyName, PolicyDocument>> = {
  AdministratorAccess: allow("*"),
  AliyunSTSAssumeRoleAccess: allow("sts:AssumeRole"),
};
