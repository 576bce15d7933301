/** The journal, latest first: all of it is searched, the latest that fit are shown. */
export const journal: string = String.raw`
const maxRows = 300;
const maxEntries = 20000;
let cursor = "0";
/** All entries with their text, oldest first. */
let entries = [];
let total = 0;

function showJournal(page) {
  if (page.restarted) {
    entries = [];
    total = 0;
    at("journal").replaceChildren();
  }
  cursor = page.cursor;
  total += page.entries.length;
  const fresh = page.entries.map((entry) => ({ entry, text: JSON.stringify(entry).toLowerCase() }));
  const isFirst = entries.length === 0;
  entries = [...entries, ...fresh].slice(-maxEntries);
  at("journal-count").textContent = total + page.dropped;
  at("no-entries").hidden = entries.length > 0;
  if (fresh.length === 0) return;
  at("journal").prepend(...fresh.filter(matches).slice(-maxRows).reverse().map(({ entry }) => journalRow(entry, !isFirst)));
  const rows = at("journal").querySelectorAll("tr.entry");
  for (const row of [...rows].slice(maxRows)) {
    if (row.nextSibling?.className === "details") row.nextSibling.remove();
    row.remove();
  }
  tellFound();
}

function matches({ text }) {
  return at("find-entry").value.toLowerCase().split(/\s+/).every((word) => text.includes(word));
}

function tellFound() {
  const found = entries.filter(matches).length;
  const isFiltered = at("find-entry").value.trim() !== "";
  const more = found > maxRows ? ", the latest " + maxRows + " shown" : "";
  at("found").textContent = isFiltered || more ? found + " of " + total + more : "";
}

function filterJournal() {
  const found = entries.filter(matches).slice(-maxRows).reverse();
  at("journal").replaceChildren(...found.map(({ entry }) => journalRow(entry, false)));
  tellFound();
}

function journalRow(entry, fresh) {
  const { at: instant, service, operation, method, path, accessKeyId, clientKey, status, decision, code, reason, skewMs, faults } = entry;
  const why = [
    code,
    reason,
    Math.abs(skewMs ?? 0) >= 1000 ? "client's clock " + span(Math.abs(skewMs)) + (skewMs > 0 ? " ahead" : " behind") : "",
    faults && "fault: " + faults.join(", "),
  ].filter(Boolean).join("; ");
  const opener = make("button", { type: "button", className: "opener", data: { "aria-expanded": "false", "aria-label": "Details of " + (operation ?? path) + " at " + instant.slice(11, 19) } }, instant.slice(11, 19));
  const element = make("tr", { className: fresh ? "entry fresh" : "entry" },
    make("td", null, opener),
    make("td", null, operation ?? method + " " + path, make("small", null, service)),
    make("td", { title: accessKeyId ?? clientKey ?? "" }, make("code", null, accessKeyId ?? clientKey ?? "")),
    make("td", null, make("span", { className: "chip " + decision }, [status, decision].filter(Boolean).join(" "))),
    make("td", null, why));
  element.addEventListener("click", () => {
    const isOpen = element.nextSibling?.className === "details";
    opener.setAttribute("aria-expanded", !isOpen);
    if (isOpen) return element.nextSibling.remove();
    const pairs = Object.entries(entry).flatMap(([name, value]) => [make("dt", null, name), make("dd", null, String(value))]);
    element.after(make("tr", { className: "details" }, make("td", { colSpan: 5 }, make("dl", null, ...pairs))));
  });
  return element;
}

at("find-entry").addEventListener("input", filterJournal);
`;
