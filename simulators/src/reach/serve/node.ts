/**
 * Serves a simulated cloud on a port of this machine, on Node, Deno and Bun.
 *
 * @example
 * ```ts
 * import { simulateCloud } from "@alicred/simulators";
 * import { serve } from "@alicred/simulators/serve";
 *
 * const served = await serve(simulateCloud());
 * console.log(served.url); // http://127.0.0.1:41234
 * await served.close();
 * ```
 *
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
import { makeProxy } from "./proxy.ts";
import { createSecureFront, type SecureFront } from "./secure.ts";

export {
  type CertificateAuthority,
  createCertificateAuthority,
  type KeyAndCertificate,
} from "./authority.ts";
export { nodePreload } from "./node-preload.ts";
export { sendTo } from "./send-to.ts";
export { javaTrustStore } from "./trust-store.ts";

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
  /**
   * Makes the port a proxy for HTTPS too: CONNECT leads to the services, with certificates of this authority, and is refused for
   * every other host. Default: `authority`. Without one, it is a proxy for plain HTTP alone.
   */
  readonly proxyAuthority?: CertificateAuthority | undefined;
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
 * at the bare `/`. The port is also a proxy that leads to these services and nowhere else.
 *
 * @param cloud - or what gives the one to serve, asked for each request.
 * @throws `TypeError` for an address that is not loopback, unless that is allowed.
 */
export async function serve(
  cloud: CloudBase | (() => CloudBase),
  options: ServeOptions = {},
): Promise<ServedCloud> {
  const { port = 0, hostname = "127.0.0.1", allowNonLoopback = false, authority, control } = options;
  const { proxyAuthority = authority } = options;
  const urlHost = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  if (!allowNonLoopback && !isLoopback(urlHost)) {
    throw new TypeError(
      `${hostname} is not a loopback address: set allowNonLoopback to serve it nevertheless`,
    );
  }
  const current = typeof cloud === "function" ? cloud : () => cloud;
  const names = [...ownNames(hostname), ...hostsOfBun(current())];
  const {
    server,
    port: bound,
    close: closeServer,
  } = await listen(current, {
    port,
    hostname,
    ...(authority && { secure: createSecureFront(current, authority, names) }),
    control,
  });
  const fronts = new Map<string, Promise<Listening>>();
  const proxy = makeProxy(server, {
    cloud: current,
    hasAuthority: proxyAuthority !== undefined,
    async openFront(host, isSecure) {
      // One front knows the certificates of all hosts, except in Bun.
      const name = isSecure ? `tls ${isBun() ? host : ""}` : "plain";
      const front =
        fronts.get(name) ??
        listen(current, {
          port: 0,
          hostname: "127.0.0.1",
          ...(isSecure && proxyAuthority && { secure: createSecureFront(current, proxyAuthority, [host]) }),
        });
      fronts.set(name, front);
      return (await front).port;
    },
  });

  async function close(): Promise<void> {
    proxy.close();
    const opened = await Promise.all(fronts.values());
    await Promise.all([closeServer(), ...opened.map((front) => front.close())]);
  }

  return {
    url: `${authority ? "https" : "http"}://${urlHost}:${bound}`,
    port: bound,
    close,
    [Symbol.asyncDispose]: close,
  };
}

/** A port that answers for a cloud. */
interface Listening {
  readonly server: ReturnType<typeof createAdaptorServer>;
  readonly port: number;
  close(): Promise<void>;
}

/** Where and how a port answers. */
interface ListenOptions extends Pick<ServeOptions, "control"> {
  readonly port: number;
  readonly hostname: string;
  /** Absent for plain HTTP. */
  readonly secure?: SecureFront;
}

async function listen(
  current: () => CloudBase,
  { port, hostname, secure, control }: ListenOptions,
): Promise<Listening> {
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
  return {
    server,
    port: typeof address === "object" && address !== null ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        if ("closeAllConnections" in server) server.closeAllConnections();
      }),
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
  // At least once: what was read from the body just now is not written yet.
  do await new Promise((resolve) => setImmediate(resolve));
  while (!socket?.destroyed && (!outgoing.headersSent || (socket?.writableLength ?? 0) > 0));
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
  return isBun() ? cloud.serviceHosts() : [];
}

function isBun(): boolean {
  return "bun" in process.versions;
}

function isControl(request: Request): boolean {
  return /^\/_alicred(?:\/|$)/.test(new URL(request.url).pathname);
}
