import { createContext, type Host, type ResolveContext } from "@alicred/core";
import { getCallerIdentity, type SigningKey, type StsOptions } from "@alicred/sts";
import { COMMAND_TIMEOUT_MS } from "../../command/host.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { whoamiText } from "./text.ts";

/** Whose credentials some are, as STS says. */
export interface Identity {
  readonly accountId: string;
  readonly arn: string;
  /** `Account`, `RAMUser` or `AssumedRoleUser`. */
  readonly type: string;
  readonly principalId: string;
  /** The name of a RAM user. */
  readonly user: string | undefined;
  /** The role of a session, and the session's name. */
  readonly role: string | undefined;
  readonly session: string | undefined;
}

/**
 * Asks STS whose credentials these are. It needs no permission.
 *
 * @param region the STS of this region is asked, unless a variable names one. Default: the central one.
 * @throws {AlicredError} what STS answers, or why it does not.
 */
export async function askIdentity(host: Host, key: SigningKey, region?: string): Promise<Identity> {
  const { env } = host;
  const isNamed = env?.("ALIBABA_CLOUD_STS_ENDPOINT") || env?.("ALIBABA_CLOUD_STS_REGION");
  const context = createContext({ host, signal: AbortSignal.timeout(COMMAND_TIMEOUT_MS) });
  return whileWaiting(whoamiText().asking, identityOf(context, key, isNamed ? {} : { region }));
}

/**
 * The identity of a key, by this STS.
 *
 * @throws {AlicredError} what STS answers, or why it does not.
 */
export async function identityOf(
  context: ResolveContext,
  key: SigningKey,
  sts: StsOptions,
): Promise<Identity> {
  const { accountId, arn, identityType, principalId } = await getCallerIdentity(context, key, sts);
  return { accountId, arn, type: identityType, principalId, ...namesIn(arn) };
}

/** The identity in a few words: `role admin in account 1000000000000001`. */
export function identityText({ accountId, user, role, type }: Identity): string {
  const text = whoamiText();
  if (role !== undefined) return text.role(role, accountId);
  if (user !== undefined) return text.user(user, accountId);
  return type === "Account" ? text.mainAccount(accountId) : text.other(type, accountId);
}

/** The names in an ARN. Its service and its kind of role differ between actions of STS. */
function namesIn(arn: string): Pick<Identity, "user" | "role" | "session"> {
  const [, user] = /^acs:\w+::\d+:user\/(.+)$/.exec(arn) ?? [];
  const [, role, session] = /^acs:\w+::\d+:(?:assumed-)?role\/([^/]+)(?:\/(.+))?$/.exec(arn) ?? [];
  return { user, role, session };
}
