import { spawn } from "node:child_process";
import { existsSync } from "node:fs";

/**
 * The person's browser. Nothing but `login` and `console` opens it.
 *
 * @module
 */

/** Why no browser can be opened here that the person sees. */
export type Obstacle = "ssh" | "wsl" | "container" | "display";

/** The machine, as far as it shows whether it has a browser. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: (name: string) => string | undefined;
  readonly exists: (path: string) => boolean;
}

const SSH_VARIABLES = ["SSH_CONNECTION", "SSH_CLIENT", "SSH_TTY"];
const WSL_VARIABLES = ["WSL_DISTRO_NAME", "WSL_INTEROP"];
const CONTAINER_VARIABLES = ["container", "KUBERNETES_SERVICE_HOST", "CODESPACES", "REMOTE_CONTAINERS"];
const CONTAINER_FILES = ["/.dockerenv", "/run/.containerenv"];
const DISPLAY_VARIABLES = ["DISPLAY", "WAYLAND_DISPLAY"];

/** Why no browser can be opened in these surroundings; `undefined` where one can. */
export function obstacleTo({ platform, env, exists }: Surroundings): Obstacle | undefined {
  const isSet = (name: string): boolean => Boolean(env(name));
  if (SSH_VARIABLES.some(isSet)) return "ssh";
  if (platform !== "linux") return undefined;
  if (WSL_VARIABLES.some(isSet)) return "wsl";
  if (CONTAINER_VARIABLES.some(isSet) || CONTAINER_FILES.some(exists)) return "container";
  return DISPLAY_VARIABLES.some(isSet) ? undefined : "display";
}

/** Why no browser can be opened on this machine. */
export function obstacleHere(env: Surroundings["env"]): Obstacle | undefined {
  return obstacleTo({ platform: process.platform, env, exists: existsSync });
}

/**
 * Opens an address in the person's browser, and does not wait for it.
 *
 * @param browser the path of a program, or a program with arguments separated by blanks; `%s` among them is replaced by the address, else it comes
 *   last. Default: the browser of the system.
 * @returns whether a program was started.
 */
export async function openBrowser(address: string, browser?: string): Promise<boolean> {
  try {
    if (browser === undefined) {
      const { default: open } = await import("open");
      const child = await open(address);
      // A program that cannot be started says so later. By then the address stands in the terminal.
      child.on("error", () => undefined);
      return true;
    }
    // The path of a program may have blanks in it.
    const [program = "", ...words] = existsSync(browser)
      ? [browser]
      : browser.split(/\s+/).filter((word) => word !== "");
    const args = words.map((word) => (word === "%s" ? address : word));
    const child = spawn(program, words.includes("%s") ? args : [...args, address], {
      detached: true,
      stdio: "ignore",
    });
    child.unref();
    return await new Promise((resolve) => {
      child.once("spawn", () => resolve(true));
      child.once("error", () => resolve(false));
    });
  } catch {
    return false;
  }
}
