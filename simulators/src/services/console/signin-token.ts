import type { Exchange } from "../../cloud/exchange.ts";
import { principalArn } from "../../cloud/ram/principal.ts";
import type { World } from "../../cloud/world/world.ts";
import { ConsoleError } from "./errors.ts";
import { type FederationRequest, required, siteOf } from "./request.ts";
import { createConsoleSignIns, type RoleSession } from "./sign-ins.ts";
import type { ConsoleWorld } from "./world.ts";

const DEFAULT_TOKEN_SECONDS = 30;
const TICKET_TYPES: readonly string[] = ["mini", "normal"];

/**
 * `Action=GetSigninToken`: a token that opens the console once, for the session of an assumed role. Without a signature.
 * The reference allows parameters in the address; a secret there is noted in the journal, because addresses are logged.
 *
 * @throws `ConsoleError` for the first that does not hold.
 */
export function getSigninToken(
  world: World<ConsoleWorld>,
  exchange: Exchange,
  request: FederationRequest,
): string {
  const accessKeyId = required(request, "AccessKeyId");
  exchange.report({ accessKeyId });
  const secret = required(request, "AccessKeySecret");
  const securityToken = required(request, "SecurityToken");
  const ticketType = request.params.get("TicketType");
  if (ticketType !== undefined && !TICKET_TYPES.includes(ticketType))
    throw new ConsoleError("InvalidParameter", { subject: "TicketType" });
  const { principal, expiresAtMs } = findSession(world, exchange, { accessKeyId, secret, securityToken });
  exchange.report({ identity: principalArn(principal) });
  noteSecretsInAddress(exchange);
  const nowMs = exchange.now();
  const lifeMs = (world.description.console?.signinTokenSeconds ?? DEFAULT_TOKEN_SECONDS) * 1000;
  return world.use(createConsoleSignIns).issue(
    {
      site: siteOf(exchange.received),
      principal,
      expiresAtMs: Math.min(nowMs + lifeMs, expiresAtMs),
      sessionExpiresAtMs: expiresAtMs,
    },
    nowMs,
  ).token;
}

function findSession(
  { directory, credentials }: World<ConsoleWorld>,
  exchange: Exchange,
  given: { readonly accessKeyId: string; readonly secret: string; readonly securityToken: string },
): { readonly principal: RoleSession; readonly expiresAtMs: number } {
  const { accessKeyId, secret, securityToken } = given;
  if (directory.accessKey(accessKeyId) !== undefined) {
    exchange.report({ credentialKind: "access-key" });
    throw new ConsoleError("NoPermission.NotAssumedRole", {
      reason: "a long-term access key has no session",
    });
  }
  const standing = credentials.tokenStanding(accessKeyId, securityToken, exchange.now());
  if (standing === "expired") throw new ConsoleError("InvalidSecurityToken.Expired");
  const found = credentials.find(accessKeyId);
  if (found === undefined) throw new ConsoleError("InvalidAccessKeyId.NotFound");
  exchange.report({ credentialKind: "temporary" });
  if (standing === "mismatch") throw new ConsoleError("InvalidSecurityToken.MismatchWithAccessKey");
  if (standing === "malformed") throw new ConsoleError("InvalidSecurityToken.Malformed");
  if (found.accessKeySecret !== secret) throw new ConsoleError("InvalidAccessKeySecret");
  const { principal, expiresAtMs } = found;
  if (principal.type === "AssumedRoleUser") return { principal, expiresAtMs };
  throw new ConsoleError("NoPermission.NotAssumedRole", {
    reason: `${principalArn(principal)} is no session of a role`,
  });
}

function noteSecretsInAddress(exchange: Exchange): void {
  const { query } = exchange.received;
  if (query.has("AccessKeySecret") || query.has("SecurityToken"))
    exchange.report({ reason: "the secret or the token is in the address; send it in the body" });
}
