import { type RequestFacts, unmetCondition, wildcardMatch } from "./conditions.ts";
import type { PolicyDocument, PolicyStatement } from "./policy.ts";
import { withLowerCaseRole } from "./principal.ts";

/** The outcome of a policy evaluation; `reason` is for the journal. */
export interface Evaluation {
  readonly allowed: boolean;
  /** Whether a statement denies it, so that no other could allow it. */
  readonly isDenied: boolean;
  readonly reason: string;
}

/** A question to a role's trust policy. */
export interface TrustQuestion {
  readonly action: string;
  /** Kind of principal as trust policies name it. */
  readonly principalType: "RAM" | "Service" | "Federated";
  /** ARNs under which the principal may be named, the most specific first; names of roles in lower case. */
  readonly principals: readonly string[];
  /** Asked for where there is a condition. */
  facts(): RequestFacts;
}

/** A question to permission policies. */
export interface PermissionQuestion {
  readonly action: string;
  /** An ARN; the name of a role in lower case. */
  readonly resource: string;
  /** Asked for where there is a condition. */
  facts(): RequestFacts;
}

/** How the journal words an outcome, up to what was asked for. */
interface Wording {
  readonly allows: string;
  readonly denies: string;
  readonly allowsNot: string;
}

const THE_TRUST_POLICY = wording("the trust policy");
const THE_SESSION_POLICY = wording("the session policy");
const THE_CALLERS_POLICIES: Wording = {
  allows: "the caller's policies allow",
  denies: "the caller's policies deny",
  allowsNot: "the caller's policies do not allow",
};

function wording(policy: string): Wording {
  return { allows: `${policy} allows`, denies: `${policy} denies`, allowsNot: `${policy} does not allow` };
}

/** Whether a trust policy lets a principal assume the role. An explicit Deny wins. */
export function evaluateTrust(policy: PolicyDocument, question: TrustQuestion): Evaluation {
  return evaluate([policy], THE_TRUST_POLICY, question, trustMismatch);
}

/** Whether permission policies allow an action on a resource. An explicit Deny wins. */
export function evaluatePermissions(
  policies: readonly PolicyDocument[],
  question: PermissionQuestion,
): Evaluation {
  return evaluate(policies, THE_CALLERS_POLICIES, question, permissionMismatch);
}

/** The same of the policy of a session, which narrows those of its role. */
export function evaluateSessionPolicy(policy: PolicyDocument, question: PermissionQuestion): Evaluation {
  return evaluate([policy], THE_SESSION_POLICY, question, permissionMismatch);
}

/** Evaluates all statements. `mismatch` returns why one does not apply, or `undefined` when it does. */
function evaluate<Q>(
  policies: readonly PolicyDocument[],
  { allows, denies, allowsNot }: Wording,
  question: Q,
  mismatch: (statement: PolicyStatement, question: Q) => string | undefined,
): Evaluation {
  let allowed = false;
  let closest = "there is no statement";
  for (const { Statement } of policies) {
    for (const statement of Statement) {
      const why = mismatch(statement, question);
      if (why !== undefined) {
        if (statement.Effect === "Allow") closest = why;
      } else if (statement.Effect === "Deny") {
        return {
          allowed: false,
          isDenied: true,
          reason: `${denies} it explicitly${statement.Sid ? ` (${statement.Sid})` : ""}`,
        };
      } else {
        allowed = true;
      }
    }
  }
  return { allowed, isDenied: false, reason: allowed ? `${allows} it` : `${allowsNot} it: ${closest}` };
}

function trustMismatch(statement: PolicyStatement, question: TrustQuestion): string | undefined {
  const { action, principalType, principals } = question;
  if (!actionMatches(statement, action)) return `no statement for ${action}`;
  if (!isNamed(list(statement.Principal?.[principalType]), principals))
    return `${principals[0] ?? "the caller"} is not among its ${principalType} principals`;
  return statement.Condition && unmetCondition(statement.Condition, question.facts());
}

function permissionMismatch(statement: PolicyStatement, question: PermissionQuestion): string | undefined {
  const { action, resource } = question;
  if (!actionMatches(statement, action)) return `no statement for ${action}`;
  if (!resourceMatches(statement, resource)) return `no statement for ${resource}`;
  return statement.Condition && unmetCondition(statement.Condition, question.facts());
}

function isNamed(named: readonly string[], principals: readonly string[]): boolean {
  for (const arn of named)
    if (arn === "*" || principals.includes(arn) || principals.includes(withLowerCaseRole(arn))) return true;
  return false;
}

function actionMatches({ Action, NotAction }: PolicyStatement, action: string): boolean {
  const wanted = action.toLowerCase();
  for (const pattern of list(NotAction ?? Action))
    if (wildcardMatch(wanted, pattern.toLowerCase())) return NotAction === undefined;
  return NotAction !== undefined;
}

function resourceMatches({ Resource, NotResource }: PolicyStatement, resource: string): boolean {
  for (const pattern of list(NotResource ?? Resource))
    if (wildcardMatch(resource, pattern) || wildcardMatch(resource, withLowerCaseRole(pattern)))
      return NotResource === undefined;
  return NotResource !== undefined;
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
