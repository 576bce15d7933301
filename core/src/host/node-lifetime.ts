/**
 * Programs end with the process that started them: on Node, Bun and Deno, as far as a process learns of its own end.
 *
 * @module
 */
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/** The ends of a Deno process besides `exit`: `Deno.exit()`, and errors that nobody caught. */
const DENO_ENDS = "Deno" in globalThis ? ["unload", "error", "unhandledrejection"] : [];

const running = new Set<() => void>();

/**
 * Calls `kill` when this process exits, or is ended by a signal that nothing else handles. While a program runs there
 * is a listener for these signals; otherwise there is none, because a listener alone keeps a signal from its default.
 *
 * @returns ends this, once the program has ended.
 */
export function endWithProcess(kill: () => void): () => void {
  if (running.size === 0) listen();
  running.add(kill);
  return () => {
    if (running.delete(kill) && running.size === 0) unlisten();
  };
}

function listen(): void {
  process.on("exit", killAll);
  for (const signal of SIGNALS) process.on(signal, onSignal);
  for (const type of DENO_ENDS) globalThis.addEventListener(type, onDenoEnd);
}

function unlisten(): void {
  process.off("exit", killAll);
  for (const signal of SIGNALS) process.off(signal, onSignal);
  for (const type of DENO_ENDS) globalThis.removeEventListener(type, onDenoEnd);
}

function onDenoEnd(event: Event): void {
  if (!event.defaultPrevented) killAll();
}

function killAll(): void {
  for (const kill of running) kill();
}

/**
 * A signal that the program handles itself is its own affair: if it exits, so do the programs. Else this listener does
 * what would have happened without it.
 */
function onSignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1 + modestListeners(signal)) return;
  killAll();
  running.clear();
  unlisten();
  process.kill(process.pid, signal);
}

/** The mark on this listener by which copies of this package know each other's. */
const MODEST: unique symbol = Symbol.for("alicred.endWithProcess") as never;
Object.assign(onSignal, { [MODEST]: true });

/** How many other listeners leave the default to this one, as it does to them: those of `signal-exit` do so too. */
function modestListeners(signal: NodeJS.Signals): number {
  const emitters = ["__signal_exit_emitter__", Symbol.for("signal-exit emitter")];
  const counts = emitters.map((key) => Number(Reflect.get(Object(Reflect.get(process, key)), "count")) || 0);
  const copies = process.listeners(signal).filter((listener) => listener !== onSignal && MODEST in listener);
  return counts.reduce((sum, count) => sum + count, copies.length);
}
