/** Logins that wait, keys and instances, with what people and operators can do about them. */
export const people: string = String.raw`
let shownPeople = "";

/** Only when they changed: a button that is replaced while it is pressed is never clicked. */
function showPeople(operated) {
  const wanted = JSON.stringify(operated);
  if (wanted === shownPeople) return;
  shownPeople = wanted;
  const { logins, users, keys, instances } = operated;
  if (at("user").options.length !== users.length) at("user").replaceChildren(...users.map((name) => new Option(name)));
  at("logins-part").hidden = logins.length === 0;
  at("logins").replaceChildren(...logins.map(login));
  at("keys").replaceChildren(...keys.map(keyRow));
  at("instances-part").hidden = instances.length === 0;
  at("instances").replaceChildren(...instances.map(instanceRow));
}

function action(text, label, work, className = "plain") {
  const button = make("button", { type: "button", className: className + " small", data: { "aria-label": label } }, text);
  button.addEventListener("click", () => act(work));
  return button;
}

function flip(label, isOn, work) {
  const button = make("button", { type: "button", className: "switch good", data: { role: "switch", "aria-checked": isOn, "aria-label": label } });
  button.addEventListener("click", () => act(work));
  return button;
}

function login(code) {
  const path = "logins/" + encodeURIComponent(code);
  return make("li", { className: "thing" },
    make("code", null, code),
    action("Approve", "Approve " + code, () => call("POST", path + "/approve", { user: at("user").value }), "sure-good"),
    action("Deny", "Deny " + code, () => call("POST", path + "/deny")));
}

async function copy(what, text) {
  await navigator.clipboard.writeText(text);
  at("copied").textContent = what + " is in the clipboard.";
}

function keyRow({ id, owner, active }) {
  const name = owner.replace(/^acs:ram::\d+:(user\/)?/, "");
  const path = "keys/" + encodeURIComponent(id);
  return make("li", { className: "thing", title: owner },
    make("span", null, make("b", null, name), make("code", null, id)),
    action("Copy id", "Copy the id of the key of " + name, () => copy("The id", id)),
    action("Copy secret", "Copy the secret of the key of " + name, async () => copy("The secret", (await call("GET", path + "/secret")).accessKeySecret)),
    flip("Key of " + name, active, () => call("PUT", path, { active: !active })));
}

function instanceRow({ id, roleName, metadata }) {
  const path = "instances/" + encodeURIComponent(id);
  const isHardened = metadata.httpTokens === "required";
  return make("li", { className: "thing" },
    make("span", null, make("b", null, roleName ?? "no role"), make("code", null, id)),
    action("Rotate", "Rotate the credentials of " + id, () => call("POST", path + "/rotate")),
    make("span", { className: "labelled" }, "tokens required",
      flip("Tokens required by " + id, isHardened, () => call("PUT", path, { metadata: { httpTokens: isHardened ? "optional" : "required" } }))));
}
`;
