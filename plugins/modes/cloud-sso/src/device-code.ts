import {
  AlicredError,
  type HttpResponse,
  InvalidAnswerError,
  RefusedError,
  type ResolveContext,
  safeIdentifier,
  sendRequest,
} from "@alicred/core";
import {
  createPkce,
  type JsonObject,
  type LoginTerminal,
  lifetimeOf,
  loginDenied,
  loginExpired,
  numberOf,
  type ProfileFields,
  parseEndpoint,
  parseJson,
  readJsonReply,
  readVariable,
  textOf,
} from "@alicred/plugin-kit";
import { portalOf, WHAT } from "./portal.ts";

/** The aliyun CLI, as the portal knows it: https://github.com/aliyun/aliyun-cli, folder cloudsso. */
const CLI_CLIENT_ID = "app-vaz16tltdxs96audqf35";
const CLIENT_ID_VARIABLES = ["ALIBABACLOUD_SSO_CLIENT_ID", "ALIBABA_CLOUD_SSO_CLIENT_ID"];

const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

/** The portal's own values, for a reply that lacks them or has others that cannot be meant. */
const DEFAULTS = { lifeSeconds: 600, intervalSeconds: 5 };
const LIMITS = { lifeSeconds: 3_600, intervalSeconds: 60 };

/** Added to the interval when the portal asks to slow down (RFC 8628, section 3.5). */
const SLOWER_MS = 5_000;

/**
 * Signs a person in at the portal by a device code: shows the code, and asks for the token at the portal's interval until
 * the person has decided.
 *
 * @param address where people sign in
 * @returns the fields of the login.
 * @throws {AlicredError} `LOGIN_DENIED`, `LOGIN_EXPIRED`; by the replies.
 */
export async function signInByDeviceCode(
  context: ResolveContext,
  address: string,
  terminal: Pick<LoginTerminal, "showCode">,
): Promise<ProfileFields> {
  const { host } = context;
  const origin = portalOf(address) ?? "";
  const clientId = readVariable(host, CLIENT_ID_VARIABLES)?.value ?? CLI_CLIENT_ID;
  const { verifier, challenge } = await createPkce(host);
  const begun = await begin(context, `${origin}/device-authorization`, {
    PortalUrl: address,
    ClientId: clientId,
    CodeChallenge: challenge,
    CodeChallengeMethod: "S256",
  });
  const { deviceCode, userCode, address: page, endsAtMs } = begun;
  await terminal.showCode({ userCode, address: page, endsAtMs });
  const body = { ClientId: clientId, DeviceCode: deviceCode, CodeVerifier: verifier, GrantType: GRANT_TYPE };
  return poll(context, `${origin}/token`, body, begun);
}

/** A device authorization that waits for a person. */
interface Begun {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly address: string;
  readonly endsAtMs: number;
  readonly intervalMs: number;
}

async function begin(context: ResolveContext, url: string, body: JsonObject): Promise<Begun> {
  const reply = await post(context, url, body);
  if (reply.status >= 400) throw refusal(reply);
  const answer = readJsonReply(reply, WHAT);
  const address = textOf(answer["VerificationUriComplete"] || answer["VerificationUri"]);
  // It is opened, and a browser would open a file as well.
  if (!URL.canParse(address) || parseEndpoint(new URL(address).origin) === undefined)
    throw malformed("VerificationUri");
  const seconds = (name: string, key: keyof typeof DEFAULTS): number => {
    const value = numberOf(answer[name]);
    return value > 0 ? Math.min(value, LIMITS[key]) : DEFAULTS[key];
  };
  return {
    deviceCode: text(answer, "DeviceCode"),
    userCode: text(answer, "UserCode"),
    address,
    endsAtMs: context.host.clock.now() + seconds("ExpiresIn", "lifeSeconds") * 1000,
    intervalMs: seconds("Interval", "intervalSeconds") * 1000,
  };
}

async function poll(
  context: ResolveContext,
  url: string,
  body: JsonObject,
  { endsAtMs, intervalMs }: Begun,
): Promise<ProfileFields> {
  const { clock } = context.host;
  let pauseMs = intervalMs;
  for (;;) {
    await clock.sleep(pauseMs, context.signal);
    if (clock.now() >= endsAtMs) throw loginExpired(WHAT);
    const reply = await askOnce(context, url, body);
    if (reply !== undefined && reply.status < 400) return tokenFields(context, readJsonReply(reply, WHAT));
    const code = codeOf(reply);
    if (reply?.status === 429 || /^slow_?down$/i.test(code)) pauseMs += SLOWER_MS;
    else if (/^access_?denied$/i.test(code)) throw loginDenied(WHAT);
    else if (/^(?:InvalidDeviceCode|ExpiredToken|expired_token)/i.test(code)) throw loginExpired(WHAT);
    else if (reply !== undefined && reply.status < 500 && !/^authorization_?pending$/i.test(code))
      throw refusal(reply);
  }
}

/** One poll. A failure that may pass, such as a lost connection, must not end the sign-in: it counts as no reply. */
async function askOnce(
  context: ResolveContext,
  url: string,
  body: JsonObject,
): Promise<HttpResponse | undefined> {
  try {
    return await post(context, url, body);
  } catch (thrown) {
    context.signal.throwIfAborted();
    if (thrown instanceof AlicredError && thrown.retryable) return undefined;
    throw thrown;
  }
}

function post(context: ResolveContext, url: string, body: JsonObject): Promise<HttpResponse> {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const request = { method: "POST", url, headers, body: JSON.stringify(body) } as const;
  return sendRequest(context, () => request, { retries: 0, attemptTimeoutMs: 10_000 });
}

function tokenFields(context: ResolveContext, answer: JsonObject): ProfileFields {
  const lifeSeconds = lifetimeOf(answer["ExpiresIn"]);
  return {
    access_token: text(answer, "AccessToken"),
    // 0 is what the official clients write for "not known".
    cloud_sso_access_token_expire:
      lifeSeconds === undefined ? 0 : Math.floor(context.serverClock.expiryNow() / 1000) + lifeSeconds,
  };
}

function refusal(reply: HttpResponse): RefusedError {
  const code = codeOf(reply);
  const { status } = reply;
  const { RequestId: requestId } = parseJson(reply.text) ?? {};
  return new RefusedError(
    "UPSTREAM_REFUSED",
    `${WHAT} answered ${status}${code && ` ${code}`} to a sign-in. Check the sign-in address, and that its directory admits the aliyun CLI.`,
    { status, serverCode: code || undefined, requestId: safeIdentifier(requestId) },
  );
}

function codeOf(reply: HttpResponse | undefined): string {
  return safeIdentifier(parseJson(reply?.text ?? "")?.["ErrorCode"]) ?? "";
}

function text(answer: JsonObject, name: string): string {
  const value = answer[name];
  if (typeof value === "string" && value !== "") return value;
  throw malformed(name);
}

function malformed(name: string): InvalidAnswerError {
  const message = `${WHAT} answered without a usable ${name}. Check the sign-in address.`;
  return new InvalidAnswerError("RESPONSE_MALFORMED", message);
}
