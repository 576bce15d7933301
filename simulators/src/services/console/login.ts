import { html } from "hono/html";
import type { Exchange } from "../../cloud/exchange.ts";
import { facts, type Html, outcome, renderPage, timeOf } from "../../cloud/pages/page.ts";
import { principalArn } from "../../cloud/ram/principal.ts";
import type { World } from "../../cloud/world/world.ts";
import { ConsoleError } from "./errors.ts";
import { type FederationRequest, required, siteOf } from "./request.ts";
import { type ConsoleSignIn, createConsoleSignIns, type SigninToken } from "./sign-ins.ts";
import type { ConsoleWorld } from "./world.ts";

/** Domains of official addresses. */
const OFFICIAL = ["aliyun.com", "alibabacloud.com"];

/**
 * `Action=Login`: takes a SigninToken and signs in until the session behind it ends. The real service redirects to the
 * destination; here a page shows it, unless the world says otherwise.
 *
 * @throws `ConsoleError` for the first that does not hold.
 */
export function login(
  world: World<ConsoleWorld>,
  exchange: Exchange,
  request: FederationRequest,
): Response | Promise<Response> {
  const loginUrl = required(request, "LoginUrl");
  const destination = required(request, "Destination");
  const token = required(request, "SigninToken");
  if (!/^https?:$/.test(parsed(loginUrl)?.protocol ?? ""))
    throw new ConsoleError("InvalidParameter", { subject: "LoginUrl" });
  if (!isOfficial(destination)) throw new ConsoleError("InvalidDestination");
  const signIns = world.use(createConsoleSignIns);
  const held = validToken(exchange, signIns.find(token));
  const identity = principalArn(held.principal);
  exchange.report({ decision: "allowed", identity, credentialKind: "token" });
  const signIn: ConsoleSignIn = {
    identity,
    destination,
    loginUrl,
    atMs: exchange.now(),
    expiresAtMs: held.sessionExpiresAtMs,
  };
  signIns.use(held, signIn);
  return world.description.console?.afterLogin === "redirect"
    ? new Response(null, { status: 302, headers: { location: destination, "cache-control": "no-store" } })
    : signedInPage(exchange, held, signIn);
}

/** The page of a refusal, because a browser opened the address. */
export function refusalPage(
  exchange: Exchange,
  { message }: ConsoleError,
  { status }: Response,
): Promise<Response> {
  const title = "Sign-in failed";
  return page(exchange, title, outcome(false, title, message), status);
}

function validToken(exchange: Exchange, held: SigninToken | undefined): SigninToken {
  if (held === undefined) throw new ConsoleError("InvalidSigninToken", { reason: "no such SigninToken" });
  if (held.used) throw new ConsoleError("InvalidSigninToken", { reason: "the SigninToken was used before" });
  if (held.expiresAtMs <= exchange.now())
    throw new ConsoleError("InvalidSigninToken", { reason: "the SigninToken has expired" });
  const { site } = held;
  if (site !== undefined && site !== siteOf(exchange.received))
    throw new ConsoleError("InvalidSigninToken", { reason: `the SigninToken was issued by ${site}` });
  return held;
}

function signedInPage(exchange: Exchange, held: SigninToken, signIn: ConsoleSignIn): Promise<Response> {
  const { accountId, roleName, sessionName } = held.principal;
  const { identity, destination, loginUrl, expiresAtMs } = signIn;
  const title = `Signed in as ${roleName}/${sessionName}`;
  const body = html`${outcome(true, title, "The real service would open the destination now.")}
${facts([
  ["Identity", identity],
  ["Account", accountId],
  ["Destination", destination],
  ["Signed in until", timeOf(expiresAtMs)],
  ["Then back to", loginUrl],
])}`;
  return page(exchange, title, body, 200);
}

function page(exchange: Exchange, title: string, body: Html, status: number): Promise<Response> {
  return renderPage({ service: "Alibaba Cloud console", title, body, status, nowMs: exchange.now() });
}

function isOfficial(address: string): boolean {
  const url = parsed(address);
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") return false;
  return OFFICIAL.some((domain) => url.hostname === domain || url.hostname.endsWith(`.${domain}`));
}

function parsed(address: string): URL | undefined {
  return URL.canParse(address) ? new URL(address) : undefined;
}
