/** The clock, which keeps running between two polls. */
export const clock: string = `
let last = { nowMs: 0, speed: 0, askedAt: 0 };

function now() {
  return last.nowMs + (performance.now() - last.askedAt) * last.speed;
}

function showClock(clock) {
  last = { nowMs: clock.nowMs, speed: clock.speed, askedAt: performance.now() };
  const running = clock.speed > 0;
  at("pace").textContent = running ? (clock.speed === 1 ? "running" : "running " + clock.speed + " ×") : "frozen";
  at("pace").classList.toggle("on", running);
  at("run").setAttribute("aria-pressed", running);
  at("freeze").setAttribute("aria-pressed", !running);
  if (running && document.activeElement !== at("speed")) showSpeed(clock.speed);
  tick();
}

function showSpeed(speed) {
  const select = at("speed");
  const known = [...select.options].some(({ value }) => Number(value) === speed);
  if (!known) select.add(new Option(speed + " ×", speed));
  select.value = speed;
}

function tick() {
  const ms = now();
  const time = new Date(ms).toISOString().slice(11, 19);
  if (at("time").textContent !== time) {
    at("time").textContent = time;
    at("time").dateTime = new Date(ms).toISOString();
    at("date").textContent = dates.format(ms) + ", UTC";
    document.title = time + " - simulated cloud";
  }
  const ahead = ms - Date.now();
  at("ahead").textContent = Math.abs(ahead) < 60000 ? "As on this computer" : span(Math.abs(ahead)) + (ahead > 0 ? " ahead of" : " behind") + " this computer";
  showRemaining(ms);
}

setInterval(() => last.askedAt > 0 && tick(), 250);

at("advance").addEventListener("click", ({ target }) => {
  const duration = target.dataset?.advance;
  if (duration) act(() => call("POST", "clock/advance", { duration }));
});
at("run").addEventListener("click", () => act(() => call("PUT", "clock", { speed: Number(at("speed").value) })));
at("freeze").addEventListener("click", () => act(() => call("PUT", "clock", { speed: 0 })));
at("speed").addEventListener("change", () => {
  if (last.speed > 0) act(() => call("PUT", "clock", { speed: Number(at("speed").value) }));
});
`;
