import type { ClientConfig } from "./programs/answer.ts";

/** One way to get credentials, and what must come of it. */
export interface Mode {
  readonly name: string;
  /** Options given in code; none is the default chain. */
  readonly config: ClientConfig;
  /** Variables of the environment. `HOME_DIR` is filled in. */
  readonly env?: Readonly<Record<string, string>>;
  /** Files below the home folder. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whose credentials come out: the beginning of an ARN. */
  readonly identity?: string;
  /** Requests that are allowed on the way: host and operation. */
  readonly calls: readonly string[];
  /** The report that the program must give of a call to OSS. */
  readonly result?: string;
  /** Access keys that all must have signed a request that was allowed. */
  readonly accessKeys?: readonly string[];
  readonly bearerToken?: string;
  /** The client must fail, and say so. */
  readonly refuses?: true;
}
