import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { upstashStore } from "@alicred/store-redis/upstash";
import type { Redis } from "ioredis";
import { openProcesses } from "../processes.ts";
import { startRedis } from "../redis-server.ts";
import { DIFFERENT_CLOCKS, type Row } from "../row.ts";
import { adminOf, dumpOf } from "./redis.ts";

const TOKEN = "test-token";

/** Upstash's HTTP API, in front of a real Redis. */
export const upstash: Row = {
  name: "upstash",
  async start() {
    const server = await startRedis();
    const admin = adminOf(server.port);
    let isSlow = false;
    const api = createServer((request, response) => {
      if (!isSlow) void answer(admin, request, response);
    });
    const listen = (port: number): Promise<void> =>
      new Promise((resolve) => api.listen(port, "127.0.0.1", resolve));
    await listen(0);
    const { port } = api.address() as AddressInfo;
    const place = { url: `http://127.0.0.1:${port}`, token: TOKEN };
    const processes = await openProcesses({ kind: "upstash", ...place });
    return {
      skewsMs: DIFFERENT_CLOCKS,
      hasProcesses: true,
      client: () => upstashStore(place),
      member: (options) => processes.start(options),
      async down() {
        api.close();
        api.closeAllConnections();
        return () => listen(port);
      },
      async slow() {
        isSlow = true;
        return async () => {
          isSlow = false;
          api.closeAllConnections();
        };
      },
      dump: () => dumpOf(admin),
      async close() {
        processes.close();
        api.close();
        api.closeAllConnections();
        admin.disconnect();
        await server.close();
      },
    };
  },
};

/** As the documents of the API say: a command as a list, and an object with `result` or `error`. */
async function answer(redis: Redis, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const send = (status: number, content: object): void =>
    void response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(content));
  let body = "";
  for await (const chunk of request) body += chunk;
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return send(401, { error: "WRONGPASS" });
  const [command = "", ...args] = JSON.parse(body) as string[];
  try {
    send(200, { result: await redis.call(command, ...args) });
  } catch (thrown) {
    send(400, { error: String(thrown) });
  }
}
