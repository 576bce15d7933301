import { html } from "hono/html";
import {
  alert,
  decisionForm,
  facts,
  type Html,
  isSameOrigin,
  outcome,
  renderPage,
  timeOf,
} from "../../cloud/pages/page.ts";
import type { SsoContext } from "./context.ts";
import type { DeviceLogin } from "./logins.ts";

interface View {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
}

/** `GET /device/code`: asks for the user code, then who signs in, then shows how it ended. */
export function showDevicePage(context: SsoContext): Promise<Response> {
  const { query } = context.exchange.received;
  const userCode = query.get("user_code");
  if (userCode === null || userCode === "") return show(context, codeForm());
  const device = context.logins.byUserCode(userCode);
  if (device === undefined || isOver(context, device))
    return show(context, codeForm("This code is unknown or has expired. Start again on your device."));
  return show(context, deviceView(context, device));
}

/** `POST /device/code`: one decision, then back to the page, so that a reload repeats nothing. */
export async function decideOnDevicePage(context: SsoContext): Promise<Response> {
  const { exchange, logins, directory } = context;
  const { received } = exchange;
  if (!isSameOrigin(received)) {
    exchange.report({ code: "CrossOrigin", reason: "the form was not sent from this page" });
    return show(context, {
      title: "Not sent from this page",
      body: outcome(false, "Not sent from this page", "Open the page again, and decide there."),
      status: 403,
    });
  }
  const form = new URLSearchParams(new TextDecoder().decode(received.body));
  const device = logins.byUserCode(received.query.get("user_code") ?? "");
  const approve = form.get("decision") === "approve";
  const user = directory.user(form.get("user") ?? "");
  if (device === undefined || isOver(context, device) || device.standing !== "pending")
    return showDevicePage(context);
  if (!approve && form.get("decision") !== "deny")
    return show(context, deviceView(context, device, "Approve or deny."));
  if (approve && user === undefined)
    return show(context, deviceView(context, device, "Choose who signs in."));
  logins.decide(device, approve ? user?.name : undefined, exchange.now());
  exchange.report({
    decision: "allowed",
    ...(user && approve && { identity: `cloudsso:user/${user.name}` }),
  });
  return new Response(null, { status: 303, headers: { location: `?user_code=${device.userCode}` } });
}

function isOver({ exchange }: SsoContext, { expiresAtMs }: DeviceLogin): boolean {
  return expiresAtMs <= exchange.now();
}

function show({ exchange }: SsoContext, view: View): Promise<Response> {
  exchange.report({ decision: (view.status ?? 200) < 400 ? "allowed" : "denied" });
  return renderPage({ service: "CloudSSO", nowMs: exchange.now(), ...view });
}

function codeForm(problem?: string): View {
  const body = html`<h1>Sign in a device</h1>
<p class="soft">Enter the code that your program shows.</p>
${alert(problem)}
<form method="get">
<label class="label" for="user_code">Code</label>
<input type="text" id="user_code" name="user_code" required autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="16" placeholder="ABCD-EFGH" ${problem === undefined ? "" : html`aria-invalid="true" aria-describedby="problem"`}>
<div class="buttons"><button>Continue</button></div>
</form>`;
  return { title: "Sign in a device", body, ...(problem !== undefined && { status: 404 }) };
}

function deviceView(context: SsoContext, device: DeviceLogin, problem?: string): View {
  const { directory } = context;
  const user = directory.user(device.user ?? "");
  const who = user?.displayName ?? user?.name ?? "";
  if (device.standing === "pending") {
    const body = html`<h1>Sign in a device?</h1>
<p class="soft">A program asks to act for you. Approve only if it shows this code.</p>
${alert(problem)}
<p class="code">${device.userCode}</p>
${facts([
  ["Client", device.clientId],
  ["Code expires", timeOf(device.expiresAtMs)],
])}
${decisionForm(
  directory.users().map(({ name, displayName = name }) => ({
    value: name,
    label: displayName,
    detail: `${name}, ${accountCount(directory.accounts(name).length)}`,
  })),
  directory.users().length === 1 ? directory.users()[0]?.name : undefined,
)}`;
    return { title: "Sign in a device?", body, ...(problem !== undefined && { status: 400 }) };
  }
  if (device.standing === "approved" || device.standing === "used") {
    const title = "Device signed in";
    return { title, body: outcome(true, title, `It acts for ${who}. You can close this page.`) };
  }
  const title = device.standing === "denied" ? "Device turned away" : "Code no longer valid";
  const text =
    device.standing === "denied"
      ? "The program was told that you said no. You can close this page."
      : "The program asked too often and must start again.";
  return { title, body: outcome(false, title, text) };
}

function accountCount(count: number): string {
  return count === 1 ? "1 account" : `${count} accounts`;
}
