import type { RequestFacts } from "../../../cloud/ram/conditions.ts";
import {
  evaluatePermissions,
  evaluateSessionPolicy,
  evaluateTrust,
  type PermissionQuestion,
} from "../../../cloud/ram/evaluate.ts";
import { type Principal, principalArn } from "../../../cloud/ram/principal.ts";
import { accessDenied, refusedPrincipal } from "../../../cloud/rpc/access-denied.ts";
import type { Caller } from "../../../cloud/rpc/authenticate.ts";
import { StsError } from "../errors.ts";
import {
  durationSeconds,
  EXTERNAL_ID_FORM,
  formed,
  required,
  SERIAL_NUMBER_FORM,
  SESSION_NAME_FORM,
  SOURCE_IDENTITY_FORM,
  sessionPolicy,
  TOKEN_CODE_FORM,
} from "../parameters.ts";
import type { ActionContext, SignedAction } from "./action.ts";
import { commonFacts, findRole, openSession } from "./session.ts";

const OPERATION = "AssumeRole";
const ACTION = "sts:AssumeRole";

/** https://www.alibabacloud.com/help/en/ram/developer-reference/api-sts-2015-04-01-assumerole */
export const assumeRole: SignedAction = (context, caller) => {
  const { request, exchange } = context;
  required(request, "RoleArn");
  required(request, "RoleSessionName");
  const sessionName = formed(request, "RoleSessionName", SESSION_NAME_FORM) ?? "";
  formed(request, "ExternalId", EXTERNAL_ID_FORM);
  formed(request, "SerialNumber", SERIAL_NUMBER_FORM);
  formed(request, "TokenCode", TOKEN_CODE_FORM);
  const sourceIdentity = caller.sourceIdentity ?? formed(request, "SourceIdentity", SOURCE_IDENTITY_FORM);
  const policy = sessionPolicy(request);
  if (caller.principal.type === "Account")
    throw new StsError({ row: "NoPermission:root", reason: "roles may not be assumed by main accounts" });
  const role = findRole(context);
  const seconds = durationSeconds(request, role.maxSessionDurationSeconds);
  const asked: PermissionQuestion = {
    action: ACTION,
    resource: role.arn,
    facts() {
      return requestFacts(context, sourceIdentity);
    },
  };
  checkPermission(context, caller, asked);
  const trust = evaluateTrust(role.trustPolicy, {
    action: ACTION,
    principalType: "RAM",
    principals: principalNames(caller.principal),
    facts: asked.facts,
  });
  if (!trust.allowed)
    throw new StsError({
      row: "NoPermission:trust",
      reason: trust.reason,
      detail: accessDenied(exchange, trust, {
        action: ACTION,
        policyType: "AssumeRolePolicy",
        ...refusedPrincipal(caller.principal),
      }),
    });
  exchange.report({ reason: trust.reason });
  return openSession(context, {
    role,
    sessionName,
    durationSeconds: seconds,
    sessionPolicy: policy,
    operation: OPERATION,
    sourceIdentity,
  });
};

function requestFacts(context: ActionContext, sourceIdentity: string | undefined): RequestFacts {
  const externalId = context.request.params.get("ExternalId");
  return {
    ...commonFacts(context),
    "acs:MFAPresent": "false",
    ...(externalId !== undefined && { "sts:ExternalId": externalId }),
    ...(sourceIdentity !== undefined && { "sts:SourceIdentity": sourceIdentity }),
  };
}

/** The caller's policies must allow it, and those of its session too. */
function checkPermission(
  { world, exchange }: ActionContext,
  caller: Caller,
  asked: PermissionQuestion,
): void {
  const attached = evaluatePermissions(world.directory.policiesOf(caller.principal), asked);
  const session = caller.sessionPolicy && evaluateSessionPolicy(caller.sessionPolicy, asked);
  const refusal = attached.allowed ? session : attached;
  if (refusal === undefined || refusal.allowed) return;
  throw new StsError({
    row: "NoPermission",
    reason: refusal.reason,
    detail: accessDenied(exchange, refusal, {
      action: ACTION,
      policyType: "AccountLevelIdentityBasedPolicy",
      ...refusedPrincipal(caller.principal),
    }),
  });
}

/** Names by which a trust policy may mean a caller; those of roles in lower case, as they are compared. */
function principalNames(principal: Principal): readonly string[] {
  const head = `acs:ram::${principal.accountId}`;
  if (principal.type !== "AssumedRoleUser") return [principalArn(principal), `${head}:root`];
  const role = principal.roleName.toLowerCase();
  return [`${head}:role/${role}`, `${head}:assumed-role/${role}/${principal.sessionName}`, `${head}:root`];
}
