/** The journal, latest first. */
export const journal: string = String.raw`
const maxRows = 500;
let cursor = "0";
let rows = [];
let total = 0;

function showJournal(page) {
  if (page.restarted) {
    rows = [];
    total = 0;
    at("journal").replaceChildren();
  }
  cursor = page.cursor;
  total += page.entries.length;
  for (const entry of page.entries) {
    const row = journalRow(entry, rows.length > 0);
    rows.push(row);
    at("journal").prepend(row.element);
  }
  for (const { element } of rows.splice(0, Math.max(0, rows.length - maxRows))) {
    if (element.previousSibling?.className === "details") element.previousSibling.remove();
    element.remove();
  }
  at("journal-count").textContent = total + page.dropped;
  at("no-entries").hidden = rows.length > 0;
  if (page.entries.length > 0) filterJournal();
}

function journalRow(entry, fresh) {
  const { at: instant, service, operation, method, path, accessKeyId, clientKey, status, decision, code, reason, skewMs, faults } = entry;
  const why = [
    code,
    reason,
    Math.abs(skewMs ?? 0) >= 1000 ? "client's clock " + span(Math.abs(skewMs)) + (skewMs > 0 ? " ahead" : " behind") : "",
    faults && "fault: " + faults.join(", "),
  ].filter(Boolean).join("; ");
  const element = make("tr", { className: fresh ? "fresh" : "", tabIndex: 0 },
    make("td", null, instant.slice(11, 19)),
    make("td", null, operation ?? method + " " + path, make("small", null, service)),
    make("td", { title: accessKeyId ?? clientKey ?? "" }, make("code", null, accessKeyId ?? clientKey ?? "")),
    make("td", null, make("span", { className: "chip " + decision }, [status, decision].filter(Boolean).join(" "))),
    make("td", null, why));
  const open = () => toggleDetails(element, entry);
  element.addEventListener("click", open);
  element.addEventListener("keydown", ({ key }) => key === "Enter" && open());
  return { element, text: JSON.stringify(entry).toLowerCase() };
}

function toggleDetails(row, entry) {
  if (row.nextSibling?.className === "details") return row.nextSibling.remove();
  const pairs = Object.entries(entry).flatMap(([name, value]) => [make("dt", null, name), make("dd", null, String(value))]);
  row.after(make("tr", { className: "details" }, make("td", { colSpan: 5 }, make("dl", null, ...pairs))));
}

function filterJournal() {
  const words = at("find-entry").value.toLowerCase().split(/\s+/);
  for (const { element, text } of rows) element.hidden = !words.every((word) => text.includes(word));
}

at("find-entry").addEventListener("input", () => {
  for (const details of document.querySelectorAll("tr.details")) details.remove();
  filterJournal();
});
`;
