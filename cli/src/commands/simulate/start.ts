import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { hostname, networkInterfaces, tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import {
  type Cloud,
  createVirtualClock,
  parseWorld,
  simulateCloud,
  type WorldDescription,
} from "@alicred/simulators";
import { withTape } from "@alicred/simulators/cassette";
import { type Control, createControl } from "@alicred/simulators/control";
import { type CertificateAuthority, type ServedCloud, serve } from "@alicred/simulators/serve";
import { writeTokenFile } from "@alicred/simulators/token-file";
import { readGivenText } from "../../command/given-text.ts";
import { openAuthority } from "./authority.ts";
import { type Addresses, writeClientFiles, writeIdentityFiles, writeWhole } from "./files.ts";
import { isLoopbackAddress, type SimulateOptions } from "./options.ts";
import { NO_SAMPLES, pickSamples, type Samples } from "./samples.ts";
import { writeEnvFile, writeScripts } from "./shell.ts";
import { loadStateFile, saveStateFile } from "./state.ts";
import { type OpenedTape, openTape } from "./tape.ts";
import { simulateText } from "./text.ts";
import { createVariables } from "./variables.ts";
import type { Simulation } from "./view.ts";

/** A simulation that can be stopped. */
export interface RunningSimulation extends Simulation {
  /** The cloud as it is now: the control API may put another in its place. */
  cloud(): Cloud;
  /** Answers in place of the services, if there is one. */
  readonly tape: OpenedTape | undefined;
  /** Stops serving and removes the files. */
  stop(): Promise<void>;
}

/** Something to close at the end. */
interface Opened {
  close(): Promise<unknown>;
}

/** @throws `TypeError` for options or a world that do not hold, and what the system says of ports and files. */
export async function startSimulation(options: SimulateOptions): Promise<RunningSimulation> {
  const { host, allowNonLoopback, speed } = options;
  if (!allowNonLoopback && !isLoopbackAddress(host)) throw new TypeError(simulateText().notLoopback(host));
  const [bare, authority] = await Promise.all([createCloud(options), openAuthority(options.ca)]);
  const tape = await openTape(options, bare.clock.now);
  const cloud = tape === undefined ? bare : withTape(bare, tape.tape);
  if (options.state !== undefined) await loadStateFile(cloud, options.state);
  const { certificate } = authority;
  const controlToken = options.token ?? randomBytes(24).toString("base64url");
  const control = createControl(cloud, { token: controlToken, certificate });
  const samples = tape === undefined ? pickSamples(cloud) : NO_SAMPLES;
  const opened: Opened[] = tape === undefined ? [] : [tape];
  const stop = async (): Promise<void> => {
    for (const one of opened.splice(0).reverse()) await one.close();
  };

  try {
    const { plain, secure } = await openPorts(options, control, authority, opened);
    const { state } = options;
    if (state !== undefined) opened.push({ close: () => saveStateFile(control.cloud(), state) });
    const directory = await mkdtemp(join(tmpdir(), "alicred-simulate-"));
    opened.push({ close: () => rm(directory, { recursive: true, force: true }) });
    const tokenFile = await keepToken(cloud, samples, options, directory, opened);
    const url = reachable(plain, options);
    const httpsUrl = secure && reachable(secure, options);
    const addresses: Addresses = { url, secureHost: httpsUrl && new URL(httpsUrl).host };
    const clientFiles = await writeClientFiles(directory, certificate);
    const identityFiles = await writeIdentityFiles(directory, samples, addresses, tokenFile);
    const controlUrl = `${url}/_alicred`;
    const { key, ...others } = createVariables({
      addresses,
      samples,
      clientFiles,
      tokenFile,
      controlUrl,
      controlToken,
    });
    // A tape knows the real addresses alone.
    const variables = { ...others, key: tape === undefined ? key : {} };
    const scripts = await writeScripts(directory, variables);
    if (options.caOut !== undefined) await writeWhole(options.caOut, certificate, 0o644);
    if (options.envOut !== undefined)
      await writeEnvFile(options.envOut, { ...variables.reach, ...variables.key, ...variables.control });
    return {
      url,
      httpsUrl,
      controlUrl,
      controlToken,
      dashboardUrl: `${controlUrl}/#token=${controlToken}`,
      clock: { now: new Date(cloud.clock.now()).toISOString(), speed },
      samples,
      files: { ...clientFiles, ...identityFiles, tokenFile, scripts },
      variables,
      tape,
      cloud: control.cloud,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Keeps an OIDC token in a file, if the world has an issuer. @returns the path of the file. */
async function keepToken(
  cloud: Cloud,
  { oidc }: Samples,
  { tokenFile }: SimulateOptions,
  directory: string,
  opened: Opened[],
): Promise<string | undefined> {
  if (oidc === undefined) return undefined;
  const path = resolve(tokenFile ?? join(directory, "oidc", "token"));
  const { stop } = await writeTokenFile(cloud, {
    directory: dirname(path),
    name: basename(path),
    issuer: oidc.issuer,
  });
  opened.push({ close: stop });
  return path;
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
  authority: CertificateAuthority,
  opened: Opened[],
): Promise<{ readonly plain: ServedCloud; readonly secure: ServedCloud | undefined }> {
  const at = { hostname, allowNonLoopback, control };
  const plain = await serve(control.cloud, { ...at, port, proxyAuthority: authority });
  opened.push(plain);
  if (https === undefined) return { plain, secure: undefined };
  const secure = await serve(control.cloud, {
    ...at,
    authority,
    port: typeof https === "number" ? https : 0,
  });
  opened.push(secure);
  return { plain, secure };
}

async function readWorld(path: string): Promise<WorldDescription> {
  const text = await readGivenText(path);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new TypeError(simulateText().notJson(path));
  }
  try {
    return parseWorld(json);
  } catch (error) {
    throw error instanceof TypeError ? new TypeError(`${path}: ${error.message}`) : error;
  }
}

/** Address for clients: by the name for other machines, if it is served to them under one. */
function reachable({ url, port }: ServedCloud, { allowNonLoopback, host, name }: SimulateOptions): string {
  const [first] = name;
  if (allowNonLoopback && first !== undefined && !isLoopbackAddress(host))
    return `${new URL(url).protocol}//${first}:${port}`;
  return url.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:");
}

/** Names and addresses by which others reach this machine. */
function ownHosts(host: string): readonly string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list = []) => list)
    .map(({ address, family }) => (family === "IPv6" ? `[${address}]` : address));
  return [host, hostname(), ...addresses].map((name) => name.toLowerCase());
}
