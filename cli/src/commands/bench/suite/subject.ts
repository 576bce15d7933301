/**
 * The subject of a scenario: anything that gets credentials from an upstream and keeps them.
 *
 * @module
 */

/** The credentials that the upstream of a scenario issues. Each set has another id. */
export interface Issued {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string;
  readonly expiration: Date;
}

/** Where a subject gets its credentials from. Each scenario slows it down, or breaks it, as it needs. */
export interface Setting {
  /** Asks the upstream in this process. Rejects with an `UpstreamFailure` while the upstream fails. */
  readonly issue: () => Promise<Issued>;
  /** The same upstream over HTTP, for subjects that bring their own client; only where the runner serves it. */
  readonly url: string;
}

/** One client, as a program holds it. */
export interface Client {
  /** Credentials, or whatever carries the id of those that were issued. */
  get(): Promise<unknown>;
  /** The cached ones, without waiting, where the subject can. */
  peek?(): unknown;
  close?(): void | Promise<void>;
}

/**
 * A cache of credentials, to be measured.
 *
 * @example
 * ```ts
 * export const subject: Subject = {
 *   name: "no cache at all",
 *   create: ({ issue }) => ({ get: () => issue() }),
 * };
 * ```
 */
export interface Subject {
  readonly name: string;
  /** A new client with an empty cache. */
  create(setting: Setting): Client | Promise<Client>;
  /** The id of what `get` gave. Default: its `accessKeyId`. */
  readonly idOf?: (value: unknown) => string;
  /**
   * How long before the expiry it begins to refresh, in milliseconds, where that is a constant, so that lives can be
   * made short enough to see it. Default: its windows are parts of the life, as those of alicred are.
   */
  readonly windowMs?: number;
  /** How long a refresh may take besides its call, in milliseconds, such as what a store adds. Default: 0. */
  readonly settleMs?: number;
}

/** The id of what `get` gave. */
export function idOf({ idOf: read }: Subject, value: unknown): string {
  return read === undefined ? String(Reflect.get(Object(value), "accessKeyId")) : read(value);
}
