import type { Host } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { withLazyFileStore } from "../library/lazy-file-store.ts";

/**
 * The host of the command. Renewed tokens and sessions are kept in `config.json`, for the next command.
 *
 * @param allowUnsaved whether a login may be renewed even where the new tokens are lost with this command
 */
export function commandHost(allowUnsaved = false): Host {
  return { ...withLazyFileStore(nodeHost()), shortLived: !allowUnsaved };
}

/** Limit of a resolution, in milliseconds: a person may be asked for a code by an external program. */
export const COMMAND_TIMEOUT_MS = 70_000;

/** Names the switches that `alicred exec --server` has set for the programs below it, separated by commas. */
const SWITCHES_VARIABLE = "ALICRED_SWITCHES";

/**
 * The host without the switches of an `alicred exec` around this command. They keep the tools inside from other
 * identities; a profile that is asked for by name is meant nevertheless.
 */
export function withoutSwitches(host: Host): Host {
  const { env } = host;
  const switches = env?.(SWITCHES_VARIABLE)?.split(",") ?? [];
  if (env === undefined || switches.length === 0) return host;
  return { ...host, env: (name) => (switches.includes(name) ? undefined : env(name)) };
}

/** The host, and what takes the terminal from the programs that it starts from then on. */
export function dismissable(host: Host): { readonly host: Host; dismiss(): void } {
  const { processes } = host;
  let unattended = false;
  const dismiss = (): void => {
    unattended = true;
  };
  if (processes === undefined) return { host, dismiss };
  const run: typeof processes.run = (argv, options) => processes.run(argv, { ...options, unattended });
  return { host: { ...host, processes: { ...processes, run } }, dismiss };
}
