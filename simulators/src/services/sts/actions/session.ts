import type { Exchange } from "../../../cloud/exchange.ts";
import type { RequestFacts } from "../../../cloud/ram/conditions.ts";
import type { PolicyDocument } from "../../../cloud/ram/policy.ts";
import type { ReplyFields } from "../../../cloud/rpc/reply.ts";
import type { Role } from "../../../cloud/world/directory.ts";
import { StsError } from "../errors.ts";
import { formed, ROLE_ARN_FORM, required } from "../parameters.ts";
import type { ActionContext } from "./action.ts";

/** A session of a role to be opened. */
export interface SessionRequest {
  readonly role: Role;
  readonly sessionName: string;
  readonly durationSeconds: number;
  readonly sessionPolicy: PolicyDocument | undefined;
  readonly operation: string;
  /** The sessions that descend from this one keep it. */
  readonly sourceIdentity?: string | undefined;
}

const DEFAULT_EXPIRED_AGO_MS = 60_000;

/**
 * The role that RoleArn names.
 *
 * @param missing - the error for one that does not exist; its text may name the ARN, in lower case.
 * @throws `StsError` when it is not well formed or does not exist.
 */
export function findRole({ world, request }: ActionContext, missing = "EntityNotExist.Role"): Role {
  const arn = required(request, "RoleArn");
  const role = world.directory.role(arn);
  if (role !== undefined) return role;
  formed(request, "RoleArn", ROLE_ARN_FORM);
  throw new StsError({ row: missing, subject: arn.toLowerCase() });
}

/** When credentials that are issued now expire, on a whole second; in the past by the fault `expired-credentials`. */
export function expiryMs(exchange: Exchange, durationSeconds: number): number {
  const expired = exchange.fault("expired-credentials");
  const lifeMs = expired ? -(expired.agoMs ?? DEFAULT_EXPIRED_AGO_MS) : durationSeconds * 1000;
  return Math.floor((exchange.now() + lifeMs) / 1000) * 1000;
}

/**
 * Returns the facts that conditions can ask of every request. The clients of a simulator are on its own
 * machine.
 */
export function commonFacts({ exchange, isoSeconds }: ActionContext): RequestFacts {
  return {
    "acs:CurrentTime": isoSeconds(exchange.now()),
    "acs:SecureTransport": String(exchange.received.secure),
    "acs:SourceIp": "127.0.0.1",
  };
}

/** Issues the credentials of a session and words them as the reply does. */
export function openSession(context: ActionContext, session: SessionRequest): ReplyFields {
  const { world, exchange, isoSeconds } = context;
  const { role, sessionName, durationSeconds, sessionPolicy, operation, sourceIdentity } = session;
  const issued = world.credentials.issue(
    {
      principal: {
        type: "AssumedRoleUser",
        accountId: role.accountId,
        roleName: role.name,
        roleId: role.id,
        sessionName,
      },
      expiresAtMs: expiryMs(exchange, durationSeconds),
      issuedBy: `sts:${operation}`,
      sessionPolicy,
      sourceIdentity,
    },
    exchange.now(),
  );
  return {
    AssumedRoleUser: {
      Arn: `${role.arn}/${sessionName}`,
      AssumedRoleId: `${role.id}:${sessionName}`,
    },
    Credentials: {
      AccessKeyId: issued.accessKeyId,
      AccessKeySecret: issued.accessKeySecret,
      SecurityToken: issued.securityToken,
      Expiration: isoSeconds(issued.expiresAtMs),
    },
    SourceIdentity: sourceIdentity,
  };
}
