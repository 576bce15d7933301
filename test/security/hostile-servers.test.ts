// Servers that mean harm, over real connections: a reply costs neither memory nor time beyond its limits.
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { createServer as createTcpServer, type Server } from "node:net";
import { gzipSync } from "node:zlib";
import { AlicredError, createContext, sendRequest } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { expect, onTestFinished, test } from "vitest";

const LIMIT_MS = 300;
const MAX_BYTES = 65_536;
const MOST_GROWTH_BYTES = 64 * 1024 * 1024;

async function listen(server: Server, sockets: ReadonlySet<Socket>): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

/** A server of raw bytes: what it writes once a request has begun. */
function raw(answer: (socket: Socket) => void): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("data", () => answer(socket));
  });
  return listen(server, sockets);
}

function http(listener: RequestListener): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer({ maxHeaderSize: 1_000_000 }, listener);
  server.on("connection", (socket) => sockets.add(socket));
  return listen(server, sockets);
}

/** Writes again and again until the client has gone. */
function forever(write: (socket: Socket) => void, everyMs: number): (socket: Socket) => void {
  return (socket) => {
    const timer = setInterval(() => write(socket), everyMs);
    socket.on("close", () => clearInterval(timer));
  };
}

const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024));
const head = "HTTP/1.1 200 OK\r\n";

const servers: Readonly<Record<string, () => Promise<string>>> = {
  "a bomb of gzip": () =>
    http((_request, response) => response.writeHead(200, { "content-encoding": "gzip" }).end(bomb)),
  "a body that never ends, in chunks": () =>
    raw((socket) => {
      socket.write(`${head}transfer-encoding: chunked\r\n\r\n`);
      forever((each) => each.write(`4000\r\n${"x".repeat(0x4000)}\r\n`), 1)(socket);
    }),
  "a body of a byte now and then": () =>
    raw((socket) => {
      socket.write(`${head}content-length: 100000\r\n\r\n`);
      forever((each) => each.write("x"), 20)(socket);
    }),
  "headers that never end": () =>
    raw((socket) => {
      socket.write(head);
      forever((each) => each.write(`x-filler-${Math.random()}: ${"x".repeat(1_000)}\r\n`), 1)(socket);
    }),
  "one header of a megabyte": () =>
    raw((socket) => void socket.write(`${head}x-filler: ${"x".repeat(1_000_000)}\r\n\r\n`)),
  "answers of 100 and 103 for ever": () =>
    raw(forever((socket) => socket.write("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n"), 1)),
  "a length that is a lie": () => raw((socket) => void socket.end(`${head}content-length: 10\r\n\r\n{}`)),
  "two lengths that differ": () =>
    raw((socket) => void socket.end(`${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{}x`)),
  "something else than HTTP": () => raw((socket) => void socket.end("220 smtp.evil.test ESMTP\r\n")),
  "a redirect to the metadata service": () =>
    raw(
      (socket) => void socket.end("HTTP/1.1 302 Found\r\nlocation: http://100.100.100.200/latest/\r\n\r\n"),
    ),
  "a redirect with a body that never ends": () =>
    raw((socket) => {
      socket.write(
        "HTTP/1.1 307 Temporary Redirect\r\nlocation: /again\r\ntransfer-encoding: chunked\r\n\r\n",
      );
      forever((each) => each.write("1\r\nx\r\n"), 1)(socket);
    }),
};

test.each(Object.entries(servers))("%s is a typed error, within the limits", async (_what, start) => {
  const url = await start();
  const context = createContext({ host: nodeHost({ env: {} }), signal: new AbortController().signal });
  const before = process.memoryUsage().rss;
  const policy = { attemptTimeoutMs: LIMIT_MS, timeoutMs: 2 * LIMIT_MS, maxBytes: MAX_BYTES, retries: 0 };
  const outcome = await sendRequest(context, () => ({ method: "GET", url }), policy).catch(
    (thrown: unknown) => thrown,
  );
  expect(outcome).toBeInstanceOf(AlicredError);
  expect(outcome).toHaveProperty(
    "code",
    expect.stringMatching(
      /^(RESPONSE_TOO_LARGE|UPSTREAM_TIMEOUT|NETWORK_ERROR|REDIRECT_REFUSED|RESPONSE_MALFORMED)$/,
    ),
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(MOST_GROWTH_BYTES);
});
