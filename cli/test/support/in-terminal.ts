import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { openTerminal, type Terminal } from "./terminal.ts";

/** The command in a pseudo-terminal, as a person sees it. */
export interface InTerminal extends Pick<Terminal, "type" | "ended"> {
  /** Everything that the terminal got, without control sequences. */
  screen(): string;
  /** Waits until the whole of it matches. */
  shows(pattern: RegExp): Promise<void>;
}

export interface InTerminalOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Default: 100. */
  readonly cols?: number;
}

const main = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const tsx = import.meta.resolve("tsx");

/** Runs the command in a pseudo-terminal, with these variables alone. It ends with the test. */
export function inTerminal(args: readonly string[], { env, cols = 100 }: InTerminalOptions): InTerminal {
  const { text, type, ended } = openTerminal(
    [process.execPath, "--import", tsx, main, ...args],
    { PATH: process.env["PATH"], NO_COLOR: "1", ...env },
    { cols, rows: 40 },
  );
  const screen = (): string => text().replaceAll("\r\n", "\n");
  return {
    screen,
    ended,
    type,
    shows: (pattern) =>
      vi.waitFor(
        () => {
          if (!pattern.test(screen())) throw new Error(`the terminal does not show ${pattern}:\n${screen()}`);
        },
        { timeout: 30_000 },
      ),
  };
}
