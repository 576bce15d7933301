import { execFile } from "node:child_process";

export interface CommandOptions {
  readonly cwd: string;
  readonly timeoutMs?: number;
  /** Whether the result holds the standard error too, after the standard output. Default: false. */
  readonly withErrors?: boolean;
}

/** Runs a command to its end and gives its standard output; a failure's message holds all that it printed. */
export function command(file: string, args: readonly string[], options: CommandOptions): Promise<string> {
  const { cwd, timeoutMs = 180_000, withErrors = false } = options;
  const settings = {
    cwd,
    timeout: timeoutMs,
    maxBuffer: 64 * 1024 * 1024,
    shell: process.platform === "win32",
    env: { ...process.env, NO_COLOR: "1" },
  };
  return new Promise((resolve, reject) => {
    execFile(file, args, settings, (error, stdout, stderr) => {
      if (error === null) return resolve(withErrors ? stdout + stderr : stdout);
      const why = error.killed === true ? `ended after ${timeoutMs} ms` : `exit code ${error.code}`;
      reject(new Error(`${file} ${args.join(" ")}: ${why}\n${stdout}${stderr}`.trim()));
    });
  });
}
