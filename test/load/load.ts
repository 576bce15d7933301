// Many clients at one cloud for a long time: what the cloud holds must not grow with the calls.
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { defaultWorld, simulateCloud } from "@alicred/simulators";
import { v1Request } from "../../simulators/test/support/sign.ts";

export interface LoadOptions {
  readonly clients: number;
  /** Calls of each client in a round. */
  readonly calls: number;
  readonly rounds: number;
  /** Called after each round, with the calls until then. */
  onRound?(mebibytes: number, done: number): void;
}

export interface LoadReport {
  /** The heap in use after each round, in MiB, garbage collected. */
  readonly heap: readonly number[];
  readonly allowed: number;
  /** Calls that were answered otherwise than by 200. */
  readonly refused: number;
}

/** Twenty minutes pass with each round, after which sessions of a quarter of an hour and nonces are let go. */
const ROUND = "20m";
/** Each so many calls a client assumes a role, and between them says who it is. */
const SESSION_EVERY = 10;

export async function runLoad({ clients, calls, rounds, onRound }: LoadOptions): Promise<LoadReport> {
  const cloud = simulateCloud({
    world: { ...defaultWorld, sts: { requestsPerMinute: 1_000_000_000 } },
    journalLimit: 1000,
  });
  const own = cloud.accessKey("alice");
  const role = { RoleArn: "acs:ram::1000000000000001:role/admin", DurationSeconds: "900" };
  const heap: number[] = [];
  let allowed = 0;
  let refused = 0;

  async function client(name: string): Promise<void> {
    const timestamp = `${new Date(cloud.clock.now()).toISOString().slice(0, 19)}Z`;
    let keys: typeof own & { readonly securityToken?: string } = own;
    for (let call = 0; call < calls; call++) {
      const isNew = call % SESSION_EVERY === 0;
      const params = isNew
        ? { Action: "AssumeRole", RoleSessionName: name, ...role }
        : { Action: "GetCallerIdentity" };
      const nonce = `${name}-${heap.length}-${call}`;
      const reply = await cloud.fetch(
        v1Request({ keys: isNew ? own : keys, params, timestamp, nonce, method: "GET" }),
      );
      const { Credentials: issued } = (await reply.json()) as { Credentials?: Record<string, string> };
      if (reply.status === 200) allowed += 1;
      else refused += 1;
      if (issued !== undefined)
        keys = {
          accessKeyId: issued["AccessKeyId"] ?? "",
          accessKeySecret: issued["AccessKeySecret"] ?? "",
          securityToken: issued["SecurityToken"] ?? "",
        };
    }
  }

  for (let round = 0; round < rounds; round++) {
    await Promise.all(Array.from({ length: clients }, (_, i) => client(`client-${i}`)));
    await cloud.advance(ROUND);
    heap.push(heapUsed());
    onRound?.(heap.at(-1) ?? 0, allowed + refused);
  }
  return { heap, allowed, refused };
}

/** The growth of the heap from the second third of the rounds to the last; it goes up and down as expired things are let go. */
export function growth(heap: readonly number[]): number {
  const third = Math.floor(heap.length / 3);
  return Math.max(...heap.slice(-third)) - Math.max(...heap.slice(third, 2 * third));
}

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

function heapUsed(): number {
  collect();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}
