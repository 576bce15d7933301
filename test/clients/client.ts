/** A client in a language, ready to be run. */
export interface Client {
  /** Such as `node @alicloud/credentials 2.4.7`. */
  readonly name: string;
  /** Which modes it is asked for. */
  readonly modes: (typeof kinds)[number];
  /** The program; the configuration is added as its last argument. */
  readonly command: readonly [string, ...string[]];
  /** Beside the variables of the mode, with `CA_FILE`, `TRUST_STORE` and `HOME_DIR` filled in. */
  readonly env: Readonly<Record<string, string>>;
  /** Variables that send it through a proxy, with `PROXY_URL`, `PROXY_PORT` and `NODE_PRELOAD` filled in. */
  readonly proxyEnv: Readonly<Record<string, string>>;
  /** The command that makes it trust an authority; `CA_FILE` is filled in. */
  readonly trust?: readonly [string, ...string[]];
}

/** The kinds of {@link Client.modes}. */
export const kinds = ["credentials", "profiles", "sts", "oss", "openapi"] as const;

/** Clients that are ready, and why others are not. */
export interface Plan {
  readonly clients: readonly Client[];
  readonly missing: readonly string[];
  /** Why tools that nobody can be asked to have are left out. */
  readonly leftOut: readonly string[];
}

/** How the clients reach the cloud: its names lead to it, or nothing but a proxy does. */
export const ways = ["names", "proxy"] as const;

/** One of {@link ways}. */
export type Way = (typeof ways)[number];
