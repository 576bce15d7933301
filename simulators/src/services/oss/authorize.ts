import {
  evaluatePermissions,
  evaluateSessionPolicy,
  type PermissionQuestion,
} from "../../cloud/ram/evaluate.ts";
import { isoSeconds } from "../../cloud/replies.ts";
import type { OssContext } from "./context.ts";
import { OssError } from "./errors.ts";
import { param } from "./request.ts";
import type { Bucket } from "./store.ts";

/**
 * Checks whether the caller may do something to a bucket or an object: by its policies, those of its session, and, for
 * callers of other accounts and anonymous ones, by the bucket's ACL.
 *
 * @throws `OssError` `AccessDenied`.
 */
export function authorize(context: OssContext, action: string, bucket: Bucket, key?: string): void {
  const { caller, world, exchange } = context;
  const isPublic =
    key !== undefined &&
    ((action === "oss:GetObject" && bucket.acl !== "private") ||
      (action === "oss:PutObject" && bucket.acl === "public-read-write"));
  if (caller === undefined) {
    if (isPublic) return;
    throw new OssError(key === undefined ? "AccessDenied:anonymous" : "AccessDenied:acl");
  }
  const { principal, sessionPolicy } = caller;
  if (principal.accountId !== bucket.accountId) {
    if (isPublic) return;
    throw new OssError("AccessDenied:acl", { reason: `the bucket belongs to account ${bucket.accountId}` });
  }
  if (principal.type === "Account") return;
  const asked: PermissionQuestion = {
    action,
    resource: `acs:oss:${bucket.regionId}:${bucket.accountId}:${bucket.name}${key === undefined ? "" : `/${key}`}`,
    facts: () => factsOf(context),
  };
  const attached = evaluatePermissions(world.directory.policiesOf(principal), asked);
  const session = sessionPolicy && evaluateSessionPolicy(sessionPolicy, asked);
  const refusal = attached.allowed ? session : attached;
  if (refusal !== undefined && !refusal.allowed)
    throw new OssError("AccessDenied", {
      reason: refusal.reason,
      fields: { Bucket: context.request.bucket ?? "", AuthAction: action },
    });
  exchange.report({ reason: `${action} is allowed` });
}

/** Checks whether the caller may list its buckets. @throws `OssError` `AccessDenied`. */
export function authorizeService(context: OssContext): string {
  const { caller, world } = context;
  if (caller === undefined) throw new OssError("AccessDenied:anonymous");
  const { principal, sessionPolicy } = caller;
  if (principal.type === "Account") return principal.accountId;
  const asked: PermissionQuestion = {
    action: "oss:ListBuckets",
    resource: `acs:oss:*:${principal.accountId}:*`,
    facts: () => factsOf(context),
  };
  const attached = evaluatePermissions(world.directory.policiesOf(principal), asked);
  const session = sessionPolicy && evaluateSessionPolicy(sessionPolicy, asked);
  const refusal = attached.allowed ? session : attached;
  if (refusal !== undefined && !refusal.allowed)
    throw new OssError("AccessDenied", { reason: refusal.reason });
  return principal.accountId;
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
