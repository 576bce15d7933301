import { setTimeout as sleep } from "node:timers/promises";
import { ioredisScripts, redisStore } from "@alicred/store-redis";
import { Redis } from "ioredis";
import { openProcesses } from "../processes.ts";
import { startRedis } from "../redis-server.ts";
import { DIFFERENT_CLOCKS, type Row } from "../row.ts";

/** The server stands still for so long, as no client can end: by `CLIENT PAUSE`, which delays every command. */
const PAUSE_MS = 1_500;

export const redis: Row = {
  name: "redis",
  async start() {
    const server = await startRedis();
    const processes = await openProcesses({ kind: "redis", port: server.port });
    const admin = adminOf(server.port);
    return {
      skewsMs: DIFFERENT_CLOCKS,
      hasProcesses: true,
      client: () => redisStore({ run: ioredisScripts(admin) }),
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
        await server.close();
      },
    };
  },
};

/** A connection of the test's own, which waits until the server is there. */
export function adminOf(port: number): Redis {
  const admin = new Redis({ host: "127.0.0.1", port, maxRetriesPerRequest: null, retryStrategy: () => 50 });
  return admin.on("error", () => undefined);
}

export async function dumpOf(admin: Redis): Promise<string> {
  const keys = await admin.keys("*");
  return JSON.stringify(await Promise.all(keys.map(async (key) => [key, await admin.get(key)])));
}
