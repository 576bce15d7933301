/**
 * Adapters for clients of Redis. They take the client as it is, by its shape: none is a dependency.
 *
 * @module
 */
import type { RunScript } from "./scripts.ts";

/** The part of a client of `ioredis` (5 and 6) or `iovalkey` that is used. */
export interface IoredisLike {
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** Scripts by `ioredis` or `iovalkey`. */
export function ioredisScripts(client: IoredisLike): RunScript {
  return (script, keys, args) => client.eval(script, keys.length, ...keys, ...args);
}

/** The part of a client of `redis` (node-redis 4 to 6) that is used. */
export interface NodeRedisLike {
  eval(script: string, options: { readonly keys: string[]; readonly arguments: string[] }): Promise<unknown>;
}

/** Scripts by `redis` (node-redis). */
export function nodeRedisScripts(client: NodeRedisLike): RunScript {
  return (script, keys, args) => client.eval(script, { keys: [...keys], arguments: [...args] });
}
