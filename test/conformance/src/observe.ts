/**
 * Watching what a source does through its host, and in events.
 *
 * @module
 */
import type { Fetch, Host, ResolverEvent } from "@alicred/core";

/** The parts of its host that a source used. */
export interface Uses {
  /** Variables, files, requests and programs. */
  total: number;
  requests: number;
  /** Requests and writes that change something: `PUT https://vault.example`, `a file`. */
  readonly changes: string[];
  /** The addresses of the requests. */
  readonly addresses: string[];
  /** Whether a request would have followed a redirect, with its headers. */
  isFollowing: boolean;
}

/** Methods by which services only give, or issue sessions, which end by themselves. */
const HARMLESS: readonly string[] = ["GET", "HEAD", "POST"];

/**
 * A host that counts how it is used.
 *
 * @param harmless requests that change nothing, as `METHOD URL`
 */
export function observedHost(host: Host, harmless?: RegExp): readonly [Host, Uses] {
  const { env, files, processes } = host;
  const uses: Uses = { total: 0, requests: 0, changes: [], addresses: [], isFollowing: false };
  const counted =
    <Args extends readonly unknown[], Result>(use: (...args: Args) => Result) =>
    (...args: Args): Result => {
      uses.total += 1;
      return use(...args);
    };
  const fetch: Fetch = (url, init) => {
    uses.requests += 1;
    uses.addresses.push(url);
    uses.isFollowing ||= init.redirect !== "manual";
    const isHarmless = HARMLESS.includes(init.method) || harmless?.test(`${init.method} ${url}`);
    if (!isHarmless) uses.changes.push(`${init.method} ${new URL(url).origin}`);
    return host.fetch(url, init);
  };
  const { updateJson, readBytes } = files ?? {};
  const observed: Host = {
    ...host,
    fetch: counted(fetch),
    env: env && counted(env),
    files: files && {
      ...files,
      readText: counted(files.readText.bind(files)),
      readBytes: readBytes && counted(readBytes.bind(files)),
      updateJson:
        updateJson &&
        (async (...args) => {
          uses.changes.push("a file");
          return updateJson.apply(files, args);
        }),
    },
    processes: processes && { ...processes, run: counted(processes.run.bind(processes)) },
  };
  return [observed, uses];
}

/** A listener that keeps what it hears as text. */
export function eventText(): { readonly onEvent: (event: ResolverEvent) => void; text(): string } {
  const events: ResolverEvent[] = [];
  return { onEvent: (event) => void events.push(event), text: () => JSON.stringify(events) };
}
