import { html, raw } from "hono/html";
import { script } from "./script/mod.ts";
import { STYLESHEET } from "./stylesheet.ts";

/**
 * The page itself holds no data: its script asks for them with the token, which stands behind the `#` of its address
 * and is never sent by the browser.
 */
export async function renderDashboard(): Promise<Response> {
  const nonce = crypto.randomUUID();
  const document = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Simulated cloud</title>
<link rel="icon" href="${ICON}">
<style nonce="${nonce}">${raw(STYLESHEET)}</style>
</head>
<body>
<header>
<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7 19a5 5 0 0 1-.6-9.96 6 6 0 0 1 11.5 1.5A4.25 4.25 0 0 1 17.5 19z"/></svg>
<h1>Simulated cloud</h1>
<span class="link" id="link" role="status">connecting</span>
<span id="problem" role="alert"></span>
<button type="button" id="reset" class="quiet">Reset</button>
</header>
<form id="sign-in" hidden>
<h2>Token</h2>
<p>Paste the token that was printed when the cloud was started.</p>
<p id="refused" role="alert" hidden>This cloud has another token. Each start makes a new one.</p>
<div class="row"><input id="token" autocomplete="off" spellcheck="false" aria-label="Token"><button>Open</button></div>
</form>
<main id="main" hidden>
<section class="card clock" aria-labelledby="clock-title">
<h2 id="clock-title">Clock <span class="chip" id="pace"></span></h2>
<time id="time"></time>
<p class="soft"><span id="date"></span><br><span id="ahead"></span></p>
<div class="row" id="advance">
<button type="button" data-advance="1m">+1 min</button>
<button type="button" data-advance="1h">+1 h</button>
<button type="button" data-advance="6h">+6 h</button>
</div>
<div class="row">
<button type="button" id="run" class="plain">Run</button>
<button type="button" id="freeze" class="plain">Freeze</button>
<select id="speed" aria-label="Speed">
<option value="1">1 ×</option>
<option value="10">10 ×</option>
<option value="60">60 ×</option>
<option value="3600">3600 ×</option>
</select>
</div>
</section>
<section class="card credentials" aria-labelledby="credentials-title">
<h2 id="credentials-title">Credentials <span class="chip" id="credentials-count">0</span></h2>
<ol id="credentials"></ol>
<p class="empty" id="no-credentials">None issued that is still good.</p>
</section>
<section class="card timeline" id="timeline-card" aria-labelledby="timeline-title" hidden>
<h2 id="timeline-title">Refreshes <span class="chip" id="refreshes-count">0</span></h2>
<div id="timeline" role="img"></div>
<div class="axis" id="axis" aria-hidden="true"></div>
</section>
<section class="card people" aria-labelledby="people-title">
<h2 id="people-title">Identities</h2>
<div id="logins-part" hidden>
<h3>Logins that wait, as <select id="user" aria-label="User"></select></h3>
<ul id="logins"></ul>
</div>
<h3>Keys</h3>
<ul id="keys"></ul>
<div id="instances-part">
<h3>Instances</h3>
<ul id="instances"></ul>
</div>
<p class="soft" id="copied" role="status"></p>
</section>
<section class="card faults" aria-labelledby="faults-title">
<h2 id="faults-title">Faults <span class="chip" id="faults-count">none</span></h2>
<ul id="active"></ul>
<input type="search" id="find-fault" placeholder="Find a fault" aria-label="Find a fault" autocomplete="off">
<div class="lists">
<h3 id="scenarios-title">Seen in the field</h3>
<ul id="scenarios"></ul>
<div id="kinds-title">
<h3>Each by itself, for</h3>
<div class="target">
<label>service<select id="service" aria-label="Service"><option value="">every</option></select></label>
<label>operation<select id="operation" aria-label="Operation"><option value="">every</option></select></label>
<label>nth<input id="nth" type="number" min="1" aria-label="Only the nth request"></label>
<label>rate<input id="rate" type="number" min="0" max="1" step="0.05" aria-label="Share of requests"></label>
<label>times<input id="times" type="number" min="1" aria-label="At most so many times"></label>
<label>for<select id="lasting" aria-label="How long"><option value="">ever</option><option value="60000">a minute</option><option value="3600000">an hour</option><option value="86400000">a day</option></select></label>
</div>
</div>
<ul id="kinds"></ul>
<p class="empty" id="no-fault" hidden>No such fault.</p>
</div>
</section>
<section class="card journal" aria-labelledby="journal-title">
<h2 id="journal-title">Journal <span class="chip" id="journal-count">0</span></h2>
<input type="search" id="find-entry" placeholder="Filter" aria-label="Filter the journal" autocomplete="off">
<span class="soft" id="found" role="status"></span>
<div class="table"><table>
<thead><tr><th>Time<th>Operation<th>Client<th>Answer<th>Why</tr></thead>
<tbody id="journal"></tbody>
</table></div>
<div class="empty" id="no-entries"><p>No request yet. Try one:</p><pre id="try"></pre></div>
</section>
</main>
<noscript><p class="empty">This page needs its script.</p></noscript>
<script nonce="${nonce}">${raw(script)}</script>
</body>
</html>
`;
  return new Response(String(document), {
    headers: {
      "content-type": "text/html; charset=utf-8",
      "content-security-policy": [
        "default-src 'none'",
        `style-src 'nonce-${nonce}'`,
        `script-src 'nonce-${nonce}'`,
        "require-trusted-types-for 'script'",
        "connect-src 'self'",
        "img-src data:",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
      ].join("; "),
      "referrer-policy": "no-referrer",
    },
  });
}

const ICON =
  "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'%3E%3Cpath fill='%230b7a75' d='M7 19a5 5 0 0 1-.6-9.96 6 6 0 0 1 11.5 1.5A4.25 4.25 0 0 1 17.5 19z'/%3E%3C/svg%3E";
