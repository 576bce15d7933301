import {
  type Evaluation,
  evaluatePermissions,
  evaluateSessionPolicy,
  type PermissionQuestion,
} from "../../cloud/ram/evaluate.ts";
import { accessDenied, refusedPrincipal } from "../../cloud/rpc/access-denied.ts";
import type { Caller } from "../../cloud/rpc/authenticate.ts";
import type { OpenApiContext, ProductAction } from "./action.ts";
import { OpenApiError } from "./errors.ts";
import { ramName } from "./product.ts";

/** Products that word a missing permission in the manner of STS; others in that of ECS. */
const AS_STS: readonly string[] = ["ram", "ims", "sts"];

/**
 * Checks the policies of the caller, and that of its session. A main account may do everything.
 *
 * @throws `OpenApiError` when they do not allow the action.
 */
export function authorize(context: OpenApiContext, caller: Caller, does: ProductAction): void {
  const { world, exchange, product, action, isoSeconds } = context;
  const { principal, sessionPolicy } = caller;
  if (principal.type === "Account") return;
  const { resource, free = false } = does.permission(context, caller);
  if (free) return;
  const asked: PermissionQuestion = {
    action: `${ramName(product)}:${action}`,
    resource,
    facts: () => ({
      "acs:CurrentTime": isoSeconds(exchange.now()),
      "acs:SecureTransport": String(exchange.received.secure),
      "acs:SourceIp": "127.0.0.1",
      "acs:MFAPresent": "false",
    }),
  };
  const attached = evaluatePermissions(world.directory.policiesOf(principal), asked);
  const session = sessionPolicy && evaluateSessionPolicy(sessionPolicy, asked);
  const outcome: Evaluation = attached.allowed ? (session ?? attached) : attached;
  if (!outcome.allowed)
    throw new OpenApiError({
      row: AS_STS.includes(product) ? "NoPermission" : "Forbidden.RAM",
      reason: outcome.reason,
      detail: accessDenied(exchange, outcome, {
        action: asked.action,
        policyType: "AccountLevelIdentityBasedPolicy",
        ...refusedPrincipal(principal),
      }),
    });
  exchange.report({ reason: outcome.reason });
}
