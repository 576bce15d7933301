/**
 * A token in a file that is replaced ahead of its expiry, as in a pod of Kubernetes. For Node, Deno and Bun.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { writeTokenFile } from "@alicred/simulators/token-file";
 *
 * const file = await writeTokenFile(simulateCloud(), { directory: "/tmp/pod" });
 * process.env["ALIBABA_CLOUD_OIDC_TOKEN_FILE"] = file.path;
 * ```
 *
 * @module
 */
import { mkdir, mkdtemp, readlink, rename, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { CloudBase } from "../../cloud/cloud.ts";
import type { OidcMembers } from "../../services/oidc-issuer/mod.ts";

/** Options of {@link writeTokenFile}. */
export interface TokenFileOptions {
  /** Created if it does not exist. */
  readonly directory: string;
  /** Name of the file in it. Default `token`. */
  readonly name?: string | undefined;
  /** Which issuer of the cloud signs. Default: the first. */
  readonly issuer?: string | undefined;
  /** Beside and instead of the claims that the issuer gives; `null` leaves a claim out. */
  readonly claims?: Readonly<Record<string, unknown>> | undefined;
  /** Life of each token. Default 3600, at least 600 as in Kubernetes. */
  readonly lifetimeSeconds?: number | undefined;
}

/** A file whose token is kept fresh. */
export interface TokenFile {
  /** Give it to clients as `ALIBABA_CLOUD_OIDC_TOKEN_FILE`. */
  readonly path: string;
  /** Tokens written so far. */
  writes(): number;
  /**
   * Leaves the file as it is from now on.
   *
   * @throws what went wrong when a token could not be written.
   */
  stop(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

const DEFAULT_LIFETIME_SECONDS = 3600;
const MIN_LIFETIME_SECONDS = 600;
const MAX_AGE_MS = 86_400_000;
const DATA_LINK = "..data";
/** Enough to go back by some weeks. */
const MOST_KEPT = 1000;

/**
 * Writes a token, and a new one on the cloud's clock when 80 % of its life or a day have passed. Replaced as the kubelet does it, so that
 * a reader sees the old token or the new one: `token` leads through the link `..data` to a directory, and that link is renamed over the old one.
 * When the clock is put to another instant, the file soon holds a token of that time: `await cloud.clock.settle()` waits
 * for it. While `advance` passes over several of them and nobody else sleeps on the clock, just the last one is written.
 *
 * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken
 * @throws `TypeError` for a lifetime below ten minutes, or an issuer that does not exist.
 */
export async function writeTokenFile(
  cloud: CloudBase & OidcMembers,
  options: TokenFileOptions,
): Promise<TokenFile> {
  const { directory, name = "token", claims, lifetimeSeconds = DEFAULT_LIFETIME_SECONDS } = options;
  if (!(lifetimeSeconds >= MIN_LIFETIME_SECONDS))
    throw new TypeError(`lifetimeSeconds must be at least ${MIN_LIFETIME_SECONDS}: got ${lifetimeSeconds}`);
  const issuer = cloud.oidcIssuer(options.issuer);
  const everyMs = Math.min(lifetimeSeconds * 800, MAX_AGE_MS);
  /**
   * The latest last. Kept for when time goes back: to mint another token would draw a random text that was not drawn
   * then.
   */
  const minted: { readonly token: string; readonly atMs: number }[] = [];
  let waiting = new AbortController();
  let stopped = false;
  let writes = 0;

  /** Writes the token of the present. @returns the instant at which another is due. */
  async function write(): Promise<number> {
    const work = cloud.clock.begin();
    try {
      const nowMs = cloud.clock.now();
      while ((minted.at(-1)?.atMs ?? nowMs) > nowMs) minted.pop();
      let last = minted.at(-1);
      if (last === undefined || nowMs - last.atMs >= everyMs) {
        last = { token: await issuer.mint({ claims, lifetimeSeconds }), atMs: nowMs };
        minted.push(last);
        if (minted.length > MOST_KEPT) minted.shift();
      }
      const dueAtMs = last.atMs + everyMs;
      if (!isPassedOver(dueAtMs)) {
        await replace(directory, name, last.token);
        writes += 1;
      }
      return dueAtMs;
    } finally {
      work.end();
    }
  }

  /** Whether time is on its way past the next token, and nobody sleeps on the clock who might wake up and read this one. */
  function isPassedOver(nextDueAtMs: number): boolean {
    return nextDueAtMs <= (cloud.clock.advancingTo() ?? 0) && cloud.clock.pendingTimers() === 0;
  }

  async function keepFresh(dueAtMs: number): Promise<void> {
    for (let atMs = dueAtMs; ; atMs = await write()) {
      await cloud.clock.sleep(atMs - cloud.clock.now(), waiting.signal).catch(() => {});
      if (stopped) return;
      // Before the writing, so that a move in the middle of it has the file written again.
      waiting = new AbortController();
    }
  }

  const forget = cloud.clock.onMove(() => waiting.abort());

  async function stop(): Promise<void> {
    stopped = true;
    forget();
    waiting.abort();
    await running;
  }

  let firstDueAtMs: number;
  try {
    firstDueAtMs = await write();
  } catch (error) {
    forget();
    throw error;
  }
  const running = keepFresh(firstDueAtMs);
  running.catch(() => {}); // stop() tells it
  return { path: join(directory, name), writes: () => writes, stop, [Symbol.asyncDispose]: stop };
}

async function replace(directory: string, name: string, token: string): Promise<void> {
  await mkdir(directory, { recursive: true });
  const fresh = await mkdtemp(join(directory, "..token."));
  await writeFile(join(fresh, name), token, { mode: 0o600 });
  const old = await targetOf(join(directory, DATA_LINK));
  const link = join(directory, `${DATA_LINK}_tmp`);
  await rm(link, { force: true });
  await symlink(basename(fresh), link);
  await rename(link, join(directory, DATA_LINK));
  if (old !== undefined) await rm(join(directory, old), { recursive: true, force: true });
  if ((await targetOf(join(directory, name))) === undefined)
    await symlink(join(DATA_LINK, name), join(directory, name));
}

/** The target of a link; `undefined` if the link does not exist. */
async function targetOf(link: string): Promise<string | undefined> {
  try {
    return await readlink(link);
  } catch (error) {
    if ((error as { code?: unknown }).code === "ENOENT") return undefined;
    throw error;
  }
}
