import { fileURLToPath } from "node:url";
import { stripVTControlCharacters } from "node:util";
import { type IPty, spawn } from "@lydell/node-pty";
import { onTestFinished, vi } from "vitest";

/** The command in a pseudo-terminal, as a person sees it. */
export interface InTerminal {
  /** Everything that the terminal got, without escape sequences. */
  screen(): string;
  /** Waits until the terminal shows this. */
  shows(pattern: RegExp): Promise<void>;
  type(text: string): void;
  /** How it ended. */
  readonly ended: Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>;
}

export interface TerminalOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cols?: number;
}

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const tsx = import.meta.resolve("tsx");

/** Runs the command in a pseudo-terminal, with these variables alone. It ends with the test. */
export function inTerminal(args: readonly string[], { env, cols = 100 }: TerminalOptions): InTerminal {
  const all = { PATH: process.env["PATH"] ?? "", TERM: "xterm-256color", NO_COLOR: "1", ...env };
  const pty: IPty = spawn(process.execPath, ["--import", tsx, main, ...args], { cols, rows: 40, env: all });
  let output = "";
  pty.onData((data) => {
    output += data;
  });
  let isOver = false;
  const ended = new Promise<{ readonly exitCode: number; readonly signal?: number | undefined }>((resolve) =>
    pty.onExit((end) => {
      isOver = true;
      resolve(end);
    }),
  );
  onTestFinished(() => {
    if (!isOver) pty.kill("SIGKILL");
  });
  const screen = (): string => stripVTControlCharacters(output).replaceAll("\r\n", "\n");
  return {
    screen,
    ended,
    type: (text) => pty.write(text),
    shows: (pattern) =>
      vi.waitFor(
        () => {
          if (!pattern.test(screen())) throw new Error(`the terminal does not show ${pattern}:\n${screen()}`);
        },
        { timeout: 30_000 },
      ),
  };
}
