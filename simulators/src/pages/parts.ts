import { html } from "hono/html";
import type { Html } from "./page.ts";

/** One of those that a page offers to sign in as. */
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
