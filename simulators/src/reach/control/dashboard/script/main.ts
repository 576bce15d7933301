/** Asks once a second, and puts everything where it belongs. */
export const main: string = `
let asking;

async function show() {
  if (switches.length === 0) await loadCatalogue();
  const overview = await call("GET", "overview?since=" + encodeURIComponent(cursor));
  showClock(overview.clock);
  showFaults(overview.faults);
  showCredentials(overview.issued);
  if (overview.journal.restarted) forgetTimeline();
  showTimeline(overview.issued);
  showPeople(overview.operated);
  showJournal(overview.journal);
  at("main").hidden = false;
  at("sign-in").hidden = true;
  at("reset").hidden = false;
}

/** One at a time, so that the journal is not read twice from the same place. */
function refresh() {
  asking = (asking ?? Promise.resolve()).then(show).then(
    () => say("live", "live"),
    (error) => {
      const refused = error instanceof Unauthorized;
      at("sign-in").hidden = !refused;
      at("refused").hidden = !sessionStorage.getItem(storageKey);
      at("reset").hidden = refused;
      if (refused) at("main").hidden = true;
      say("lost", refused ? "not signed in" : "no connection");
    },
  );
  return asking;
}

at("sign-in").addEventListener("submit", (event) => {
  event.preventDefault();
  sessionStorage.setItem(storageKey, at("token").value.trim());
  at("token").value = "";
  refresh();
});

let sure;
at("reset").addEventListener("click", () => {
  const button = at("reset");
  clearTimeout(sure);
  const confirmed = button.classList.toggle("sure") === false;
  button.textContent = confirmed ? "Reset" : "Forget everything?";
  if (confirmed) return act(() => call("POST", "reset"));
  sure = setTimeout(() => {
    button.classList.remove("sure");
    button.textContent = "Reset";
  }, 4000);
});

at("try").textContent = "curl '" + location.origin + "/sts/?Action=GetCallerIdentity&Version=2015-04-01&Format=JSON'";

async function poll() {
  await refresh();
  setTimeout(poll, document.hidden ? 5000 : 1000);
}
poll();
`;
