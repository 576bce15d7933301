// A process that shares a session, told by lines of JSON what to do.
import { createInterface } from "node:readline";
import { nodeHost } from "@alicred/core/host/node";
import type { SessionStore } from "@alicred/shared-cache";
import { fileStore } from "@alicred/store-file";
import { ioredisScripts, nodeRedisScripts, redisStore } from "@alicred/store-redis";
import { upstashStore } from "@alicred/store-redis/upstash";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { createMember, type Member, type MemberOptions } from "./member.ts";

/** How a process reaches a store. */
export type StorePlace =
  | { readonly kind: "file"; readonly folder: string }
  | { readonly kind: "redis"; readonly port: number; readonly by: RedisClient }
  | { readonly kind: "upstash"; readonly url: string; readonly token: string };

/** The clients of Redis that the store is run with. */
export type RedisClient = "ioredis" | "node-redis";

/** A line of input. Each is answered by one line, in order. */
export type Command =
  | { readonly do: "open"; readonly options: MemberOptions }
  | { readonly do: "get"; readonly callers: number }
  | { readonly do: "run"; readonly callers: number; readonly everyMs: number; readonly forMs: number }
  | { readonly do: "invalidate" };

// Nobody listens any more.
process.stdout.on("error", () => process.exit(0));

const host = nodeHost({ env: {} });
const store = storeAt(JSON.parse(process.argv[2] ?? "") as StorePlace);
let member: Member | undefined;

for await (const line of createInterface({ input: process.stdin })) {
  const answer = await obey(JSON.parse(line) as Command);
  process.stdout.write(`${JSON.stringify(answer ?? null)}\n`);
}
process.exit(0);

async function obey(command: Command): Promise<unknown> {
  switch (command.do) {
    case "open":
      await member?.close();
      member = createMember(store, host, command.options);
      return undefined;
    case "get":
      return member?.get(command.callers);
    case "run":
      return member?.run(command.callers, command.everyMs, command.forMs);
    case "invalidate":
      return member?.invalidate();
  }
}

function storeAt(place: StorePlace): SessionStore {
  if (place.kind === "file") return fileStore(place);
  if (place.kind === "upstash") return upstashStore(place);
  // As their users have them: with all that makes them hang.
  const at = { host: "127.0.0.1", port: place.port };
  if (place.by === "ioredis") {
    const client = new Redis(at).on("error", () => undefined);
    return redisStore({ run: ioredisScripts(client) });
  }
  const client = createClient({ socket: at }).on("error", () => undefined);
  client.connect().catch(() => undefined);
  return redisStore({ run: nodeRedisScripts(client) });
}
