import { spawn } from "node:child_process";
import { createRequire } from "node:module";

/**
 * The keyring of the system, asked in a process of its own: a keyring that is locked may show a dialog which nobody sees,
 * and the call then never returns.
 *
 * @module
 */

/** How long the keyring may take, in milliseconds. */
const LIMIT_MS = 5_000;
const SERVICE = "alicred";
const ACCOUNT = "session-key";

/** Reads the action from its arguments and the secret from standard input; prints the secret that was found. */
const SCRIPT = `
const [, module, action, service, account] = process.argv;
const { Entry } = require(module);
const entry = new Entry(service, account);
const input = action === "set" ? require("node:fs").readFileSync(0, "utf8") : "";
let found = "";
if (action === "set") entry.setPassword(input);
else if (action === "delete") entry.deletePassword();
else found = entry.getPassword() ?? "";
process.stdout.write(found);
`;

export interface KeyringOptions {
  /** The module that speaks to the keyring. Default: `@napi-rs/keyring`, if it is installed. */
  readonly module?: string;
  /** Default: 5,000. */
  readonly limitMs?: number;
}

/** The keyring as far as the session cache needs it: one secret. */
export interface Keyring {
  /** The secret; the empty text when there is none yet. `undefined`: the keyring cannot be used. */
  read(): Promise<string | undefined>;
  /** Whether the secret was stored. */
  write(secret: string): Promise<boolean>;
  remove(): Promise<void>;
}

/** The keyring of the system. It is not tried again once it has failed. */
export function systemKeyring({ module = installed(), limitMs = LIMIT_MS }: KeyringOptions = {}): Keyring {
  let isUsable = module !== undefined;
  const ask = async (action: "get" | "set" | "delete", input = ""): Promise<string | undefined> => {
    const found =
      isUsable && module !== undefined ? await runScript(module, action, input, limitMs) : undefined;
    isUsable = found !== undefined;
    return found;
  };
  return {
    read: () => ask("get"),
    write: async (secret) => (await ask("set", secret)) !== undefined,
    remove: async () => void (await ask("delete")),
  };
}

function installed(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve("@napi-rs/keyring");
  } catch {
    // It is optional: no build for this platform.
    return undefined;
  }
}

/** The output of the script; `undefined` when it failed or took too long. */
function runScript(
  module: string,
  action: string,
  input: string,
  limitMs: number,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const args = ["--eval", SCRIPT, "--", module, action, SERVICE, ACCOUNT];
    // Options of Node that load code would run again.
    const { NODE_OPTIONS: _options, ...env } = process.env;
    const child = spawn(process.execPath, args, { env, stdio: ["pipe", "pipe", "ignore"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), limitMs);
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      output += chunk;
    });
    const end = (result: string | undefined): void => {
      clearTimeout(timer);
      resolve(result);
    };
    child.on("error", () => end(undefined));
    child.on("close", (code) => end(code === 0 ? output : undefined));
    child.stdin.on("error", () => undefined).end(input);
  });
}
