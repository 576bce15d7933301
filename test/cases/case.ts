import type { Host } from "@alicred/core";
import type { Assert } from "./assert.ts";

/** The runtimes that every case runs in. workerd counts twice: bare, and with its Node compatibility layer. */
export const runtimeNames = [
  "node",
  "deno",
  "bun",
  "workerd",
  "workerd-nodejs-compat",
  "edge-runtime",
  "chromium",
] as const;

export type RuntimeName = (typeof runtimeNames)[number];

/** The input of a case: where it runs, a server to talk to, and portable assertions. */
export interface RuntimeTest extends Assert {
  readonly runtime: RuntimeName;
  /** The simulated cloud that the parent process serves, `http://127.0.0.1:PORT`: STS at `/sts/`. See `world.ts`. */
  readonly origin: string;
  /**
   * The runtime's own host adapter. Where there are files, its home folder holds an `.aliyun/config.json` with the
   * profiles of `configJson(origin)`.
   */
  readonly host: Host;
}

/** One case of the cross-runtime suite. It may use only what every runtime has. */
export interface RuntimeCase {
  /** Unique in the list. */
  readonly name: string;
  /**
   * Runtimes where the case cannot hold, each with the reason. The case still runs there and must fail: an
   * exception that is no longer true is a failure.
   */
  readonly except?: Partial<Readonly<Record<RuntimeName, string>>>;
  run(t: RuntimeTest): Promise<void>;
}
