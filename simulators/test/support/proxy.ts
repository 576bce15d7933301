import { connect, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";

/** An answer to CONNECT: its head, what followed it, and the connection. */
export interface Tunnel {
  readonly head: string;
  readonly body: string;
  readonly socket: Socket;
}

/** Asks a proxy for a tunnel, by TLS when there is an authority to trust. */
export function openTunnel(port: number, target: string, certificate?: string): Promise<Tunnel> {
  return new Promise((resolve, reject) => {
    const host = "127.0.0.1";
    const socket =
      certificate === undefined ? connect(port, host) : connectTls({ port, host, ca: certificate });
    socket.write(`CONNECT ${target} HTTP/1.1\r\nHost: ${target}\r\n\r\n`);
    let text = "";
    const read = (bytes: Uint8Array): void => {
      text += new TextDecoder("latin1").decode(bytes);
      const [head = "", body] = text.split("\r\n\r\n");
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (body === undefined || body.length < length) return;
      socket.off("data", read);
      resolve({ head, body, socket });
    };
    socket.on("data", read);
    socket.on("error", reject);
  });
}

/** Sends a request over a connection, by TLS when there is an authority to trust. Resolves with the whole reply. */
export function askOver(socket: Socket, url: string, certificate?: string): Promise<string> {
  const { host, hostname, pathname, search } = new URL(url);
  return new Promise((resolve, reject) => {
    const stream =
      certificate === undefined ? socket : connectTls({ socket, servername: hostname, ca: certificate });
    let text = "";
    stream.on("data", (bytes: Uint8Array) => {
      text += new TextDecoder().decode(bytes);
    });
    stream.on("error", reject);
    stream.on("close", () => resolve(text));
    stream.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
  });
}
