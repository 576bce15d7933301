/**
 * Serves a simulated cloud on a port of this machine, on Node.
 * @module
 */

import type { IncomingMessage } from "node:http";
import type { Http2ServerRequest } from "node:http2";
import { createAdaptorServer } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Cloud } from "../cloud.ts";
import { TransportFailure } from "../faults/transport.ts";
import { withCors } from "./cors.ts";

/** Options of {@link serve}. */
export interface ServeOptions {
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** Default `127.0.0.1`. */
  readonly hostname?: string | undefined;
  /** Serves addresses other than loopback. Whoever reaches the port can then sign in as anyone in the simulated cloud. Default false. */
  readonly allowNonLoopback?: boolean | undefined;
}

/** A cloud on a port. */
export interface ServedCloud {
  /** Such as `http://127.0.0.1:41234`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Stops listening and breaks open connections. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * All services on one port: by their real host name in the Host header, by path prefix (`/sts/…`), and RPC calls also at the bare `/`.
 *
 * @throws `TypeError` for an address that is not loopback, unless that is allowed.
 */
export async function serve(cloud: Cloud, options: ServeOptions = {}): Promise<ServedCloud> {
  const { port = 0, hostname = "127.0.0.1", allowNonLoopback = false } = options;
  if (!allowNonLoopback && !/^(?:127(?:\.\d{1,3}){3}|::1|localhost)$/.test(hostname)) {
    throw new TypeError(
      `${hostname} is not a loopback address: set allowNonLoopback to serve it nevertheless`,
    );
  }
  const handle = withCors((request) => cloud.fetch(request));
  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    async fetch(
      request: Request,
      { incoming }: { incoming: IncomingMessage | Http2ServerRequest },
    ): Promise<Response> {
      try {
        return await handle(request);
      } catch (error) {
        if (!(error instanceof TransportFailure) && !request.signal.aborted) throw error;
        incoming.socket.destroy();
        return RESPONSE_ALREADY_SENT;
      }
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, resolve);
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      if ("closeAllConnections" in server) server.closeAllConnections();
    });
  return {
    url: `http://${hostname.includes(":") ? `[${hostname}]` : hostname}:${bound}`,
    port: bound,
    close,
    [Symbol.asyncDispose]: close,
  };
}
