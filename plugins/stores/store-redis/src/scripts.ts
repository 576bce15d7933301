/**
 * The store as scripts for Redis 6, Valkey and what speaks like them: each call is one script, and so one step.
 *
 * @module
 */
import type { SessionStore, StoreCall, StoredValue } from "@alicred/shared-cache";

/**
 * Runs a script, as `EVAL` does, on the node that has these keys. The keys of one call are in one slot.
 *
 * @returns the reply: a number, a text, `null`, or a list of them
 */
export type RunScript = (
  script: string,
  keys: readonly string[],
  args: readonly string[],
  call: StoreCall,
) => Promise<unknown>;

const READ = `return {redis.call("GET", KEYS[1]), redis.call("PTTL", KEYS[1])}`;

const LEASE = `
if redis.call("GET", KEYS[1]) == ARGV[1] then
  redis.call("PEXPIRE", KEYS[1], ARGV[2])
  return 1
end
if redis.call("SET", KEYS[1], ARGV[1], "NX", "PX", ARGV[2]) then return 1 end
return 0`;

const WRITE = `
if redis.call("GET", KEYS[1]) ~= ARGV[1] then return 0 end
redis.call("SET", KEYS[2], ARGV[2], "PX", ARGV[3])
redis.call("DEL", KEYS[1])
return 1`;

const COMPARE_AND_DELETE = `
if redis.call("GET", KEYS[1]) == ARGV[1] then return redis.call("DEL", KEYS[1]) end
return 0`;

/** @param prefix of the keys `PREFIX:{ID}:value` and `PREFIX:{ID}:lease`, which the braces put into one slot */
export function scriptStore(name: string, prefix: string, run: RunScript): SessionStore {
  const valueKey = (id: string): string => `${prefix}:{${id}}:value`;
  const leaseKey = (id: string): string => `${prefix}:{${id}}:lease`;
  return {
    name,
    async read(id, call): Promise<StoredValue | undefined> {
      const reply = await run(READ, [valueKey(id)], [], call);
      const [value, leftMs]: readonly unknown[] = Array.isArray(reply) ? reply : [];
      // A key that does not expire, which PTTL shows as -1, is not one that this store wrote.
      return typeof value === "string" && Number(leftMs) > 0 ? { value, leftMs: Number(leftMs) } : undefined;
    },
    lease: async (id, fence, leaseMs, call) =>
      Number(await run(LEASE, [leaseKey(id)], [fence, String(leaseMs)], call)) === 1,
    write: async (id, fence, value, keepMs, call) =>
      Number(await run(WRITE, [leaseKey(id), valueKey(id)], [fence, value, String(keepMs)], call)) === 1,
    release: async (id, fence, call) => void (await run(COMPARE_AND_DELETE, [leaseKey(id)], [fence], call)),
    remove: async (id, value, call) => void (await run(COMPARE_AND_DELETE, [valueKey(id)], [value], call)),
  };
}
