/** Elements, times, and calls of the control API. The scripts of the page are text, because nothing compiles them on the way to the browser. */
export const base: string = `
const at = (id) => document.getElementById(id);

/** An element, what is in it, and its properties. Text stays text. */
function make(name, properties, ...children) {
  const element = document.createElement(name);
  const { data = {}, ...others } = properties ?? {};
  Object.assign(element, others);
  for (const [key, value] of Object.entries(data)) element.setAttribute(key, value);
  element.append(...children);
  return element;
}

function span(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [d, h, m, s] = [Math.floor(seconds / 86400), Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  if (d > 0) return d + " d " + h + " h";
  if (h > 0) return h + " h " + m + " min";
  return m > 0 ? m + " min" + (m < 10 ? " " + s + " s" : "") : s + " s";
}

const dates = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

const storageKey = "alicred-token";
const given = new URLSearchParams(location.hash.slice(1)).get("token");
if (given) {
  sessionStorage.setItem(storageKey, given);
  history.replaceState(null, "", location.pathname);
}

class Unauthorized extends Error {}

async function call(method, path, body) {
  const reply = await fetch("/_alicred/" + path, {
    method,
    headers: {
      authorization: "Bearer " + (sessionStorage.getItem(storageKey) ?? "-"),
      ...(body && { "content-type": "application/json" }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (reply.status === 401) throw new Unauthorized();
  if (reply.status === 204) return undefined;
  const answer = await reply.json();
  if (!reply.ok) throw new Error(answer.reason);
  return answer;
}

/** Does something, shows how things stand then, and what went wrong if it did. */
async function act(work) {
  try {
    await work();
    at("problem").textContent = "";
  } catch (error) {
    if (!(error instanceof Unauthorized)) at("problem").textContent = error.message;
  }
  await refresh();
}

function say(standing, text) {
  at("link").className = "link " + standing;
  at("link").textContent = text;
}
`;
