/** The style of the dashboard: system fonts, light and dark, nothing loaded from elsewhere. */
export const STYLESHEET: string = `
:root {
  color-scheme: light dark;
  --ground: #f2f4f5; --card: #fff; --text: #182026; --soft: #51606b; --line: #dde3e7; --tint: #eef3f4;
  --accent: #0a6863; --on-accent: #fff; --accent-tint: #dff1ef;
  --good: #126c33; --good-tint: #e2f4e7; --warn: #8f4f00; --warn-tint: #fcefd8; --bad: #a8221a; --bad-tint: #fce8e6;
  --mono: ui-monospace, "SF Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
  --shadow: 0 1px 2px rgb(20 30 40 / .06), 0 4px 16px rgb(20 30 40 / .05);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101417; --card: #181e22; --text: #e6ebee; --soft: #94a2ac; --line: #2b343a; --tint: #20282d;
    --accent: #4fc4bb; --on-accent: #06211f; --accent-tint: #17332f;
    --good: #5fc983; --good-tint: #16301f; --warn: #f0b35a; --warn-tint: #36280f; --bad: #f58d84; --bad-tint: #3b1d1b;
    --shadow: none;
  }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body {
  margin: 0; padding: 1.25rem clamp(.75rem, 3vw, 2.5rem) 3rem; background: var(--ground); color: var(--text);
  font: .9375rem/1.45 system-ui, sans-serif;
}
header, main, #sign-in { max-width: 86rem; margin-inline: auto; }
header { display: flex; align-items: center; gap: .6rem; margin-bottom: 1.1rem; }
header svg { width: 1.9rem; fill: var(--accent); }
h1 { margin: 0; font-size: 1.15rem; font-weight: 650; letter-spacing: -.01em; }
h2 { display: flex; align-items: center; gap: .6rem; margin: 0 0 .75rem; font-size: .95rem; font-weight: 650; }
h3 { margin: 1.1rem 0 .35rem; color: var(--soft); font-size: .78rem; font-weight: 600; }
p { margin: 0 0 .75rem; }
ul, ol { margin: 0; padding: 0; list-style: none; }
.soft { color: var(--soft); }
.link { margin-right: auto; padding-left: 1.1rem; position: relative; color: var(--soft); font-size: .85rem; }
.link::before {
  content: ""; position: absolute; left: .2rem; top: .4em; width: .55rem; height: .55rem; border-radius: 50%; background: var(--warn);
}
#problem { color: var(--bad); font-size: .85rem; }
.link.live::before { background: var(--good); }
.link.lost::before { background: var(--bad); }
main {
  display: grid; gap: 1rem; grid-template-columns: clamp(17rem, 24vw, 21rem) minmax(0, 1fr) clamp(17rem, 25vw, 22rem);
  grid-template-areas: "clock credentials faults" "timeline timeline faults" "people people faults" "journal journal faults"; grid-template-rows: auto auto auto 1fr;
}
.card {
  min-width: 0; padding: 1.1rem 1.25rem 1.25rem; border: 1px solid var(--line); border-radius: .8rem; background: var(--card);
  box-shadow: var(--shadow);
}
.clock { grid-area: clock; } .credentials { grid-area: credentials; } .faults { grid-area: faults; } .journal { grid-area: journal; }
.timeline { grid-area: timeline; } .people { grid-area: people; }
@media (max-width: 72rem) {
  main {
    grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); grid-template-areas: "clock credentials" "timeline timeline" "people people" "journal journal" "faults faults";
    grid-template-rows: auto;
  }
  .faults .lists { flex: none; max-height: 46rem; }
}
@media (max-width: 44rem) {
  main { grid-template-columns: minmax(0, 1fr); grid-template-areas: "clock" "credentials" "timeline" "people" "journal" "faults"; }
  #keys .thing > :first-child { flex-basis: 100%; }
}
.chip {
  padding: .05rem .55rem; border-radius: 1rem; background: var(--tint); color: var(--soft); font-size: .78rem; font-weight: 550;
  font-variant-numeric: tabular-nums; white-space: nowrap;
}
.chip.on { background: var(--accent-tint); color: var(--accent); }
.chip.bad { background: var(--bad-tint); color: var(--bad); }
time {
  display: block; margin-top: -.2rem; font-size: clamp(2.6rem, 5vw, 3.4rem); font-weight: 300; line-height: 1.15; letter-spacing: -.02em;
  font-variant-numeric: tabular-nums;
}
.row { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin-top: .75rem; }
button {
  min-height: 2.25rem; padding: .3rem .85rem; border: 1px solid var(--accent); border-radius: .55rem; background: var(--accent);
  color: var(--on-accent); font: inherit; font-weight: 600; font-variant-numeric: tabular-nums; cursor: pointer;
}
#advance button { flex: 1; padding-inline: .4rem; white-space: nowrap; }
button.plain { border-color: var(--line); background: transparent; color: var(--text); }
button.quiet { border-color: transparent; background: transparent; color: var(--soft); }
button.sure { border-color: var(--bad); color: var(--bad); }
button:hover { filter: brightness(1.07); }
button.plain:hover, button.quiet:hover { background: var(--tint); }
button:disabled { opacity: .5; cursor: default; }
button[aria-pressed="true"] { border-color: var(--accent); background: var(--accent-tint); color: var(--accent); }
select, input {
  min-height: 2.1rem; padding: .25rem .6rem; border: 1px solid var(--line); border-radius: .5rem; background: var(--card);
  color: inherit; font: inherit;
}
input[type="search"] { width: 100%; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.empty { margin: 0; padding: 1.5rem 0; color: var(--soft); }
.empty pre {
  margin: 0; padding: .8rem 1rem; overflow-x: auto; border-radius: .5rem; background: var(--tint); color: var(--text);
  font: .82rem/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere;
}
#sign-in { max-width: 30rem; padding: 3rem 0; }
#sign-in input { flex: 1; font-family: var(--mono); }
#refused { color: var(--bad); }
#credentials { display: grid; gap: .9rem 1.5rem; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); max-height: 15rem; overflow-y: auto; }
.credential .name { display: flex; gap: .5rem; align-items: baseline; }
.credential b { overflow: hidden; font-weight: 600; text-overflow: ellipsis; white-space: nowrap; }
.credential .left { margin-left: auto; flex: none; color: var(--soft); font-size: .82rem; font-variant-numeric: tabular-nums; }
.credential small { display: block; overflow: hidden; color: var(--soft); font-size: .76rem; text-overflow: ellipsis; white-space: nowrap; }
.credential code, td code { font: .92em var(--mono); }
.bar { height: .4rem; margin: .3rem 0; overflow: hidden; border-radius: 1rem; background: var(--tint); }
.bar i { display: block; width: var(--share, 100%); height: 100%; border-radius: inherit; background: var(--good); transition: width .5s, background .5s; }
.credential.low .bar i { background: var(--warn); } .credential.low .left { color: var(--warn); }
.credential.last .bar i { background: var(--bad); } .credential.last .left { color: var(--bad); }
.timeline .lane { display: grid; grid-template-columns: clamp(6rem, 22%, 14rem) 1fr; align-items: center; gap: .75rem; padding: .2rem 0; }
.lane span { overflow: hidden; font-size: .82rem; font-weight: 550; text-overflow: ellipsis; white-space: nowrap; }
.track { position: relative; height: 1.1rem; border-radius: .35rem; background: linear-gradient(90deg, transparent calc(var(--now) - 1px), var(--accent) calc(var(--now) - 1px) calc(var(--now) + 1px), transparent calc(var(--now) + 1px)) var(--tint); }
.life { position: absolute; top: .2rem; bottom: .2rem; min-width: 4px; border-left: 3px solid var(--good); border-radius: .2rem; background: color-mix(in srgb, var(--good) 35%, transparent); }
.life.over { border-left-color: var(--soft); background: color-mix(in srgb, var(--soft) 18%, transparent); }
.axis { position: relative; display: flex; justify-content: space-between; height: 1.3rem; margin-left: calc(clamp(6rem, 22%, 14rem) + .75rem); color: var(--soft); font-size: .76rem; font-variant-numeric: tabular-nums; }
.axis b { position: absolute; padding: 0 .3rem; background: var(--card); color: var(--accent); transform: translateX(-50%); }
#keys, #instances, #logins { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 22rem), 1fr)); column-gap: 2rem; }
.thing { display: flex; flex-wrap: wrap; align-items: center; gap: .35rem .5rem; padding: .45rem 0; border-bottom: 1px solid var(--line); }
.thing > :first-child { flex: 1 1 9rem; min-width: 0; }
.thing b { display: block; font-weight: 600; overflow-wrap: anywhere; }
.thing code { overflow-wrap: anywhere; color: var(--soft); font: .78rem var(--mono); }
#logins code { color: var(--text); font-size: 1rem; }
.labelled { display: flex; align-items: center; gap: .4rem; color: var(--soft); font-size: .8rem; }
button.small { min-height: 1.75rem; padding: .1rem .6rem; font-size: .8rem; }
#copied:empty { display: none; }
.target { display: flex; flex-wrap: wrap; gap: .35rem .6rem; padding: .2rem 0 .5rem; border-bottom: 1px solid var(--line); }
.target label { display: flex; align-items: center; gap: .3rem; color: var(--soft); font-size: .8rem; }
.target select, .target input { min-height: 1.7rem; padding: .1rem .4rem; font-size: .82rem; }
.target select { max-width: 9rem; } .target input { width: 4.2rem; }
.opener { min-height: 0; padding: 0; border: 0; background: none; color: inherit; font-weight: 400; }
.opener::after { content: " ▸"; color: var(--soft); } .opener[aria-expanded="true"]::after { content: " ▾"; }
#found { margin-left: .6rem; font-size: .82rem; }
.faults { display: flex; flex-direction: column; }
h3 select { min-height: 1.7rem; margin-left: .2rem; padding: .1rem .4rem; color: var(--text); }
#speed { flex: 1; min-width: 0; }
.lists { flex: 1 1 0; min-height: 26rem; margin-top: .6rem; margin-right: -.75rem; padding-right: .75rem; overflow-y: auto; }
.lists ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); column-gap: 1.5rem; }
#active:not(:empty) { display: flex; flex-wrap: wrap; gap: .35rem; margin-bottom: .75rem; }
#active button {
  min-height: 0; padding: .1rem .6rem; border-color: transparent; border-radius: 1rem; background: var(--bad-tint); color: var(--bad);
  font-size: .8rem; font-weight: 550; text-align: left; overflow-wrap: anywhere;
}
.fault { display: grid; grid-template-columns: 1fr auto; gap: 0 .75rem; align-content: start; align-items: center; padding: .45rem 0; border-bottom: 1px solid var(--line); }
.fault span { font-weight: 550; }
.fault small { display: block; color: var(--soft); font-size: .8rem; font-weight: 400; }
.fault .inputs { display: flex; flex-wrap: wrap; gap: .35rem .75rem; grid-column: 1 / -1; }
.fault .inputs:not(:empty) { padding-top: .3rem; }
.fault .inputs label { display: flex; align-items: center; gap: .35rem; color: var(--soft); font-size: .8rem; }
.fault .inputs input, .fault .inputs select { width: 7.5rem; min-height: 1.7rem; padding: .1rem .45rem; font-size: .82rem; }
.switch {
  position: relative; width: 2.4rem; min-height: 1.4rem; height: 1.4rem; padding: 0; border: 0; border-radius: 1rem; background: var(--line); transition: background .15s;
}
.switch::before {
  content: ""; position: absolute; left: .18rem; top: .18rem; width: 1.04rem; height: 1.04rem; border-radius: 50%; background: #fff;
  box-shadow: 0 1px 2px rgb(0 0 0 / .3); transition: transform .15s;
}
.switch[aria-checked="true"] { background: var(--bad); } .switch.good[aria-checked="true"] { background: var(--good); } .switch[aria-checked="true"]::before { transform: translateX(1rem); }
.journal input { max-width: 20rem; margin-bottom: .75rem; }
.table { max-height: 34rem; overflow: auto; }
table { width: 100%; border-collapse: collapse; font-size: .85rem; }
th { position: sticky; top: 0; z-index: 1; background: var(--card); color: var(--soft); font-size: .78rem; font-weight: 600; text-align: left; box-shadow: 0 1px var(--line); }
th, td { padding: .4rem .9rem .4rem 0; vertical-align: baseline; }
tbody tr { border-bottom: 1px solid var(--line); cursor: pointer; }
tbody tr:hover { background: var(--tint); }
td { white-space: nowrap; font-variant-numeric: tabular-nums; }
td small { display: block; color: var(--soft); font-size: .92em; }
td:nth-child(2) { min-width: 12rem; white-space: normal; overflow-wrap: anywhere; }
td:nth-child(3) { max-width: 10rem; overflow: hidden; text-overflow: ellipsis; }
td:last-child { width: 100%; min-width: 14rem; padding-right: 0; color: var(--soft); white-space: normal; overflow-wrap: anywhere; }
.allowed { background: var(--good-tint); color: var(--good); } .denied { background: var(--bad-tint); color: var(--bad); }
.failed { background: var(--warn-tint); color: var(--warn); }
.details td { padding: .25rem 0 .8rem; white-space: normal; } tr.details, tr.details:hover { background: none; cursor: default; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; margin: 0; padding: .7rem .9rem; border-radius: .5rem; background: var(--tint); }
dt { color: var(--soft); } dd { margin: 0; color: var(--text); font-family: var(--mono); font-size: .92em; overflow-wrap: anywhere; }
@media (max-width: 60rem) {
  thead { display: none; }
  tbody tr { display: grid; grid-template-columns: auto 1fr auto; gap: .1rem .75rem; padding: .5rem 0; }
  td { padding: 0; } td:nth-child(4) { grid-area: 1 / 3; }
  td:nth-child(2) { grid-area: 2 / 1 / auto / span 3; min-width: 0; font-weight: 550; } td:nth-child(3) { grid-area: 3 / 1 / auto / span 3; max-width: none; }
  td small { display: inline; margin-left: .6rem; font-weight: 400; }
  td:last-child { grid-column: 1 / -1; min-width: 0; }
  td:empty { display: none; }
}
tr.fresh { animation: fresh 1.6s ease-out; }
@keyframes fresh { from { background: var(--accent-tint); } }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; animation: none !important; } }
`;
