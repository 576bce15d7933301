// The upstream of a scenario over HTTP, as each library's own service would answer it.
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Serving } from "../../cli/src/commands/bench/suite/scenario.ts";
import type { Issued } from "../../cli/src/commands/bench/suite/subject.ts";
import type { TimeMachine } from "../../cli/src/commands/bench/suite/time-machine.ts";
import { type Upstream, UpstreamFailure } from "../../cli/src/commands/bench/suite/upstream.ts";

/** @param nowMs the service's time */
type Shape = (issued: Issued, nowMs: number) => unknown;

const withoutFraction = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, "Z");

/** Replies by the beginning of the path. */
const SHAPES: Readonly<Record<string, Shape>> = {
  "/alicloud": ({ accessKeyId, accessKeySecret, securityToken, expiration }) => ({
    Code: "Success",
    AccessKeyId: accessKeyId,
    AccessKeySecret: accessKeySecret,
    SecurityToken: securityToken,
    Expiration: withoutFraction(expiration),
  }),
  "/aws": ({ accessKeyId, accessKeySecret, securityToken, expiration }) => ({
    AccessKeyId: accessKeyId,
    SecretAccessKey: accessKeySecret,
    Token: securityToken,
    Expiration: expiration.toISOString(),
  }),
  "/computeMetadata": ({ securityToken, expiration }, nowMs) => ({
    access_token: securityToken,
    expires_in: Math.floor((expiration.getTime() - nowMs) / 1000),
    token_type: "Bearer",
  }),
};

export async function serveUpstream(upstream: Upstream, machine: TimeMachine): Promise<Serving> {
  const server = createServer(({ url = "" }, response) => void answer(url, response));
  async function answer(url: string, response: ServerResponse): Promise<void> {
    const [, shape] = Object.entries(SHAPES).find(([path]) => url.startsWith(path)) ?? [];
    // The service's own clock, which is right.
    const date = new Date(machine.wallMs()).toUTCString();
    const headers = { date, "metadata-flavor": "Google", "content-type": "application/json" };
    try {
      const issued = await upstream.issue();
      response.writeHead(200, headers).end(JSON.stringify(shape?.(issued, machine.wallMs())));
    } catch (thrown) {
      response.writeHead(thrown instanceof UpstreamFailure ? thrown.status : 500, headers).end("{}");
    }
  }
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) =>
    server.listen({ port: 0, host: "127.0.0.1", backlog: 20_000 }, resolve),
  );
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
