import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { hostname, networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Cloud,
  createVirtualClock,
  parseWorld,
  simulateCloud,
  type WorldDescription,
} from "@alicred/simulators";
import { type Control, createControl } from "@alicred/simulators/control";
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type ServedCloud,
  serve,
} from "@alicred/simulators/serve";
import { writeTokenFile } from "@alicred/simulators/token-file";
import { type Addresses, writeFiles } from "./files.ts";
import { isLoopbackAddress, type SimulateOptions } from "./options.ts";
import { pickSamples } from "./samples.ts";
import { createVariables } from "./variables.ts";
import type { Simulation } from "./view.ts";

/** A simulation that can be stopped. */
export interface RunningSimulation extends Simulation {
  /** The cloud as it is now: the control API may put another in its place. */
  cloud(): Cloud;
  /** Stops serving and removes the files. */
  stop(): Promise<void>;
}

/** Something to close at the end. */
interface Opened {
  close(): Promise<unknown>;
}

/** @throws `TypeError` for options or a world that do not hold, and what the system says of ports and files. */
export async function startSimulation(options: SimulateOptions): Promise<RunningSimulation> {
  const { https, host, allowNonLoopback, speed } = options;
  if (!allowNonLoopback && !isLoopbackAddress(host))
    throw new TypeError(`${host} is not a loopback address: --allow-non-loopback serves it nevertheless`);
  const cloud = await createCloud(options);
  const controlToken = randomBytes(24).toString("base64url");
  const control = createControl(cloud, { token: controlToken });
  const samples = pickSamples(cloud);
  const authority = https === undefined ? undefined : await createCertificateAuthority();
  const opened: Opened[] = [];
  const stop = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one.close();
  };

  try {
    const { plain, secure } = await openPorts(options, control, authority, opened);
    const directory = await mkdtemp(join(tmpdir(), "alicred-simulate-"));
    opened.push({ close: () => rm(directory, { recursive: true, force: true }) });
    const { oidc } = samples;
    const tokens =
      oidc && (await writeTokenFile(cloud, { directory: join(directory, "oidc"), issuer: oidc.issuer }));
    if (tokens !== undefined) opened.push({ close: tokens.stop });
    const url = reachable(plain);
    const addresses: Addresses = { url, secureHost: secure && new URL(reachable(secure)).host };
    const files = await writeFiles(directory, samples, addresses, authority?.certificate, tokens?.path);
    const controlUrl = `${url}/_alicred`;
    return {
      url,
      httpsUrl: secure && reachable(secure),
      controlUrl,
      controlToken,
      dashboardUrl: `${controlUrl}/#token=${controlToken}`,
      clock: { now: new Date(cloud.clock.now()).toISOString(), speed },
      samples,
      files,
      variables: createVariables({
        addresses,
        samples,
        caFile: files.caFile,
        tokenFile: tokens?.path,
      }),
      cloud: control.cloud,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function createCloud(options: SimulateOptions): Promise<Cloud> {
  const { host, name, allowNonLoopback, world, seed, start, speed } = options;
  return simulateCloud({
    clock: createVirtualClock({ startMs: start ?? Date.now(), speed }),
    localHosts: allowNonLoopback ? [...ownHosts(host), ...name] : name,
    ...(seed !== undefined && { seed }),
    ...(world !== undefined && { world: await readWorld(world) }),
  });
}

/** Adds each port to what is open as soon as it is, so that the first is closed when the second cannot be had. */
async function openPorts(
  { port, https, host: hostname, allowNonLoopback }: SimulateOptions,
  control: Control,
  authority: CertificateAuthority | undefined,
  opened: Opened[],
): Promise<{ readonly plain: ServedCloud; readonly secure: ServedCloud | undefined }> {
  const at = { hostname, allowNonLoopback, control };
  const plain = await serve(control.cloud, { ...at, port });
  opened.push(plain);
  if (authority === undefined) return { plain, secure: undefined };
  const secure = await serve(control.cloud, {
    ...at,
    authority,
    port: typeof https === "number" ? https : 0,
  });
  opened.push(secure);
  return { plain, secure };
}

async function readWorld(path: string): Promise<WorldDescription> {
  const text = await readFile(path, "utf8");
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    throw new TypeError(`${path} is not JSON`);
  }
  try {
    return parseWorld(json);
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`${path}: ${error.message}`) : error;
  }
}

/** Address for clients on this machine. */
function reachable({ url }: ServedCloud): string {
  return url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
}

/** Names and addresses by which others reach this machine. */
function ownHosts(host: string): readonly string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list = []) => list)
    .map(({ address, family }) => (family === "IPv6" ? `[${address}]` : address));
  return [host, hostname(), ...addresses].map((name) => name.toLowerCase());
}
