/** The one stylesheet of all pages: system fonts, light and dark, nothing loaded from elsewhere. */
export const STYLESHEET: string = `
:root {
  color-scheme: light dark;
  --ground: #f3f4f6; --card: #fff; --text: #1b1f24; --soft: #5a6472; --line: #d8dde3;
  --accent: #0b5fc0; --on-accent: #fff; --tint: #eaf2fc; --good: #1a7f37; --bad: #b3261e; --bad-tint: #fdecea;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14171b; --card: #1d2127; --text: #e8ebef; --soft: #9aa5b1; --line: #343b44;
    --accent: #7db4f5; --on-accent: #0c1a2b; --tint: #1c2b3d; --good: #5fc27e; --bad: #f28b82; --bad-tint: #3a2020;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: 2rem 1rem; display: flex; flex-direction: column; align-items: center;
  background: var(--ground); color: var(--text); font: 1rem/1.5 system-ui, sans-serif;
}
header, main, footer { width: 100%; max-width: 27rem; }
header { display: flex; align-items: center; gap: .6rem; margin: auto 0 .75rem; padding: 0 .25rem; font-weight: 600; }
header span {
  margin-left: auto; padding: .1rem .6rem; border: 1px solid var(--line); border-radius: 1rem;
  color: var(--soft); font-size: .8rem; font-weight: 500;
}
main { padding: 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: .75rem; }
footer { margin: .75rem 0 auto; padding: 0 .25rem; color: var(--soft); font-size: .8rem; }
h1 { margin: 0 0 .5rem; font-size: 1.35rem; line-height: 1.25; text-wrap: balance; }
p { margin: 0 0 1rem; text-wrap: pretty; }
main > :last-child { margin-bottom: 0; }
.soft { color: var(--soft); }
.code {
  margin: 0 0 1rem; padding: .7rem; border-radius: .5rem; background: var(--tint); text-align: center;
  font: 600 1.6rem/1.2 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; letter-spacing: .12em;
}
.alert { margin: 0 0 1rem; padding: .6rem .8rem; border-radius: .5rem; background: var(--bad-tint); color: var(--bad); }
.mark {
  display: grid; place-items: center; width: 3rem; height: 3rem; margin-bottom: 1rem; border-radius: 50%;
  background: var(--good); color: var(--card); font-size: 1.5rem; font-weight: 700;
}
.mark.bad { background: var(--bad); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1rem; margin: 0 0 1.25rem; font-size: .9rem; }
dt { color: var(--soft); }
dd { margin: 0; overflow-wrap: anywhere; }
fieldset { margin: 0 0 1.25rem; padding: 0; border: 0; }
legend, .label { display: block; padding: 0; margin-bottom: .5rem; font-weight: 600; }
.choice {
  display: flex; align-items: center; gap: .75rem; margin-bottom: .5rem; padding: .6rem .8rem;
  border: 1px solid var(--line); border-radius: .5rem; cursor: pointer;
}
.choice:has(:checked) { border-color: var(--accent); background: var(--tint); }
.choice input { flex: none; width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--accent); }
.choice span { line-height: 1.35; }
.choice b { display: block; font-weight: 600; }
.choice small { color: var(--soft); overflow-wrap: anywhere; }
input[type="text"] {
  width: 100%; margin-bottom: 1.25rem; padding: .6rem .8rem; border: 1px solid var(--soft); border-radius: .5rem;
  background: transparent; color: inherit; letter-spacing: .12em; text-transform: uppercase;
  font: 600 1.2rem/1.3 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
.buttons { display: flex; gap: .75rem; }
button {
  flex: 1; min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--accent); border-radius: .5rem;
  background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer;
}
button.plain { border-color: var(--line); background: transparent; color: var(--text); }
button:hover { filter: brightness(1.08); }
button.plain:hover { background: var(--tint); }
@media (max-width: 25rem) {
  body { padding: 1rem .6rem; }
  main { padding: 1.25rem; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: .4rem; }
}
:focus-visible, .choice:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.choice input:focus-visible { outline: none; }
`;
