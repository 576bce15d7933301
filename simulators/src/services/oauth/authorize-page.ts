import { html } from "hono/html";
import {
  alert,
  decisionForm,
  facts,
  type Html,
  isSameOrigin,
  outcome,
  renderPage,
} from "../../cloud/pages/page.ts";
import { principalArn } from "../../cloud/ram/principal.ts";
import { type AuthorizationRequest, approve, readAuthorizationRequest, refuse } from "./authorization.ts";
import { type OAuthContext, wireError } from "./context.ts";
import { OAuthError } from "./errors.ts";
import { findPerson, people } from "./people.ts";
import { siteName } from "./sites.ts";

/** `GET /oauth2/v1/auth`: who signs in, and whether the client may act for them. */
export async function showAuthorizePage(context: OAuthContext): Promise<Response> {
  const request = read(context);
  if (request instanceof OAuthError) return refusal(context, request);
  if (request.problem)
    return sendBack(context, request, new OAuthError(request.problem.row, request.problem));
  context.exchange.report({ decision: "allowed" });
  return question(context, request);
}

/** `POST /oauth2/v1/auth`: one decision, then to the client. */
export async function decideOnAuthorizePage(context: OAuthContext): Promise<Response> {
  const { exchange, grants, world } = context;
  const { received } = exchange;
  const request = read(context);
  if (request instanceof OAuthError) return refusal(context, request);
  if (request.problem)
    return sendBack(context, request, new OAuthError(request.problem.row, request.problem));
  if (!isSameOrigin(received)) {
    exchange.report({
      decision: "denied",
      code: "CrossOrigin",
      reason: "the form was not sent from this page",
    });
    const title = "Not sent from this page";
    return page(context, title, outcome(false, title, "Start again from your program."), 403);
  }
  const form = new URLSearchParams(new TextDecoder().decode(received.body));
  if (form.get("decision") === "deny") return sendBack(context, request, new OAuthError("access_denied"));
  const person = findPerson(world.directory, form.get("user") ?? "");
  if (form.get("decision") !== "approve" || person === undefined) {
    const problem = person === undefined ? "Choose who signs in." : "Approve or deny.";
    exchange.report({ decision: "denied", reason: problem });
    return question(context, request, problem);
  }
  exchange.report({ decision: "allowed", identity: principalArn(person.principal) });
  return redirect(approve(grants, request, person, exchange.now()));
}

function read({ world, exchange }: OAuthContext): AuthorizationRequest | OAuthError {
  const { host, query } = exchange.received;
  try {
    return readAuthorizationRequest(world, host, query);
  } catch (error) {
    if (error instanceof OAuthError) return error;
    throw error;
  }
}

function question(context: OAuthContext, request: AuthorizationRequest, problem?: string): Promise<Response> {
  const { client, redirectUri } = request;
  const everyone = people(context.world.directory);
  const title = `${client.name} wants to act for you`;
  const body = html`<h1>${title}</h1>
<p class="soft">It will get credentials of the identity that you choose.</p>
${alert(problem)}
${facts([
  ["Site", siteName(client.site)],
  ["Client", client.id],
  ["Goes back to", redirectUri],
])}
${decisionForm(
  everyone.map(({ signInName, label, detail }) => ({ value: signInName, label, detail })),
  everyone.length === 1 ? everyone[0]?.signInName : undefined,
)}`;
  const status = problem === undefined ? 200 : 400;
  return page(context, title, body, status, [new URL(redirectUri).origin]);
}

/** Browsers hold the redirect that answers a form against form-action, so the client's origin must be in it. */
function page(
  { exchange }: OAuthContext,
  title: string,
  body: Html,
  status: number,
  formOrigins: readonly string[] = [],
): Promise<Response> {
  return renderPage({
    service: "Alibaba Cloud OAuth",
    title,
    body,
    status,
    formOrigins,
    nowMs: exchange.now(),
  });
}

function refusal(context: OAuthContext, error: OAuthError): Promise<Response> {
  const { code } = wireError(context.world, error);
  context.exchange.report({ decision: "denied", code, reason: error.reason });
  const title = "This request cannot be answered";
  return page(context, title, outcome(false, title, `${error.message} (${code})`), 400);
}

function sendBack(
  { world, exchange }: OAuthContext,
  request: AuthorizationRequest,
  error: OAuthError,
): Response {
  const { code } = wireError(world, error);
  exchange.report({ decision: "denied", code, reason: error.reason });
  return redirect(refuse(request, code, error.message));
}

function redirect(to: URL): Response {
  return new Response(null, {
    status: 303,
    headers: { location: to.href, "cache-control": "no-store", "referrer-policy": "no-referrer" },
  });
}
