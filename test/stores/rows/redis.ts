import { setTimeout as sleep } from "node:timers/promises";
import { ioredisScripts, nodeRedisScripts, redisStore } from "@alicred/store-redis";
import { Redis } from "ioredis";
import { createClient } from "redis";
import { openProcesses } from "../processes.ts";
import { type ServerKind, startRedis } from "../redis-server.ts";
import { DIFFERENT_CLOCKS, type Row, type World } from "../row.ts";
import type { RedisClient } from "../worker.ts";

/** The server stands still for so long, as no client can end: by `CLIENT PAUSE`, which delays every command. */
const PAUSE_MS = 1_500;

/** The servers by their clients; the first is the one that the README begins with. */
export const redisRows: readonly Row[] = (["redis", "valkey"] as const).flatMap((kind) =>
  (["ioredis", "node-redis"] as const).map((by) => ({
    name: by === "ioredis" ? kind : `${kind} by ${by}`,
    start: () => start(kind, by),
  })),
);

async function start(kind: ServerKind, by: RedisClient): Promise<World> {
  const server = await startRedis(kind);
  const processes = await openProcesses({ kind: "redis", port: server.port, by });
  const admin = adminOf(server.port);
  const own = createClient({ socket: { host: "127.0.0.1", port: server.port } }).on("error", () => undefined);
  await own.connect();
  return {
    skewsMs: DIFFERENT_CLOCKS,
    hasProcesses: true,
    client: () => redisStore({ run: by === "ioredis" ? ioredisScripts(admin) : nodeRedisScripts(own) }),
    member: (options) => processes.start(options),
    async down() {
      await server.kill();
      return () => server.start();
    },
    async slow() {
      server.signal("SIGSTOP");
      return async () => server.signal("SIGCONT");
    },
    dump: () => dumpOf(admin),
    disturbances: {
      "CLIENT PAUSE": async () => {
        await admin.client("PAUSE", PAUSE_MS, "ALL");
        await sleep(PAUSE_MS);
      },
      FLUSHALL: async () => void (await admin.flushall()),
      "cut connections": async () => void (await admin.call("CLIENT", "KILL", "TYPE", "normal")),
      restart: async () => {
        await server.kill();
        await server.start();
      },
    },
    async close() {
      processes.close();
      admin.disconnect();
      own.destroy();
      await server.close();
    },
  };
}

/** A connection of the test's own, which waits until the server is there. */
export function adminOf(port: number): Redis {
  const admin = new Redis({ host: "127.0.0.1", port, maxRetriesPerRequest: null, retryStrategy: () => 50 });
  return admin.on("error", () => undefined);
}

export async function dumpOf(admin: Redis): Promise<string> {
  const keys = await admin.keys("*");
  return JSON.stringify(await Promise.all(keys.map(async (key) => [key, await admin.get(key)])));
}
