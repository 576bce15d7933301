/** Faults: those that are on, and a switch for each that there is. */
export const faults: string = String.raw`
const examples = { ms: 2000, offsetMs: 1200000, agoMs: "", retryAfterSeconds: "", code: "", status: 503, body: "", role: "" };
const units = { ms: "ms", offsetMs: "ms off", agoMs: "ms ago", retryAfterSeconds: "retry after, s" };
let switches = [];
let operationsOf = {};

/** Those of the chosen service, or of all. */
function listOperations() {
  const service = at("service").value;
  const names = service ? operationsOf[service] ?? [] : Object.values(operationsOf).flat();
  at("operation").replaceChildren(new Option("every", ""), ...[...new Set(names)].sort().map((name) => new Option(name)));
}

/** The requests that a fault is for. */
function target() {
  const texts = { service: at("service").value, operation: at("operation").value };
  const numbers = Object.fromEntries(["nth", "rate", "times"].filter((id) => at(id).value !== "").map((id) => [id, Number(at(id).value)]));
  const lasting = at("lasting").value;
  return {
    ...Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== "")),
    ...numbers,
    ...(lasting && { until: new Date(now() + Number(lasting)).toISOString() }),
  };
}
let on = [];
let chips = "";

async function loadCatalogue() {
  const { kinds, scenarios, services, operations } = await call("GET", "faults/catalogue");
  at("service").append(...services.map((name) => new Option(name)));
  operationsOf = operations;
  listOperations();
  switches = [
    ...scenarios.map((scenario) => faultRow(at("scenarios"), { ...scenario, inputs: [] })),
    ...kinds.map((kind) => faultRow(at("kinds"), { ...kind, inputs: inputsOf(kind.parameters) })),
  ];
}

function inputsOf({ properties = {}, required = [] }) {
  return Object.entries(properties).filter(([, { type }]) => type !== "array").map(([name, { type, enum: choices }]) => {
    const number = type === "number" || type === "integer";
    const input = choices
      ? make("select", null, ...choices.map((choice) => new Option(choice)))
      : make("input", { type: number ? "number" : "text", value: examples[name] ?? "", autocomplete: "off" });
    input.setAttribute("aria-label", name);
    input.required = required.includes(name);
    return { name, number, input, label: units[name] ?? name };
  });
}

function faultRow(list, { name, text, inputs, faults }) {
  const button = make("button", { type: "button", className: "switch", data: { role: "switch", "aria-checked": "false", "aria-label": name } });
  const element = make("li", { className: "fault" },
    make("span", null, name, make("small", null, text)), button,
    make("div", { className: "inputs" }, ...inputs.map(({ label, input }) => make("label", null, label, input))));
  list.append(element);
  const row = { name, text, element, button, inputs, faults };
  button.addEventListener("click", () => act(() => toggle(row)));
  return row;
}

async function toggle(row) {
  const mine = activeOf(row);
  if (mine.length > 0) return Promise.all(mine.map(({ id }) => call("DELETE", "faults/" + id)));
  if (row.faults) return call("POST", "faults", { scenario: row.name });
  const missing = row.inputs.find(({ input }) => input.required && input.value === "");
  if (missing) {
    missing.input.focus();
    throw new Error(row.name + " needs: " + missing.label);
  }
  const parameters = row.inputs.filter(({ input }) => input.value !== "").map(({ name, number, input }) => [name, number ? Number(input.value) : input.value]);
  return call("POST", "faults", { kind: row.name, ...Object.fromEntries(parameters), ...target() });
}

/** The active faults that a switch stands for: all of a scenario's, or those of a kind that no scenario accounts for. */
function activeOf({ name, faults }) {
  if (!faults) return on.filter((one) => one.fault.kind === name && !one.scenario);
  const mine = on.filter(({ scenario }) => scenario === name);
  return mine.length === faults.length ? mine : [];
}

const same = (fault) => JSON.stringify(Object.entries(fault).sort());

function showFaults(list) {
  on = list.map((one) => ({
    ...one,
    scenario: switches.find(({ faults }) => faults?.some((fault) => same(fault) === same(one.fault)))?.name,
  }));
  for (const row of switches) row.button.setAttribute("aria-checked", activeOf(row).length > 0);
  // Only when they changed: a button that is replaced while it is pressed is never clicked.
  const wanted = JSON.stringify(on);
  if (wanted !== chips) at("active").replaceChildren(...on.map(chip));
  chips = wanted;
  at("faults-count").textContent = on.length === 0 ? "none" : on.length + " on";
  at("faults-count").classList.toggle("bad", on.length > 0);
}

/** An instant as a fault names it: its time in UTC, with the day where it is another one. */
function shortInstant(instant) {
  const [day, time] = new Date(instant).toISOString().slice(0, 16).split("T");
  return day === new Date(now()).toISOString().slice(0, 10) ? time : day + " " + time;
}

function chip({ id, fault, hits, scenario }) {
  const where = [
    fault.service,
    fault.operation,
    fault.clientKey && "of " + fault.clientKey,
    fault.nth && "no. " + [fault.nth].flat().join(", "),
    fault.rate !== undefined && Math.round(fault.rate * 1000) / 10 + " %",
    fault.times && "at most " + fault.times,
    fault.from !== undefined && "from " + shortInstant(fault.from),
    fault.until !== undefined && "until " + shortInstant(fault.until),
  ].filter(Boolean).join(" ");
  const text = (scenario ?? fault.kind) + (where && !scenario ? ", " + where : "") + ", " + (hits === 1 ? "1 hit" : hits + " hits") + " ✕";
  const button = make("button", { type: "button", title: "Remove. " + JSON.stringify(fault) }, text);
  button.addEventListener("click", () => act(() => call("DELETE", "faults/" + id)));
  return make("li", null, button);
}

at("service").addEventListener("change", listOperations);

at("find-fault").addEventListener("input", ({ target }) => {
  const words = target.value.toLowerCase().split(/\s+/);
  for (const { name, text, element } of switches) element.hidden = !words.every((word) => (name + " " + text).toLowerCase().includes(word));
  const left = (list) => [...at(list).children].filter(({ hidden }) => !hidden).length;
  at("scenarios-title").hidden = left("scenarios") === 0;
  at("kinds-title").hidden = left("kinds") === 0;
  at("no-fault").hidden = left("scenarios") + left("kinds") > 0;
});
`;
