import { networkInterfaces } from "node:os";
import { wrongUse } from "../../command/command-error.ts";
import { METADATA_HOST } from "./metadata-route.ts";
import { serveText } from "./text.ts";

/** Where a server listens, and by which name its clients call it. */
export interface Address {
  readonly host: string;
  /** Other names by which clients may call it. */
  readonly names: readonly string[];
  /** The name in the addresses that are printed. */
  readonly called: string;
}

export interface AddressOptions {
  /** An address that only this machine reaches. Default: 127.0.0.1. */
  readonly host?: string | undefined;
  /** Whether containers are served, and at which address; `true`: at that of the bridge that is found. */
  readonly container?: string | true | undefined;
  readonly ecs?: boolean | undefined;
  /** Default: those of this machine. */
  readonly interfaces?: ReturnType<typeof networkInterfaces>;
  readonly platform?: NodeJS.Platform;
}

/** The bridges that container engines make, in the order in which they are looked for. */
const BRIDGES = /^(?:docker|podman|cni-podman|nerdctl|virbr)\d+$/;
/** The names that containers have for the machine they run on. */
const CONTAINER_NAMES = ["host.docker.internal", "host.containers.internal"];

/**
 * Chooses the address. Never one that stands for all addresses of this machine.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for an address that other machines might reach, and where no bridge is
 *   found.
 */
export function chooseAddress(options: AddressOptions): Address {
  const { host = "127.0.0.1", container, ecs = false, platform = process.platform } = options;
  const text = serveText();
  if (container === undefined) {
    if (isLoopback(host) || (ecs && host === METADATA_HOST))
      return { host, names: [METADATA_HOST], called: host };
    throw wrongUse(text.notLoopback(host));
  }
  if (ecs) throw wrongUse(text.ecsInContainer);
  const own = Object.entries(options.interfaces ?? networkInterfaces()).flatMap(([name, list = []]) =>
    list.filter(({ family }) => family === "IPv4").map(({ address }) => ({ name, address })),
  );
  if (container !== true) {
    if (/^(?:0+(?:\.0+)*|\[?::\]?)$/.test(container)) throw wrongUse(text.everyAddress(container));
    if (!own.some(({ address }) => address === container)) throw wrongUse(text.notOwn(container));
    return { host: container, names: CONTAINER_NAMES, called: container };
  }
  const bridge = own.find(({ name }) => BRIDGES.test(name));
  if (bridge !== undefined) return { host: bridge.address, names: CONTAINER_NAMES, called: bridge.address };
  // There the engine runs in a machine of its own, and leads this name to the loopback address.
  if (platform === "darwin" || platform === "win32")
    return { host: "127.0.0.1", names: CONTAINER_NAMES, called: "host.docker.internal" };
  throw wrongUse(text.noBridge);
}

function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/.test(host);
}
