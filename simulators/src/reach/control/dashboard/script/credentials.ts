/** Issued credentials: one bar each. */
export const credentials: string = String.raw`
const shown = new Map();

function showCredentials({ credentials, total }) {
  const wanted = new Set(credentials.map(({ accessKeyId }) => accessKeyId));
  for (const [id, { element }] of shown) {
    if (wanted.has(id)) continue;
    element.remove();
    shown.delete(id);
  }
  for (const one of [...credentials].reverse()) {
    if (shown.has(one.accessKeyId)) continue;
    const element = credential(one);
    shown.set(one.accessKeyId, {
      element,
      left: element.querySelector(".left"),
      expiresAtMs: Date.parse(one.expiresAt),
      lifetimeMs: one.lifetimeMs ?? one.remainingMs,
    });
    at("credentials").prepend(element);
  }
  at("credentials-count").textContent = total;
  at("no-credentials").hidden = total > 0;
  showRemaining(now());
}

function credential({ accessKeyId, arn, issuedBy, expiresAt }) {
  const name = arn.replace(/^acs:ram::\d+:(assumed-role\/)?/, "");
  return make("li", { className: "credential", title: arn + "\nexpires " + expiresAt },
    make("div", { className: "name" }, make("b", null, name), make("span", { className: "left" })),
    make("div", { className: "bar" }, make("i")),
    make("small", null, issuedBy.replace(":", " "), ", ", make("code", null, accessKeyId)));
}

function showRemaining(ms) {
  for (const { element, left, expiresAtMs, lifetimeMs } of shown.values()) {
    const remainingMs = expiresAtMs - ms;
    const share = Math.min(1, Math.max(0, remainingMs / lifetimeMs));
    element.style.setProperty("--share", share * 100 + "%");
    element.classList.toggle("low", share < 0.3 && share >= 0.1);
    element.classList.toggle("last", share < 0.1);
    const text = remainingMs > 0 ? span(remainingMs) : "expired";
    if (left.textContent !== text) left.textContent = text;
  }
}
`;
