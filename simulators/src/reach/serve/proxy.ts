import type { IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { CloudBase } from "../../cloud/cloud.ts";
import { nearest } from "../../cloud/names.ts";

/** The parts of a served cloud that its proxy leads to. */
export interface ProxyOptions {
  readonly cloud: () => CloudBase;
  /** Whether there are certificates: without them no tunnel is opened. */
  readonly hasAuthority: boolean;
  /** The port at 127.0.0.1 that answers TLS for a host, or plain HTTP. */
  openFront(host: string, isSecure: boolean): Promise<number>;
}

/** A server that says when a client asks for a tunnel. */
interface TunnelServer {
  on(
    event: "connect",
    listener: (request: IncomingMessage, socket: Duplex, head: Uint8Array) => void,
  ): unknown;
  prependListener(event: "request", listener: (request: IncomingMessage) => void): unknown;
}

/** Tunnels under way. */
export interface Proxy {
  /** Breaks all tunnels. */
  close(): void;
}

const TLS_HANDSHAKE = 0x16;
/** A name or an address, and a port: no user, no scheme, no second port. */
const AUTHORITY = /^([\w-]+(?:\.[\w-]+)*|\[[\da-f:.]+\]):(\d{1,5})$/i;

/**
 * Makes a server a proxy of HTTP: CONNECT leads to the services of the cloud, by TLS or plain HTTP as the client then
 * speaks, and every other host is refused with a reason, so that nothing ever leaves. Requests in absolute form are
 * answered as those of their host.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-connect
 */
export function makeProxy(server: TunnelServer, options: ProxyOptions): Proxy {
  const open = new Set<Duplex>();

  function keep(socket: Duplex): void {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
  }

  async function tunnel(socket: Duplex, host: string, head: Uint8Array): Promise<void> {
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    const first = head.length > 0 ? head : await firstBytes(socket);
    const port = await options.openFront(host, first[0] === TLS_HANDSHAKE);
    const onward = connect(port, "127.0.0.1");
    keep(onward);
    join(socket, onward);
    onward.write(first);
  }

  server.prependListener("request", nameHostOfTarget);
  server.on("connect", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    const [, host = "", port = ""] = AUTHORITY.exec(request.url ?? "") ?? [];
    const reason = reasonToRefuse(options, host, port);
    if (reason !== undefined) return refuse(options.cloud(), socket, request.url ?? "", reason);
    keep(socket);
    tunnel(socket, host.toLowerCase(), head).catch(() => socket.destroy());
  });
  return {
    close() {
      for (const socket of open) socket.destroy();
    },
  };
}

/** The host in the target of a request counts, whatever the header says: RFC 9112, 3.2.2. */
function nameHostOfTarget(request: IncomingMessage): void {
  const [, host] = /^https?:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(request.url ?? "") ?? [];
  if (host === undefined) return;
  const at = request.rawHeaders.findIndex((name, i) => i % 2 === 0 && name.toLowerCase() === "host");
  if (at < 0) request.rawHeaders.push("Host", host);
  else request.rawHeaders[at + 1] = host;
  request.headers.host = host;
}

function reasonToRefuse(
  { cloud, hasAuthority }: ProxyOptions,
  host: string,
  port: string,
): string | undefined {
  if (host === "" || Number(port) < 1 || Number(port) > 65_535)
    return "a tunnel leads to a host and a port, as in CONNECT sts.aliyuncs.com:443";
  const current = cloud();
  if (current.isLocalHost(host))
    return `${host} is this machine, and needs no proxy: set NO_PROXY=localhost,127.0.0.1 for this client`;
  if (!current.isServiceHost(host)) {
    const hint = nearest(host.toLowerCase(), current.serviceHosts());
    return `no simulated service at ${host}${hint ? `; near: ${hint}` : ""}, and this proxy leads nowhere else`;
  }
  return hasAuthority ? undefined : "this port has no certificates for tunnels: serve it with proxyAuthority";
}

/** The reason is also the reason phrase, because most clients show that and no body. */
function refuse(cloud: CloudBase, socket: Duplex, target: string, reason: string): void {
  const status = 403;
  const nowMs = cloud.clock.now();
  cloud.world.record({
    at: new Date(nowMs).toISOString(),
    service: "none",
    method: "CONNECT",
    host: target,
    path: "-",
    decision: "unmatched",
    status,
    reason,
  });
  const body = JSON.stringify({ error: "misdirected_request", reason });
  socket.end(
    [
      `HTTP/1.1 ${status} ${reason.replaceAll(/[^\x20-\x7e]/g, "?")}`,
      "Content-Type: application/json",
      `Content-Length: ${new TextEncoder().encode(body).length}`,
      `Date: ${new Date(nowMs + cloud.world.serverClockOffsetMs).toUTCString()}`,
      "Connection: close",
      "",
      body,
    ].join("\r\n"),
  );
}

function firstBytes(socket: Duplex): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    socket.once("close", () => reject(new Error("the client is gone")));
    socket.once("data", (bytes: Uint8Array) => {
      socket.pause();
      resolve(bytes);
    });
  });
}

/** Leads each to the other, and ends both as soon as one is closed. */
function join(socket: Duplex, onward: Socket): void {
  for (const [one, other] of [
    [socket, onward],
    [onward, socket],
  ] as const) {
    one.on("error", () => one.destroy());
    one.on("close", () => other.destroy());
    one.pipe(other);
  }
}
