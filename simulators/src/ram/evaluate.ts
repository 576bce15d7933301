import { type RequestFacts, unmetCondition, wildcardMatch } from "./conditions.ts";
import type { PolicyDocument, PolicyStatement } from "./policy.ts";

/** The outcome of a policy evaluation; `reason` is for the journal. */
export interface Evaluation {
  readonly allowed: boolean;
  readonly reason: string;
}

/** What is asked of a role's trust policy. */
export interface TrustQuestion {
  readonly action: string;
  /** Kind of principal as trust policies name it. */
  readonly principalType: "RAM" | "Service" | "Federated";
  /** ARNs under which the principal may be named, the most specific first. */
  readonly principals: readonly string[];
  readonly facts: RequestFacts;
}

/** Whether a trust policy lets a principal assume the role. An explicit Deny wins. */
export function evaluateTrust(policy: PolicyDocument, question: TrustQuestion): Evaluation {
  return evaluate([policy], "the trust policy", (statement) => {
    if (!actionMatches(statement, question.action)) return `no statement for ${question.action}`;
    const named = list(statement.Principal?.[question.principalType]);
    if (!named.some((arn) => arn === "*" || question.principals.includes(arn))) {
      return `${question.principals[0] ?? "the caller"} is not among its ${question.principalType} principals`;
    }
    return unmetCondition(statement.Condition, question.facts);
  });
}

/** Whether permission policies allow an action on a resource. An explicit Deny wins. */
export function evaluatePermissions(
  policies: readonly PolicyDocument[],
  request: { readonly action: string; readonly resource: string; readonly facts: RequestFacts },
): Evaluation {
  return evaluate(policies, "the caller's policies", (statement) => {
    if (!actionMatches(statement, request.action)) return `no statement for ${request.action}`;
    if (!resourceMatches(statement, request.resource)) return `no statement for ${request.resource}`;
    return unmetCondition(statement.Condition, request.facts);
  });
}

function evaluate(
  policies: readonly PolicyDocument[],
  subject: string,
  mismatch: (statement: PolicyStatement) => string | undefined,
): Evaluation {
  let allowed = false;
  let closest = "there is no statement";
  for (const { Statement } of policies) {
    for (const statement of Statement) {
      const why = mismatch(statement);
      if (why !== undefined) {
        if (statement.Effect === "Allow") closest = why;
      } else if (statement.Effect === "Deny") {
        return {
          allowed: false,
          reason: `${subject} denies it explicitly${statement.Sid ? ` (${statement.Sid})` : ""}`,
        };
      } else {
        allowed = true;
      }
    }
  }
  return allowed
    ? { allowed, reason: `${subject} allows it` }
    : { allowed, reason: `${subject} does not allow it: ${closest}` };
}

function actionMatches(statement: PolicyStatement, action: string): boolean {
  const wanted = action.toLowerCase();
  const matches = (pattern: string): boolean => wildcardMatch(wanted, pattern.toLowerCase());
  if (statement.NotAction !== undefined) return !list(statement.NotAction).some(matches);
  return list(statement.Action).some(matches);
}

function resourceMatches(statement: PolicyStatement, resource: string): boolean {
  const matches = (pattern: string): boolean => wildcardMatch(resource, pattern);
  if (statement.NotResource !== undefined) return !list(statement.NotResource).some(matches);
  return list(statement.Resource).some(matches);
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  if (value === undefined) return [];
  return typeof value === "string" ? [value] : value;
}
