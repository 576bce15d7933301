/**
 * Serves a simulated cloud on a port of this machine, on Node, Deno and Bun.
 * @module
 */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Http2ServerRequest, Http2ServerResponse } from "node:http2";
import { createServer } from "node:https";
import { isIP } from "node:net";
import { networkInterfaces } from "node:os";
import { createAdaptorServer } from "@hono/node-server";
import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { CloudBase } from "../../cloud/cloud.ts";
import { TransportFailure } from "../../cloud/faults/transport.ts";
import { isLoopback, readAtMost } from "../../cloud/request.ts";
import type { CertificateAuthority } from "./authority.ts";
import { withCors } from "./cors.ts";
import { createSecureFront } from "./secure.ts";

export {
  type CertificateAuthority,
  createCertificateAuthority,
  type KeyAndCertificate,
} from "./authority.ts";

/** A request and its reply, as Node has them. */
interface Exchanged {
  readonly incoming: IncomingMessage | Http2ServerRequest;
  readonly outgoing: ServerResponse | Http2ServerResponse;
}

/** Options of {@link serve}. */
export interface ServeOptions {
  /** Default 0: any free port. */
  readonly port?: number | undefined;
  /** Address to listen at. Default `127.0.0.1`. */
  readonly hostname?: string | undefined;
  /**
   * Serves addresses other than loopback. Anyone who reaches the port can then sign in as anyone in the simulated cloud.
   * Default false.
   */
  readonly allowNonLoopback?: boolean | undefined;
  /** Serves HTTPS, with certificates of this authority for the hosts that clients ask for. Default: plain HTTP. */
  readonly authority?: CertificateAuthority | undefined;
  /** Answers below `/_alicred/` at local hosts: an app of `createControl`. Default: nothing does. */
  readonly control?: { fetch(request: Request): Response | Promise<Response> } | undefined;
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
 * All services on one port: by their real host name in the Host header, by path prefix (`/sts/…`), and RPC calls also
 * at the bare `/`.
 *
 * @param cloud - or what gives the one to serve, asked for each request.
 * @throws `TypeError` for an address that is not loopback, unless that is allowed.
 */
export async function serve(
  cloud: CloudBase | (() => CloudBase),
  options: ServeOptions = {},
): Promise<ServedCloud> {
  const { port = 0, hostname = "127.0.0.1", allowNonLoopback = false, authority, control } = options;
  const urlHost = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  if (!allowNonLoopback && !isLoopback(urlHost)) {
    throw new TypeError(
      `${hostname} is not a loopback address: set allowNonLoopback to serve it nevertheless`,
    );
  }
  const current = typeof cloud === "function" ? cloud : () => cloud;
  const secure =
    authority && createSecureFront(current, authority, [...ownNames(hostname), ...hostsOfBun(current())]);

  async function answer(request: Request, { incoming, outgoing }: Exchanged): Promise<Response> {
    const host = request.headers.get("host") ?? "";
    if (control !== undefined && isControl(request) && current().isLocalHost(host))
      return control.fetch(request);
    const connection = {
      ...secure?.connection(incoming.socket),
      disconnect: () => disconnect(outgoing),
      readBody: (maxBytes: number) => readBody(request, incoming.headers["content-length"], maxBytes),
    };
    return withCors((received) => current().receive(received, connection))(request);
  }

  const server = createAdaptorServer({
    overrideGlobalObjects: false,
    ...(secure && { createServer, serverOptions: secure.options }),
    async fetch(request: Request, exchanged: Exchanged): Promise<Response> {
      try {
        return await answer(request, exchanged);
      } catch (error) {
        if (!(error instanceof TransportFailure) && !request.signal.aborted) throw error;
        exchanged.incoming.socket.destroy();
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
    url: `${secure ? "https" : "http"}://${urlHost}:${bound}`,
    port: bound,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A length that was announced has been held against the limit; without one, the body may have no end. */
function readBody(
  request: Request,
  length: string | undefined,
  maxBytes: number,
): Promise<ArrayBuffer | undefined> {
  return length === undefined ? readAtMost(request.body, maxBytes) : request.arrayBuffer();
}

/** Breaks the connection when what was written has gone out, so that the client sees the beginning of the reply. */
async function disconnect(outgoing: ServerResponse | Http2ServerResponse): Promise<void> {
  const { socket } = outgoing;
  while (!socket?.destroyed && (!outgoing.headersSent || (socket?.writableLength ?? 0) > 0))
    await new Promise((resolve) => setImmediate(resolve));
  socket?.destroy();
}

/** Names and addresses of this machine by which a client may have come. */
function ownNames(hostname: string): string[] {
  const everywhere = hostname === "0.0.0.0" || hostname === "::";
  const addresses = everywhere
    ? Object.values(networkInterfaces()).flatMap((list = []) => list.map(({ address }) => address))
    : [hostname];
  return [...new Set(["localhost", "127.0.0.1", "::1", ...addresses])];
}

/**
 * Bun asks for no certificate by the host that a client names, so the first one names them all; `tls-failure` then
 * breaks the connection later.
 */
function hostsOfBun(cloud: CloudBase): readonly string[] {
  return "bun" in process.versions ? cloud.serviceHosts() : [];
}

function isControl(request: Request): boolean {
  return /^\/_alicred(?:\/|$)/.test(new URL(request.url).pathname);
}
