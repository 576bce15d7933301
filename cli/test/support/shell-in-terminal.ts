import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import { onTestFinished } from "vitest";

/** A shell at a terminal of 100 columns. */
export interface ShellInTerminal {
  /** Types keys, and waits until what appears since then matches. */
  type(keys: string, appears: RegExp): Promise<string>;
}

const PATIENCE_MS = 60_000;

/** Starts a shell that ends with the test. */
export function shellInTerminal(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  cwd: string,
): ShellInTerminal {
  const shell = spawn(file, [...args], { cols: 100, rows: 40, cwd, env: { TERM: "xterm-256color", ...env } });
  let screen = "";
  const watchers = new Set<() => void>();
  shell.onData((data) => {
    // fish waits for the answer to its question what kind of terminal this is.
    if (data.includes("\u001B[c")) shell.write("\u001B[?1;2c");
    screen += data;
    for (const watch of watchers) watch();
  });
  onTestFinished(() => shell.kill("SIGKILL"));
  const visible = (from: number): string => stripVTControlCharacters(screen.slice(from)).replaceAll("\r", "");
  return {
    type(keys, appears) {
      const from = screen.length;
      return new Promise((resolve, reject) => {
        const end = (act: () => void): void => {
          clearTimeout(timer);
          watchers.delete(watch);
          act();
        };
        const watch = (): void => {
          if (appears.test(visible(from))) end(() => resolve(visible(from)));
        };
        const timer = setTimeout(
          () => end(() => reject(new Error(`${appears} did not appear:\n${visible(0)}`))),
          PATIENCE_MS,
        );
        watchers.add(watch);
        shell.write(keys);
      });
    },
  };
}
