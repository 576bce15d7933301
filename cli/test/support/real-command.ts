import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { bundledCommand } from "./bundled-command.ts";

/** The end of a program. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A profile with a session, which needs no service. */
export const SESSION_PROFILE = {
  name: "prod",
  mode: "StsToken",
  access_key_id: "STS.realCommand01",
  access_key_secret: "realCommandSecret",
  sts_token: "CAISrealCommandToken==",
  region_id: "cn-shanghai",
};

/** A home folder with this `config.json`; it goes with the test. */
export function homeFolder(profiles: readonly object[] = [SESSION_PROFILE], current = "prod"): string {
  const home = mkdtempSync(join(tmpdir(), "alicred-home-"));
  onTestFinished(() => rmSync(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }));
  mkdirSync(join(home, ".aliyun"));
  writeFileSync(join(home, ".aliyun", "config.json"), JSON.stringify({ current, profiles }));
  return home;
}

/** The program and its first argument, by which the command runs. */
export const ALICRED: readonly [string, ...string[]] = [process.execPath, await bundledCommand()];

/** The environment of a command: a home, the programs of this machine, and nothing else. */
export function environment(home: string, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const folders = { HOME: home, USERPROFILE: home, TMPDIR: home, TEMP: home, TMP: home };
  return { PATH: process.env["PATH"], TZ: "UTC", LANG: "C.UTF-8", NO_COLOR: "1", ...folders, ...more };
}

/** Starts the command. It ends with the test. */
export function startCommand(
  home: string,
  args: readonly string[],
  options: SpawnOptions & { readonly more?: NodeJS.ProcessEnv } = {},
): { readonly child: ChildProcess; readonly ended: Promise<Ended>; output(): string } {
  const { more, ...others } = options;
  const [file, ...first] = ALICRED;
  const child = spawn(file, [...first, ...args], { env: environment(home, more), ...others });
  onTestFinished(() => void child.kill("SIGKILL"));
  const printed = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const)
    child[name]?.on("data", (chunk) => {
      printed[name] += String(chunk);
    });
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on("close", (code, signal) => resolve({ code, signal, ...printed }));
    child.on("error", reject);
  });
  return { child, ended, output: () => printed.stdout };
}

/** Runs the command to its end. */
export function runCommand(
  home: string,
  args: readonly string[],
  more: NodeJS.ProcessEnv = {},
): Promise<Ended> {
  return startCommand(home, args, { more, stdio: ["ignore", "pipe", "pipe"] }).ended;
}
