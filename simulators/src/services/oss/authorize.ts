import {
  type Evaluation,
  evaluatePermissions,
  evaluateSessionPolicy,
  type PermissionQuestion,
} from "../../cloud/ram/evaluate.ts";
import { isoSeconds } from "../../cloud/replies.ts";
import { accessDenied, refusedPrincipal } from "../../cloud/rpc/access-denied.ts";
import type { OssCaller, OssContext } from "./context.ts";
import type { OssErrorName } from "./error-table.ts";
import { OssError } from "./errors.ts";
import { param } from "./request.ts";
import type { Bucket } from "./store.ts";

/** Things that anybody may do to the objects of a bucket, by its ACL. */
const PUBLIC_ACTIONS: Readonly<Record<Bucket["acl"], readonly string[]>> = {
  private: [],
  "public-read": ["oss:GetObject"],
  "public-read-write": ["oss:GetObject", "oss:PutObject", "oss:DeleteObject"],
};

/**
 * Checks whether the caller may do something to a bucket or an object: by the policy of its session, then by its own
 * policies, if the bucket is of its account, and at last by the bucket's ACL, where no statement denies it.
 *
 * @see https://www.alibabacloud.com/help/en/oss/user-guide/authentication
 * @throws `OssError` `AccessDenied`.
 */
export function authorize(context: OssContext, action: string, bucket: Bucket, key?: string): void {
  const { caller, world, exchange } = context;
  const isPublic = key !== undefined && PUBLIC_ACTIONS[bucket.acl].includes(action);
  if (caller === undefined) {
    if (isPublic) return;
    throw new OssError(key === undefined ? "AccessDenied:anonymous" : "AccessDenied:acl");
  }
  const { principal } = caller;
  const asked: PermissionQuestion = {
    action,
    resource: `acs:oss:${bucket.regionId}:${bucket.accountId}:${bucket.name}${key === undefined ? "" : `/${key}`}`,
    facts: () => factsOf(context),
  };
  checkSession(context, caller, asked);
  if (principal.accountId !== bucket.accountId) {
    if (isPublic) return;
    throw new OssError("AccessDenied:acl", { reason: `the bucket belongs to account ${bucket.accountId}` });
  }
  if (principal.type === "Account") return;
  const attached = evaluatePermissions(world.directory.policiesOf(principal), asked);
  if (!attached.allowed && (attached.isDenied || !isPublic)) throw refusal(context, caller, asked, attached);
  exchange.report({ reason: `${action} is allowed${attached.allowed ? "" : " by the bucket's ACL"}` });
}

/** Checks whether the caller may list its buckets. @throws `OssError` `AccessDenied`. */
export function authorizeService(context: OssContext): string {
  const { caller, world } = context;
  if (caller === undefined) throw new OssError("AccessDenied:anonymous");
  const { principal } = caller;
  const asked: PermissionQuestion = {
    action: "oss:ListBuckets",
    resource: `acs:oss:*:${principal.accountId}:*`,
    facts: () => factsOf(context),
  };
  checkSession(context, caller, asked);
  if (principal.type === "Account") return principal.accountId;
  const attached = evaluatePermissions(world.directory.policiesOf(principal), asked);
  if (!attached.allowed) throw refusal(context, caller, asked, attached);
  return principal.accountId;
}

/** @throws `OssError` `AccessDenied` when the policy of the caller's session does not allow it. */
function checkSession(context: OssContext, caller: OssCaller, asked: PermissionQuestion): void {
  const session = caller.sessionPolicy && evaluateSessionPolicy(caller.sessionPolicy, asked);
  if (session !== undefined && !session.allowed)
    throw refusal(context, caller, asked, session, "AccessDenied:session");
}

function refusal(
  { exchange, request }: OssContext,
  { principal }: OssCaller,
  { action }: PermissionQuestion,
  outcome: Evaluation,
  row: OssErrorName = outcome.isDenied ? "AccessDenied:deny" : "AccessDenied",
): OssError {
  return new OssError(row, {
    reason: outcome.reason,
    fields: {
      AccessDeniedDetail: accessDenied(exchange, outcome, {
        action,
        policyType: "AccountLevelIdentityBasedPolicy",
        ...refusedPrincipal(principal),
      }),
      ...(request.bucket !== undefined && { Bucket: request.bucket }),
    },
  });
}

function factsOf({ exchange, request }: OssContext): Readonly<Record<string, string>> {
  const [prefix, delimiter] = [param(request, "prefix"), param(request, "delimiter")];
  return {
    "acs:CurrentTime": isoSeconds(exchange.now()),
    "acs:SecureTransport": String(exchange.received.secure),
    "acs:SourceIp": "127.0.0.1",
    ...(prefix !== undefined && { "oss:Prefix": prefix }),
    ...(delimiter !== undefined && { "oss:Delimiter": delimiter }),
  };
}
