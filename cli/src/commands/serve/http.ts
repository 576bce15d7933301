import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import { isIPv6 } from "node:net";
import { AlicredError, ConfigurationError } from "@alicred/core";
import { serveText } from "./text.ts";

/** A request, as routes see it. */
export interface Request {
  readonly method: string;
  /** The path as it came, without the query. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Reply {
  readonly status: number;
  readonly body: string;
  /** Default: `text/plain`. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ListenOptions {
  /** The address of this machine to listen at. */
  readonly host: string;
  /** 0: any port that is free. */
  readonly port: number;
  /** Other names and addresses by which clients may call it. Loopback ones and `host` are always among them. */
  readonly names?: readonly string[];
  /** The methods that the routes know. */
  readonly methods: readonly string[];
  readonly route: (request: Request) => Promise<Reply>;
}

/** A server that listens. */
export interface Listening {
  /** Such as `http://127.0.0.1:41234`. */
  readonly origin: string;
  /** Stops it, connections included. */
  close(): Promise<void>;
}

/** How long a client may take to send its request, in milliseconds. */
const REQUEST_TIMEOUT_MS = 10_000;

/**
 * Serves HTTP to the programs of this machine. A request whose `Host` is a name that nobody gave this server comes from a
 * web page that had its name point here, and is refused; so is one with an `Origin`, which web pages send.
 *
 * @throws {AlicredError} `PORT_UNAVAILABLE` for a port that is taken or needs rights; `ConfigurationError` for an address
 *   that this machine does not have.
 */
export async function listen(options: ListenOptions): Promise<Listening> {
  const { host, port, names = [], methods, route } = options;
  const hosts = new Set(
    [host, ...names, "127.0.0.1", "localhost", "[::1]"].map((name) => name.toLowerCase()),
  );
  const server = createServer(
    { requestTimeout: REQUEST_TIMEOUT_MS, maxHeaderSize: 16_384 },
    (incoming, response) => {
      const { method = "", url = "", headers } = incoming;
      const [path = ""] = url.split("?");
      incoming.resume();
      const refused = refusal(method, headers, hosts, methods);
      const reply = refused === undefined ? route({ method, path, headers }) : Promise.resolve(refused);
      reply.then(
        (each) => send(response, each),
        () => send(response, { status: 500, body: "" }),
      );
    },
  );
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(listenError(error, host, port)));
    server.listen({ host, port, exclusive: true }, resolve);
  });
  const address = server.address();
  const actual = typeof address === "object" && address !== null ? address.port : port;
  return {
    origin: `http://${isIPv6(host) ? `[${host}]` : host}:${actual}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refusal(
  method: string,
  headers: IncomingHttpHeaders,
  hosts: ReadonlySet<string>,
  methods: readonly string[],
): Reply | undefined {
  const name = (headers.host ?? "").toLowerCase().replace(/:\d+$/, "");
  if (!hosts.has(name)) return { status: 403, body: "This host is not served." };
  if (headers.origin !== undefined) return { status: 403, body: "Web pages are not served." };
  if (!methods.includes(method)) return { status: 405, body: "", headers: { Allow: methods.join(", ") } };
  return undefined;
}

function send(response: ServerResponse, { status, body, type = "text/plain", headers }: Reply): void {
  response.writeHead(status, {
    "Content-Type": `${type}; charset=utf-8`,
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    ...headers,
  });
  response.end(body);
}

function listenError(error: NodeJS.ErrnoException, host: string, port: number): AlicredError {
  const text = serveText();
  switch (error.code) {
    case "EADDRINUSE":
      return new AlicredError("PORT_UNAVAILABLE", text.portTaken(`${host}:${port}`));
    case "EACCES":
      return new AlicredError("PORT_UNAVAILABLE", text.portNeedsRights(`${host}:${port}`));
    default:
      return new ConfigurationError("INVALID_OPTION", text.noSuchAddress(host, error.code ?? ""));
  }
}
