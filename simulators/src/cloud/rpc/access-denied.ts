import type { Exchange } from "../exchange.ts";
import type { Evaluation } from "../ram/evaluate.ts";
import type { Principal } from "../ram/principal.ts";

/** The action and the party that were refused, and the kind of policy that did it. */
interface Refused {
  readonly action: string;
  readonly policyType: "AccountLevelIdentityBasedPolicy" | "AssumeRolePolicy";
  readonly principalType: "SubUser" | "AssumedRoleUser" | "Federated" | "Account";
  readonly ownerId: string;
  readonly displayName: string;
}

/**
 * The member AccessDeniedDetail, in the order of public samples. That a trust policy refused is only to be told from
 * `PolicyType`. Known for AssumeRoleWithOIDC, and assumed for AssumeRole.
 */
export function accessDenied(
  exchange: Exchange,
  { isDenied }: Evaluation,
  { action, policyType, principalType, ownerId, displayName }: Refused,
): Readonly<Record<string, string>> {
  return {
    PolicyType: policyType,
    AuthPrincipalOwnerId: ownerId,
    EncodedDiagnosticMessage: diagnosticMessage(exchange),
    AuthPrincipalType: principalType,
    AuthPrincipalDisplayName: displayName,
    NoPermissionType: isDenied ? "ExplicitDeny" : "ImplicitDeny",
    AuthAction: action,
  };
}

/** How {@link accessDenied} names a caller; a RAM user by its number. */
export function refusedPrincipal(
  principal: Principal,
): Pick<Refused, "principalType" | "ownerId" | "displayName"> {
  const { accountId: ownerId, type } = principal;
  if (type === "RAMUser") return { principalType: "SubUser", ownerId, displayName: principal.userId };
  if (type === "Account") return { principalType: type, ownerId, displayName: ownerId };
  return { principalType: type, ownerId, displayName: `${principal.roleName}:${principal.sessionName}` };
}

/** Opaque to clients, who may have RAM decode it. Base64 of 01 01, four zero bytes, the time in seconds and the request id. */
function diagnosticMessage(exchange: Exchange): string {
  const seconds = Math.floor(exchange.now() / 1000);
  const time = [24, 16, 8, 0].map((shift) => (seconds >>> shift) & 255);
  return btoa(String.fromCharCode(1, 1, 0, 0, 0, 0, ...time) + exchange.requestId);
}
