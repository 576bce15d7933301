import type { AlicredError, Credentials, HttpResponse, ResolveContext, Rule } from "@alicred/core";
import { sendRequest, statusError } from "@alicred/core";
import type { Login } from "@alicred/plugin-kit";
import {
  loginRequired,
  parseEndpoint,
  parseJson,
  readCredentials,
  readJsonReply,
  textOf,
} from "@alicred/plugin-kit";

/** A request to the portal, and the login that it needs. */
export interface PortalRequest {
  /** The address at which people sign in, checked by the rule. */
  readonly signInUrl: string;
  readonly accountId: string;
  readonly accessConfigurationId: string;
  readonly accessToken: string;
  readonly login: Login;
}

/** The name of the service in messages. */
export const WHAT = "The CloudSSO portal";

export const signInUrl: Rule = {
  accepts: (value) => typeof value === "string" && portalOf(value) !== undefined,
  complaint: "is not the address of a sign-in portal; http:// is accepted for loopback hosts only",
};

/** The origin of the portal, port included. */
export function portalOf(address: string): string | undefined {
  return parseEndpoint(/^https?:\/\/[^/?#]+/i.exec(address)?.[0] ?? "");
}

/**
 * Requests credentials of the access configuration, which says how long they live.
 *
 * @throws {AlicredError} `LOGIN_REQUIRED` when the portal does not accept the access token; by the reply's status.
 * @see https://github.com/aliyun/aliyun-cli, folder cloudsso
 */
export async function createCloudCredential(
  context: ResolveContext,
  { signInUrl, accountId, accessConfigurationId, accessToken, login }: PortalRequest,
): Promise<Credentials> {
  const reply = await sendRequest(context, () => ({
    method: "POST",
    url: `${portalOf(signInUrl)}/cloud-credentials`,
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      authorization: `Bearer ${accessToken}`,
    },
    body: JSON.stringify({ AccountId: accountId, AccessConfigurationId: accessConfigurationId }),
  }));
  if (reply.status < 400) {
    const { CloudCredential: credential } = readJsonReply(reply, WHAT);
    return readCredentials(credential, { what: WHAT });
  }
  throw portalError(context, reply, login);
}

/** The error for a reply that is not a success: `LOGIN_REQUIRED` when the access token is not accepted. */
export function portalError(context: ResolveContext, reply: HttpResponse, login: Login): AlicredError {
  const { status } = reply;
  const { ErrorCode: serverCode, RequestId: requestId } = parseJson(reply.text) ?? {};
  const said = { status, serverCode, requestId };
  if (status === 401 || (status < 500 && /^(Invalid|Expired)(Access)?Token/.test(textOf(serverCode))))
    return loginRequired(login, "the portal no longer accepts the access token", said);
  return statusError(context, WHAT, reply, {
    ...said,
    hint:
      status < 429
        ? "Check that the person is assigned to the account and the access configuration."
        : undefined,
  });
}
