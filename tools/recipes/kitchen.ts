import { type ChildProcess, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { createVirtualClock, parseWorld, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { writeTokenFile } from "@alicred/simulators/token-file";
import { rootDir } from "../workspace.ts";

/** Where a recipe is tried: a copy of its folder, at ports of its own, beside a simulated cloud. */
export interface Kitchen {
  readonly folder: string;
  /** The address of the program, at the port that its README names. */
  readonly url: string;
  readonly cloudUrl: string;
  /** Runs a script of its package.json to the end, and returns what it printed. */
  run(script: string): Promise<string>;
  /** Starts a script that serves, and returns once its port answers. */
  serve(script: string, env?: Readonly<Record<string, string>>): Promise<void>;
  /** Changes a file of the copy. */
  change(file: string, change: (text: string) => string): void;
  /** How many requests of that operation the cloud has answered. */
  count(operation: string): Promise<number>;
}

/** The ports that the examples name: of the cloud, and of the program. */
const CLOUD_PORT = /\b4400\b/g;
const PROGRAM_PORTS = /\b(3000|8000|8787)\b/g;
const TEXTS = /\.(js|ts|jsonc?|env|tf|yml|yaml|html)$|^\.env$|^package\.json$/;

/** Runs `use` in a kitchen, and leaves nothing behind. */
export async function inKitchen<T>(
  name: string,
  parent: string,
  packed: boolean,
  use: (kitchen: Kitchen) => Promise<T>,
): Promise<T> {
  const folder = join(parent, name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(join(rootDir, "examples", name), folder, { recursive: true });
  if (packed) symlinkSync(join(parent, "node_modules"), join(folder, "node_modules"));
  const [cloudPort, port] = [await freePort(), await freePort()];
  for (const file of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, file);
    if (file.startsWith("node_modules") || !TEXTS.test(file) || !statSync(path).isFile()) continue;
    const text = readFileSync(path, "utf8");
    writeFileSync(path, text.replace(CLOUD_PORT, `${cloudPort}`).replace(PROGRAM_PORTS, `${port}`));
  }
  const running: ChildProcess[] = [];
  const ended: (() => Promise<unknown>)[] = [];
  const start = (script: string, env: Readonly<Record<string, string>> = {}): Started => {
    const started = startScript(folder, script, {
      PORT: `${port}`,
      ...(packed ? {} : { NODE_OPTIONS: "--import=tsx" }),
      ...env,
    });
    running.push(started.child);
    return started;
  };
  try {
    const cloud = packed
      ? await startCloud(start("cloud"), cloudPort)
      : await mountCloud(folder, cloudPort, start);
    ended.push(cloud.close);
    return await use({
      folder,
      url: `http://127.0.0.1:${port}`,
      cloudUrl: `http://127.0.0.1:${cloudPort}`,
      count: cloud.count,
      change(file, change) {
        writeFileSync(join(folder, file), change(readFileSync(join(folder, file), "utf8")));
      },
      async run(script) {
        const { output, end } = start(script);
        const code = await end;
        if (code !== 0) throw new Error(`npm run ${script}: exit code ${code}\n${output()}`);
        return output();
      },
      async serve(script, env) {
        await answers(port, start(script, env));
      },
    });
  } finally {
    for (const child of running) if (child.pid !== undefined && child.exitCode === null) endGroup(child.pid);
    for (const close of ended) await close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Started {
  readonly child: ChildProcess;
  readonly end: Promise<number | null>;
  output(): string;
}

interface RunningCloud {
  count(operation: string): Promise<number>;
  close(): Promise<unknown>;
}

function startScript(cwd: string, script: string, env: Readonly<Record<string, string>>): Started {
  const child = spawn("npm", ["run", "--silent", script], {
    cwd,
    env: {
      ...process.env,
      NO_COLOR: "1",
      CI: "1",
      NEXT_TELEMETRY_DISABLED: "1",
      WRANGLER_SEND_METRICS: "false",
      ...env,
    },
    stdio: ["ignore", "pipe", "pipe"],
    // With all that it starts in a group, which ends together.
    detached: true,
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (output += chunk));
  const end = new Promise<number | null>((resolve) => child.on("close", resolve));
  return { child, end, output: () => output };
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

/** The command of the packages, as a user starts it. */
async function startCloud(started: Started, port: number): Promise<RunningCloud> {
  await answers(port, started);
  return {
    async count(operation) {
      // Its output comes through a pipe.
      await pause(1_000);
      return started.output().split(new RegExp(`\\b${operation}\\b`)).length - 1;
    },
    close: async () => undefined,
  };
}

/** The same cloud in this process, with the files that the command would write. */
async function mountCloud(
  folder: string,
  port: number,
  start: (script: string) => Started,
): Promise<RunningCloud> {
  const path = (name: string): string => join(folder, name);
  const { scripts }: { scripts: { cloud: string } } = JSON.parse(readFileSync(path("package.json"), "utf8"));
  if (existsSync(path("setup.js"))) {
    writeFileSync(
      path("package.json"),
      JSON.stringify({ type: "module", scripts: { ...scripts, setup: "node setup.js" } }),
    );
    const { end, output } = start("setup");
    if ((await end) !== 0) throw new Error(output());
  }
  const world = scripts.cloud.includes("--world")
    ? parseWorld(JSON.parse(readFileSync(path("world.json"), "utf8")))
    : undefined;
  const cloud = simulateCloud({
    clock: createVirtualClock({ startMs: Date.now(), speed: 1 }),
    ...(world && { world }),
  });
  const served = await serve(cloud, { port });
  const files = scripts.cloud.includes("--token-file")
    ? await writeTokenFile(cloud, { directory: folder })
    : undefined;
  if (scripts.cloud.includes("--env-out")) {
    const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
    const variables = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: accessKeySecret,
      ALIBABA_CLOUD_STS_ENDPOINT: served.url,
      ALIBABA_CLOUD_IGNORE_PROFILE: "TRUE",
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true",
    };
    writeFileSync(
      path("cloud.env"),
      Object.entries(variables)
        .map(([name, value]) => `${name}=${value}\n`)
        .join(""),
    );
  }
  return {
    count: async (operation) => cloud.journal.count({ operation }),
    async close() {
      await files?.stop();
      await served.close();
    },
  };
}

/** Settles once something listens at the port; rejects when the program has ended instead, or takes two minutes. */
async function answers(port: number, { end, output }: Started): Promise<void> {
  let hasEnded = false;
  void end.then(() => {
    hasEnded = true;
  });
  for (const limitMs = Date.now() + 240_000; Date.now() < limitMs; await pause(100)) {
    if (hasEnded) throw new Error(`it has ended:\n${output()}`);
    if (await isOpen(port)) return;
  }
  throw new Error(`nothing listens at port ${port}:\n${output()}`);
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() =>
        typeof address === "object" && address
          ? resolve(address.port)
          : reject(new Error("there is no port")),
      );
    });
  });
}
