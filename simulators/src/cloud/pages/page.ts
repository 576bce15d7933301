import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import { html, raw } from "hono/html";
import type { ReceivedRequest } from "../request.ts";
import { STYLESHEET } from "./stylesheet.ts";

/** Escaped HTML, as the tag `html` makes it. */
export type Html = ReturnType<typeof html>;

/** A page of a simulated service. */
export interface Page {
  /** Name of the service, shown above. */
  readonly service: string;
  readonly title: string;
  readonly body: Html;
  /** Server time, shown below. */
  readonly nowMs: number;
  /** Default 200. */
  readonly status?: number;
  /** Origins beside its own that an answer to a form of this page may redirect to. */
  readonly formOrigins?: readonly string[];
}

/** A page that works without scripts, loads nothing, and may not be framed. */
export async function renderPage(page: Page): Promise<Response> {
  const { service, title, body, nowMs, status = 200, formOrigins = [] } = page;
  const document = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} - ${service}, simulated</title>
<link rel="icon" href="data:,">
<style>${raw(STYLESHEET)}</style>
</head>
<body>
<header>${service}<span>simulated</span></header>
<main>
${body}
</main>
<footer>Nothing here is real: no password, no account. It is ${timeOf(nowMs)} on the simulated clock.</footer>
</body>
</html>
`;
  return new Response(String(document), {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": [
        "default-src 'none'",
        `style-src 'sha256-${btoa(String.fromCharCode(...sha256(utf8ToBytes(STYLESHEET))))}'`,
        "img-src data:",
        `form-action ${["'self'", ...formOrigins].join(" ")}`,
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].join("; "),
      // Not no-referrer, with which browsers send the Origin of a form as "null".
      "referrer-policy": "same-origin",
      "x-content-type-options": "nosniff",
      "cache-control": "no-store",
    },
  });
}

/** `08:10:00 UTC, 7 Jan 2026` */
export function timeOf(ms: number): string {
  const [, day, month, year, time] = new Date(ms).toUTCString().split(" ");
  return `${time} UTC, ${Number(day)} ${month} ${year}`;
}

/** One of the users that a page offers to sign in as. */
export interface Choice {
  /** Sent as the field `user`. */
  readonly value: string;
  readonly label: string;
  readonly detail: string;
}

/** The form of a sign-in page: who, and whether. It posts to the page's own address. */
export function decisionForm(choices: readonly Choice[], chosen: string | undefined): Html {
  return html`<form method="post">
<fieldset>
<legend>Sign in as</legend>
${choices.map(
  ({ value, label, detail }) => html`<label class="choice">
<input type="radio" name="user" value="${value}" ${value === chosen ? "checked" : ""}>
<span><b>${label}</b><small>${detail}</small></span>
</label>`,
)}
</fieldset>
<div class="buttons">
<button name="decision" value="approve">Approve</button>
<button name="decision" value="deny" class="plain">Deny</button>
</div>
</form>`;
}

/** A message above a form. */
export function alert(message: string | undefined): Html {
  return message === undefined ? html`` : html`<p class="alert" role="alert" id="problem">${message}</p>`;
}

/** Names and values, one row each. */
export function facts(rows: readonly (readonly [string, string])[]): Html {
  return html`<dl>${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

/** How something ended. */
export function outcome(good: boolean, title: string, text: string): Html {
  return html`<div class="mark ${good ? "" : "bad"}" aria-hidden="true">${good ? "✓" : "✕"}</div>
<h1>${title}</h1>
<p class="soft">${text}</p>`;
}

/**
 * Whether a form was sent from a page of the same origin. Browsers name the origin of every form that is posted; a
 * request that names none was not sent by a page and does not count.
 */
export function isSameOrigin({ headers, secure, host }: ReceivedRequest): boolean {
  return headers.get("origin") === `${secure ? "https" : "http"}://${host}`;
}
