/** When the credentials of each identity were issued and until when they are good: refreshes in time. */
export const timeline: string = String.raw`
const lives = new Map();
const maxLanes = 8;
let drawn = "";

function showTimeline({ credentials }) {
  for (const { accessKeyId, arn, issuedBy, issuedAt, expiresAt } of credentials)
    if (issuedAt) lives.set(accessKeyId, { arn, issuedBy, from: Date.parse(issuedAt), to: Date.parse(expiresAt) });
  while (lives.size > 500) lives.delete(lives.keys().next().value);
  drawTimeline();
}

function forgetTimeline() {
  lives.clear();
  drawTimeline();
}

function drawTimeline() {
  const all = [...lives.values()];
  at("timeline-card").hidden = all.length === 0;
  at("refreshes-count").textContent = all.length;
  if (all.length === 0) return;
  const ms = now();
  const end = Math.max(ms, ...all.map(({ to }) => to));
  const start = Math.max(Math.min(ms, ...all.map(({ from }) => from)), end - 2 * 86400000);
  const share = (instant) => Math.min(100, Math.max(0, ((instant - start) / (end - start || 1)) * 100));
  const wanted = [lives.size, Math.round(share(ms) * 4), start, end].join();
  if (wanted === drawn) return;
  drawn = wanted;
  const lanes = new Map();
  for (const life of all.filter(({ to }) => to > start)) lanes.set(life.arn, [...(lanes.get(life.arn) ?? []), life]);
  const shownLanes = [...lanes].sort(([, a], [, b]) => b.at(-1).from - a.at(-1).from).slice(0, maxLanes);
  at("timeline").replaceChildren(...shownLanes.map(([arn, one]) => lane(arn, one, share, ms)));
  at("timeline").setAttribute("aria-label", shownLanes.map(([arn, one]) => arn + ": " + one.length + " issued").join("; "));
  at("timeline").style.setProperty("--now", share(ms) + "%");
  const clockOf = (instant) => new Date(instant).toISOString().slice(11, 16);
  const nowMark = make("b", null, "now");
  nowMark.style.left = share(ms) + "%";
  const edge = (instant, isFree) => make("span", null, isFree ? clockOf(instant) : "");
  at("axis").replaceChildren(edge(start, share(ms) > 25), nowMark, edge(end, share(ms) < 75));
}

function lane(arn, one, share, ms) {
  const track = make("div", { className: "track" });
  for (const { from, to, issuedBy } of one) {
    const life = make("i", { className: to > ms ? "life" : "life over", title: issuedBy.replace(":", " ") + "\n" + new Date(from).toISOString() + "\nuntil " + new Date(to).toISOString() });
    life.style.left = share(from) + "%";
    life.style.width = Math.max(0.4, share(to) - share(from)) + "%";
    track.append(life);
  }
  return make("div", { className: "lane", title: arn }, make("span", null, arn.replace(/^acs:ram::\d+:(assumed-role\/)?/, "")), track);
}
`;
