// Whole processes: what each takes, and which files it opens.
import { spawn } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Folder } from "./folder.ts";
import type { StartRow, StartSubject } from "./rows.ts";

export interface Sample {
  readonly wallMs: number;
  /** `NaN` of a process that does not tell it. */
  readonly cpuMs: number;
}

/** Runs every subject so often, the order reversed every round. The first round fills the caches of the file system. */
export async function samplesOf(
  folder: Folder,
  { env, subjects }: StartRow,
  rounds: number,
): Promise<ReadonlyMap<StartSubject, readonly Sample[]>> {
  const samples = new Map(subjects.map((subject) => [subject, [] as Sample[]]));
  for (let round = -1; round < rounds; round++) {
    for (const subject of round % 2 === 0 ? subjects : [...subjects].reverse()) {
      const sample = await once(folder, subject, env);
      if (round >= 0) samples.get(subject)?.push(sample);
    }
  }
  return samples;
}

function environment({ path }: Folder, env: StartRow["env"]): StartRow["env"] {
  const { PATH = "" } = process.env;
  return { PATH, HOME: path, NODE_EXTRA_CA_CERTS: join(path, "ca.pem"), ...env };
}

/** One process, from its start to its end; one of Node tells what time it took from the processors. */
function once(folder: Folder, { argv }: StartSubject, env: StartRow["env"]): Promise<Sample> {
  const [program, ...words] = argv;
  return new Promise((resolve, reject) => {
    const startedMs = performance.now();
    const child = spawn(program, words, {
      cwd: folder.path,
      stdio: ["ignore", "ignore", "pipe"],
      env: environment(folder, env),
    });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    child.on("error", reject);
    child.on("close", (code) => {
      const wallMs = performance.now() - startedMs;
      const cpuMs = Number(/^cpu ([\d.]+)$/m.exec(said)?.[1]);
      if (code === 0) resolve({ wallMs, cpuMs });
      else reject(new Error(`${argv.join(" ")}: exit code ${code}\n${said}`));
    });
  });
}

/** How many different files of packages a process opens; `undefined` where there is no strace. */
export async function filesOpened(
  folder: Folder,
  { argv }: StartSubject,
  env: StartRow["env"],
): Promise<number | undefined> {
  // A file for each thread: in one, the lines of threads are cut by each other.
  const traced = ["-ff", "-e", "trace=open,openat", "-o", join(folder.path, "opened.txt"), ...argv];
  const child = spawn("strace", traced, { cwd: folder.path, stdio: "ignore", env: environment(folder, env) });
  const code = await new Promise((resolve) => child.on("close", resolve).on("error", resolve));
  if (code !== 0) return undefined;
  const logs = readdirSync(folder.path).filter((file) => file.startsWith("opened.txt."));
  const text = logs.map((file) => readFileSync(join(folder.path, file), "utf8")).join("\n");
  for (const file of logs) rmSync(join(folder.path, file));
  const paths = text.matchAll(/"([^"]*\/node_modules\/[^"]*)".* = \d+$/gm);
  return new Set([...paths].map(([, path]) => path)).size;
}
