import { CODE_CHALLENGE_FORM, verifierMatches } from "../../cloud/pkce.ts";
import type { World } from "../../cloud/world/world.ts";
import { type JsonInput, readJson, required, type SsoContext } from "./context.ts";
import { SsoError } from "./errors.ts";
import { DEVICE_CODE_SECONDS, type DeviceLogin, POLL_INTERVAL_SECONDS, type SsoLogins } from "./logins.ts";
import type { CloudSsoDescription, CloudSsoWorld } from "./world.ts";

/** Client id of the aliyun CLI. */
const CLI_CLIENT_ID = "app-vaz16tltdxs96audqf35";

const GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";
const ACCESS_TOKEN_SECONDS = 28_800;
const DEFAULT_SHORT_TOKEN_MS = 60_000;

/** `POST /device-authorization` */
export function startDeviceAuthorization({
  world,
  logins,
  exchange,
  baseUrl,
}: SsoContext): Record<string, unknown> {
  const input = readJson(exchange.received);
  const portalUrl = required(input, "PortalUrl");
  if (!URL.canParse(portalUrl) || !/^https?:$/.test(new URL(portalUrl).protocol))
    throw new SsoError("InvalidParameter", { subject: "PortalUrl" });
  const clientId = knownClient(world, input);
  const codeChallenge = required(input, "CodeChallenge");
  if (!CODE_CHALLENGE_FORM.test(codeChallenge))
    throw new SsoError("InvalidParameter", { subject: "CodeChallenge" });
  if (required(input, "CodeChallengeMethod") !== "S256")
    throw new SsoError("InvalidParameter", { subject: "CodeChallengeMethod" });
  const { deviceCode, userCode } = logins.start(clientId, codeChallenge, exchange.now());
  return {
    DeviceCode: deviceCode,
    ExpiresIn: DEVICE_CODE_SECONDS,
    Interval: POLL_INTERVAL_SECONDS,
    UserCode: userCode,
    VerificationUri: `${baseUrl}/device/code`,
    VerificationUriComplete: `${baseUrl}/device/code?user_code=${userCode}`,
  };
}

/** `POST /token` */
export function createAccessToken({ world, logins, exchange }: SsoContext): Record<string, unknown> {
  const input = readJson(exchange.received);
  if (required(input, "GrantType") !== GRANT_TYPE) throw new SsoError("UnsupportedGrantType");
  const clientId = knownClient(world, input);
  const nowMs = exchange.now();
  const device = logins.byDeviceCode(required(input, "DeviceCode"));
  if (device === undefined) throw voidCode("no such device code");
  if (device.clientId !== clientId)
    throw new SsoError("InvalidClient", { reason: "the device code belongs to another client" });
  if (device.expiresAtMs <= nowMs) throw voidCode("the device code has expired");
  if (!verifierMatches(required(input, "CodeVerifier"), device.codeChallenge))
    throw new SsoError("InvalidCodeVerifier");
  const user = approvedUser(logins, device, nowMs, world.description.cloudSso?.tooFastPolling);
  logins.change(device, { standing: "used" }, nowMs);
  const short = exchange.fault("short-access-token");
  const lifeMs = short ? (short.ms ?? DEFAULT_SHORT_TOKEN_MS) : ACCESS_TOKEN_SECONDS * 1000;
  const token = logins.issueToken({ user, clientId, expiresAtMs: nowMs + lifeMs }, nowMs);
  exchange.report({ identity: `cloudsso:user/${user}` });
  return { AccessToken: token.accessToken, ExpiresIn: Math.floor(lifeMs / 1000), TokenType: "Bearer" };
}

/** A new access token of a user, as at the end of a device authorization. */
export function signIn(
  logins: SsoLogins,
  user: string,
  nowMs: number,
): { readonly accessToken: string; readonly expiresAtMs: number } {
  const expiresAtMs = nowMs + ACCESS_TOKEN_SECONDS * 1000;
  return logins.issueToken({ user, clientId: CLI_CLIENT_ID, expiresAtMs }, nowMs);
}

function approvedUser(
  logins: SsoLogins,
  device: DeviceLogin,
  nowMs: number,
  tooFastPolling: CloudSsoDescription["tooFastPolling"] = "ignore",
): string {
  const { standing, user, polledAtMs } = device;
  if (standing === "approved" && user !== undefined) return user;
  if (standing === "denied") throw new SsoError("AccessDenied");
  if (standing !== "pending") throw voidCode(`the device code is ${standing}`);
  const tooFast = polledAtMs !== undefined && nowMs - polledAtMs < POLL_INTERVAL_SECONDS * 1000;
  const consequence = tooFast ? tooFastPolling : "ignore";
  logins.change(device, { polledAtMs: nowMs, ...(consequence === "void" && { standing: "void" }) }, nowMs);
  if (consequence === "void") throw voidCode("the client polled too fast");
  throw new SsoError(consequence === "slow-down" ? "SlowDown" : "AuthorizationPending", {
    reason: tooFast ? "nobody has decided yet, and the client polled too fast" : "nobody has decided yet",
  });
}

function knownClient(world: World<CloudSsoWorld>, input: JsonInput): string {
  const clientId = required(input, "ClientId");
  if (clientId === CLI_CLIENT_ID || world.description.cloudSso?.clientIds?.includes(clientId))
    return clientId;
  throw new SsoError("InvalidClient");
}

function voidCode(reason: string): SsoError {
  return new SsoError("InvalidDeviceCodeError", { reason });
}
