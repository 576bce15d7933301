/**
 * `Host`: the capabilities of a runtime, injected into the kernel and, through it, into every source.
 *
 * @module
 */

import type { Credentials } from "./credentials.ts";
import type { AlicredError } from "./errors.ts";
import type { EventListener } from "./events.ts";
import type { Notes } from "./trace.ts";

/** Everything that a source may ask of the runtime. A capability that the runtime lacks is absent. */
export interface Host {
  /** A name for messages: `node`, `deno`, `workerd`, … Nothing may branch on it. */
  readonly runtime: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** That many random bytes of cryptographic quality. */
  readonly random: (length: number) => Uint8Array;
  /**
   * A number in [0, 1) for the spread of pauses and refreshes, which anybody may guess. Absent: made of `random`, whose
   * first call takes Node milliseconds.
   */
  readonly jitter?: (() => number) | undefined;
  /** Absent, as on a `webHost`: signatures use the digests of WebCrypto, which are the same and wait for a task each. */
  readonly digests?: Digests | undefined;
  /** An environment variable, or `undefined` when it is unset or may not be read. */
  readonly env?: ((name: string) => string | undefined) | undefined;
  /**
   * Why a variable counts as unset although it may be set, such as a missing permission, and what to do; `undefined`
   * for one that may be read. Messages say so beside what was looked for. Absent: every variable may be read.
   */
  readonly whyUnread?: ((name: string) => string | undefined) | undefined;
  readonly files?: Files | undefined;
  readonly processes?: Processes | undefined;
  /** The user's home folder, or `undefined` when there is none. */
  readonly homeDirectory?: (() => string | undefined) | undefined;
  /**
   * Whether the process ends soon, as a command does, so that what is kept only in its memory is lost. Sources then
   * spend no one-time token whose successor cannot be written to its file. Default: false.
   */
  readonly shortLived?: boolean | undefined;
  /** Keeps the current request's work alive until a promise settles, where the runtime ends requests early. */
  readonly waitUntil?: ((promise: Promise<unknown>) => void) | undefined;
  /**
   * Whether promises and timers belong to the request that made them and die with it, as on workerd. The refresh
   * cache then shares no promise between callers: they watch the refresh, and one takes over when it has died.
   */
  readonly requestScoped?: boolean | undefined;
  /**
   * Absent: errors of other code say only which source threw; and nothing warns of a key that cannot be one, or of a
   * variable that may not be read.
   */
  readonly diagnostics?: Diagnostics | undefined;
  /**
   * Makes the listener of a resolver from the program's own, if it has one, for a host that does more with events: those of
   * Node, Deno and Bun print them where `ALICRED_DEBUG` asks for it. Absent, or for `undefined`: the program's own.
   */
  readonly listener?: ((own: EventListener | undefined) => EventListener | undefined) | undefined;
}

/**
 * Helps people to understand an error or a trace; no program needs it to run. Hosts have `diagnostics` of
 * `@alicred/core/diagnostics`, except a bare `webHost`: there errors of other code have their name, code and frames, but
 * not their message. Each part but the errors may be absent, and is then not done.
 */
export interface Diagnostics {
  /**
   * The host as sources get it, always the same for the same one: what they read through it is kept as a secret, as are
   * those of the credentials that are held.
   */
  watched?(host: Host, held?: Credentials): Host;
  /** Keeps the secrets of what a source answered, and notes warnings about parts that cannot be what a service issued. */
  examine?(host: Host, credentials: Credentials, notes: Notes): void;
  /** The error for what a source threw that is no error of alicred. It shows no secret, and nothing that looks like one. */
  foreignError(host: Host, thrown: unknown, source: string): AlicredError;
  /** Each thing that a source looked for, and why it may not read it. */
  lookedFor?(host: Host, things: readonly string[]): readonly string[];
}

/** The time and a way to wait. A test's virtual clock has the same shape. */
export interface Clock {
  /** The wall clock, in epoch milliseconds. It may be set at any moment. */
  now(): number;
  /**
   * A clock that only goes forward, in milliseconds from any start, for spans. It may stand still while the machine
   * sleeps. Absent: the wall clock serves, and spans are as wrong as it is when it is set.
   */
  monotonic?(): number;
  /** Resolves after `ms`; rejects with the signal's reason, and leaves no timer, when the signal aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** Digests by the runtime's own library, which may answer at once, as WebCrypto cannot. Texts are hashed as UTF-8. */
export interface Digests {
  sha256(data: string | Uint8Array, encoding: DigestEncoding): string | Promise<string>;
  /** HMAC by a key that is not empty, prepared once for any number of texts. */
  hmac(hash: "SHA-1" | "SHA-256", key: string | Uint8Array): Mac | Promise<Mac>;
}

/** The HMAC of a text by a key. */
export type Mac = (text: string, encoding: DigestEncoding) => string | Promise<string>;

/** Lower-case hexadecimal digits, or Base64 with padding. */
export type DigestEncoding = "hex" | "base64";

/** Timers count in 31 bits in every runtime, and fire at once for anything longer. */
export const LONGEST_TIMER_MS = 2_147_483_647;

/** Files. */
export interface Files {
  /**
   * The text of a file, or `undefined` when there is no such file. Bytes that are not UTF-8 become U+FFFD.
   *
   * @throws {ConfigurationError} `FILE_UNREADABLE` when it cannot be read, or holds more than `maxBytes`.
   */
  readText(path: string, maxBytes: number): Promise<string | undefined>;
  /**
   * The bytes of a file, as `readText` reads them, for what must know whether they are clean UTF-8. Absent: this host
   * has only the text.
   *
   * @throws {ConfigurationError} `FILE_UNREADABLE`, as above.
   */
  readonly readBytes?: ((path: string, maxBytes: number) => Promise<Uint8Array | undefined>) | undefined;
  /**
   * Changes values of a JSON file under a lock that every process respects and that spans reading, `change` and
   * writing. The file is replaced in one step and readable only by its owner; what no edit names stays as it is,
   * including order and white space. A missing file reads as an empty string. Absent: this host cannot write.
   *
   * @param change makes the edits for the text of the file; without edits it stays as it is. It may be called again if
   *   something that ignores the lock changed the file meanwhile.
   * @throws {ConfigurationError} `FILE_UNWRITABLE` when the file or its folder cannot be written; `FILE_UNREADABLE`.
   * @throws {UnavailableError} `FILE_LOCKED` when another process holds the lock for too long.
   */
  readonly updateJson?:
    | ((path: string, change: JsonChange, options: UpdateOptions) => Promise<void>)
    | undefined;
}

export type JsonChange = (text: string) => Promise<readonly JsonEdit[]>;

/** One value of a JSON file. */
export interface JsonEdit {
  /** The keys and indices that lead to it. */
  readonly path: readonly (string | number)[];
  /** The new value; `undefined` removes it. */
  readonly value: unknown;
}

export interface UpdateOptions {
  readonly maxBytes: number;
  /** Ends the wait for the lock. A change that has begun is completed. */
  readonly signal?: AbortSignal | undefined;
}

/** Child processes, without a shell. */
export interface Processes {
  /** How people write a command line here: with the escapes of POSIX shells, or those of Windows. Default: `posix`. */
  readonly commandLine?: "posix" | "windows" | undefined;
  /**
   * Runs a program to its end, its standard error passed through. It does not outlive the process that started it, as
   * far as that learns of its own end.
   *
   * @throws {AlicredError} `PROCESS_FAILED` when it cannot be started, or was ended (with its children, as far as the
   *   runtime can) for taking longer than `timeoutMs` or printing more than `maxBytes`.
   */
  run(argv: readonly [string, ...string[]], options: RunOptions): Promise<ProcessResult>;
}

export interface RunOptions {
  readonly timeoutMs: number;
  readonly maxBytes: number;
  readonly signal?: AbortSignal | undefined;
  /** Variables that the program gets besides those that it inherits. */
  readonly env?: Readonly<Record<string, string>> | undefined;
  /**
   * Whether it runs while something else has the terminal: it gets an empty input, its standard error is dropped, and
   * where the runtime can, it has no terminal to ask at. Default: false.
   */
  readonly unattended?: boolean | undefined;
}

export interface ProcessResult {
  readonly exitCode: number;
  readonly stdout: string;
}

/** The part of `fetch` that alicred uses; every runtime's global `fetch` is one. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly redirect: "manual";
  readonly signal: AbortSignal;
}

export interface FetchResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  readonly body: { getReader(): BodyReader } | null;
}

export interface BodyReader {
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  cancel(): Promise<void>;
}

/** Reads the variables that an object has, such as a Worker's `env`; a value that is not text counts as unset. */
export function variablesIn(env: object): (name: string) => string | undefined {
  return (name) => {
    const value = (env as Readonly<Record<string, unknown>>)[name];
    return typeof value === "string" ? value : undefined;
  };
}

/** A random number in [0, 1) that nothing depends on being secret. */
export function randomFraction(host: Host): number {
  return host.jitter?.() ?? host.random(4).reduce((sum, byte) => (sum + byte) / 256, 0);
}
