import {
  type AlicredError,
  type Credentials,
  type HttpResponse,
  type ResolveContext,
  retryAfterMs,
  sendRequest,
  statusError,
} from "@alicred/core";
import { type Login, loginRequired, readCredentials, readJsonReply } from "@alicred/sts";

/** What is asked of the portal, and whose login it is. */
export interface PortalRequest {
  /** The portal's origin. */
  readonly portal: string;
  readonly accountId: string;
  readonly accessConfigurationId: string;
  readonly login: Login;
}

const WHAT = "The CloudSSO portal";

/**
 * Credentials of the access configuration, for as long as that says.
 *
 * @throws {AlicredError} `LOGIN_REQUIRED` when the portal does not take the access token; by the reply's status.
 * @see https://github.com/aliyun/aliyun-cli, folder cloudsso
 */
export async function createCloudCredential(
  context: ResolveContext,
  request: PortalRequest,
  accessToken: string,
): Promise<Credentials> {
  const { portal, accountId, accessConfigurationId, login } = request;
  const reply = await sendRequest(context, () => ({
    method: "POST",
    url: `${portal}/cloud-credentials`,
    headers: {
      accept: "application/json",
      "content-type": "application/json",
      authorization: `Bearer ${accessToken}`,
    },
    body: JSON.stringify({ AccountId: accountId, AccessConfigurationId: accessConfigurationId }),
  }));
  if (reply.status >= 400) throw refusal(context, login, reply);
  const { CloudCredential: credential } = readJsonReply(reply, "cloud-sso", WHAT);
  return readCredentials(credential, { source: "cloud-sso", what: WHAT });
}

function refusal(context: ResolveContext, login: Login, reply: HttpResponse): AlicredError {
  const { status } = reply;
  const { ErrorCode: serverCode, RequestId: requestId } = errorOf(reply);
  const isOver =
    status === 401 || (status < 500 && /^(Invalid|Expired)(Access)?Token/.test(String(serverCode)));
  if (isOver)
    return loginRequired(login, "the portal no longer takes the access token", {
      status,
      serverCode,
      requestId,
    });
  const hint =
    status < 500 && status !== 429
      ? "Check account and access configuration, and that the person who signed in is assigned to them."
      : undefined;
  return statusError("cloud-sso", WHAT, status, {
    serverCode,
    requestId,
    hint,
    retryAfterMs: retryAfterMs(context, reply),
  });
}

function errorOf({ text }: HttpResponse): { readonly ErrorCode?: unknown; readonly RequestId?: unknown } {
  try {
    const body: unknown = JSON.parse(text);
    return isObject(body) ? body : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
