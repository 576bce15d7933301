import { stripVTControlCharacters } from "node:util";
import { spawn } from "@lydell/node-pty";
import { onTestFinished, vi } from "vitest";

/** A program in a pseudo-terminal. */
export interface Terminal {
  /** The output until now, without control sequences. */
  text(): string;
  /** Types characters. */
  type(text: string): void;
  /** Waits until what was printed since the last wait matches. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  readonly pid: number;
  readonly ended: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>;
}

/** Starts a program in a pseudo-terminal of its own. It ends with the test. */
export function openTerminal(
  [file, ...args]: readonly [string, ...string[]],
  env: NodeJS.ProcessEnv,
  size: { readonly cols?: number; readonly rows?: number } = {},
): Terminal {
  const variables = Object.fromEntries(
    Object.entries({ TERM: "xterm-256color", ...env }).filter(
      (each): each is [string, string] => each[1] !== undefined,
    ),
  );
  const pty = spawn(file, args, { env: variables, cols: size.cols ?? 80, rows: size.rows ?? 24 });
  onTestFinished(() => {
    try {
      pty.kill("SIGKILL");
    } catch {
      // It has ended.
    }
  });
  let printed = "";
  let seen = 0;
  pty.onData((data) => {
    printed += data;
  });
  const text = (): string => stripVTControlCharacters(printed);
  return {
    text,
    type: (typed) => pty.write(typed),
    pid: pty.pid,
    ended: new Promise((resolve) => pty.onExit(resolve)),
    until: (pattern) =>
      vi.waitFor(
        () => {
          const found = pattern.exec(text().slice(seen));
          if (found === null) throw new Error(`no ${pattern} in: ${text().slice(seen)}`);
          seen += found.index + found[0].length;
          return found;
        },
        { timeout: 30_000, interval: 50 },
      ),
  };
}
