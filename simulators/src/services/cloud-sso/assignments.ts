import { principalArn } from "../../cloud/ram/principal.ts";
import { readJson, required, type SsoContext } from "./context.ts";
import { ssoRoleName } from "./directory.ts";
import { SsoError } from "./errors.ts";

const DEFAULT_PAGE_SIZE = 10;

/** One page of a list, with the token of the next one. */
export interface PageOf<T> {
  readonly items: readonly T[];
  readonly NextToken: string;
  readonly IsTruncated: boolean;
}

/**
 * The page that MaxResults and NextToken ask for; tokens are only good for the list of this name.
 *
 * @throws `SsoError` `InvalidParameter` for either.
 */
export function pageOf<T>(
  list: string,
  all: readonly T[],
  query: URLSearchParams,
  maxPageSize: number,
): PageOf<T> {
  const from = offsetOf(list, query.get("NextToken") ?? "", all.length);
  const asked = query.get("MaxResults") ?? "";
  const size = asked === "" ? Math.min(DEFAULT_PAGE_SIZE, maxPageSize) : Number(asked);
  if (!Number.isInteger(size) || size < 1 || size > 100)
    throw new SsoError("InvalidParameter", { subject: "MaxResults" });
  const to = from + Math.min(size, maxPageSize);
  const isTruncated = to < all.length;
  return {
    items: all.slice(from, to),
    NextToken: isTruncated ? btoa(`${list} ${to}`) : "",
    IsTruncated: isTruncated,
  };
}

function offsetOf(list: string, token: string, length: number): number {
  if (token === "") return 0;
  const text = /^[A-Za-z0-9+/]+={0,2}$/.test(token) && token.length % 4 === 0 ? atob(token) : "";
  const offset = text.startsWith(`${list} `) ? Number(text.slice(list.length + 1)) : Number.NaN;
  if (Number.isInteger(offset) && offset > 0 && offset < length) return offset;
  throw new SsoError("InvalidParameter", { subject: "NextToken" });
}

const DEFAULT_MAX_PAGE_SIZE = 100;
const DEFAULT_SESSION_SECONDS = 3600;
const DEFAULT_EXPIRED_AGO_MS = 60_000;

/** `GET /access-assignments/accounts` */
export function listAccounts(context: SsoContext): Record<string, unknown> {
  const user = bearer(context);
  const { items, ...rest } = page(context, `accounts of ${user}`, context.directory.accounts(user));
  return {
    Accounts: items.map(({ accountId, displayName = accountId }) => ({
      AccountId: accountId,
      DisplayName: displayName,
    })),
    ...rest,
  };
}

/** `GET /access-assignments/access-configurations` */
export function listAccessConfigurations(context: SsoContext): Record<string, unknown> {
  const user = bearer(context);
  const accountId = context.exchange.received.query.get("AccountId") ?? "";
  if (accountId === "") throw new SsoError("MissingParameter", { subject: "AccountId" });
  const all = context.directory.accessConfigurations(user, accountId);
  if (all.length === 0) throw new SsoError("Forbidden", { reason: `${user} may not enter this account` });
  const { items, ...rest } = page(context, `access configurations of ${user} in ${accountId}`, all);
  return {
    AccessConfigurationsForAccount: items.map(({ id, name, description = "" }) => ({
      AccessConfigurationId: id,
      AccessConfigurationName: name,
      AccessConfigurationDescription: description,
    })),
    ...rest,
  };
}

/** `POST /cloud-credentials` */
export function createCloudCredential(context: SsoContext): Record<string, unknown> {
  const { world, directory, exchange } = context;
  const user = bearer(context);
  const input = readJson(exchange.received);
  const accountId = required(input, "AccountId");
  const id = required(input, "AccessConfigurationId");
  const configuration = directory.accessConfigurations(user, accountId).find((one) => one.id === id);
  const roleName = ssoRoleName(configuration?.name ?? "");
  const role = world.directory.role(`acs:ram::${accountId}:role/${roleName}`);
  if (configuration === undefined || role === undefined)
    throw new SsoError("Forbidden", {
      reason: `${user} may not enter account ${accountId} with this access configuration`,
    });
  const nowMs = exchange.now();
  const expired = exchange.fault("expired-credentials");
  const lifeMs = expired
    ? -(expired.agoMs ?? DEFAULT_EXPIRED_AGO_MS)
    : (configuration.sessionDurationSeconds ?? DEFAULT_SESSION_SECONDS) * 1000;
  const issued = world.credentials.issue(
    {
      principal: {
        type: "AssumedRoleUser",
        accountId,
        roleName: role.name,
        roleId: role.id,
        sessionName: user,
      },
      expiresAtMs: Math.floor((nowMs + lifeMs) / 1000) * 1000,
      issuedBy: "cloud-sso:CreateCloudCredential",
    },
    nowMs,
  );
  exchange.report({ identity: principalArn(issued.principal) });
  return {
    CloudCredential: {
      AccessKeyId: issued.accessKeyId,
      AccessKeySecret: issued.accessKeySecret,
      SecurityToken: issued.securityToken,
      Expiration: new Date(issued.expiresAtMs).toISOString().replace(".000Z", "Z"),
    },
  };
}

/** The user whose access token the request bears. */
function bearer({ logins, directory, exchange }: SsoContext): string {
  const { headers } = exchange.received;
  exchange.report({ credentialKind: headers.get("authorization") ? "token" : "none" });
  const accessToken = headers.bearer;
  if (accessToken === undefined) throw new SsoError("InvalidToken", { reason: "no bearer token" });
  const token = logins.token(accessToken);
  if (token === undefined) throw new SsoError("InvalidToken", { reason: "no such access token" });
  exchange.report({ identity: `cloudsso:user/${token.user}` });
  if (token.expiresAtMs <= exchange.now())
    throw new SsoError("InvalidToken", { reason: "the access token has expired" });
  if (directory.user(token.user) === undefined)
    throw new SsoError("InvalidToken", { reason: "the user is gone" });
  return token.user;
}

function page<T>(
  { world, exchange }: SsoContext,
  list: string,
  all: readonly T[],
): ReturnType<typeof pageOf<T>> {
  const maxPageSize = world.description.cloudSso?.maxPageSize ?? DEFAULT_MAX_PAGE_SIZE;
  return pageOf(list, all, exchange.received.query, maxPageSize);
}
