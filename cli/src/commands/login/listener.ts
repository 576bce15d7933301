import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AuthorizationRequest } from "@alicred/plugin-kit";
import { language } from "../../terminal/language.ts";
import { loginText } from "./text.ts";

/** A listener on this machine that waits for a browser to come back. */
export interface Listener {
  readonly redirectUri: string;
  /** The answer, once it has come. Rejects with the signal's reason. */
  readonly answer: Promise<URLSearchParams>;
  close(): void;
}

/** Loopback alone: nobody else on the network can bring an answer. */
const LOOPBACK = "127.0.0.1";

/** Listens for the answer to an authorization, on the first of its ports that is free. */
export async function listenForAnswer(
  { path, ports, isAnswer }: Pick<AuthorizationRequest, "path" | "ports" | "isAnswer">,
  signal: AbortSignal,
): Promise<Listener> {
  let settle: {
    readonly resolve: (query: URLSearchParams) => void;
    readonly reject: (reason: unknown) => void;
  };
  const answer = new Promise<URLSearchParams>((resolve, reject) => {
    settle = { resolve, reject };
  });
  // Nobody may be waiting yet.
  answer.catch(() => undefined);
  const onAbort = (): void => settle.reject(signal.reason);
  signal.addEventListener("abort", onAbort, { once: true });
  const server = createServer((request, response) => {
    const query = queryOf(request, path, portOf(server));
    if (query === undefined) reply(response, 404, "lost");
    else if (isAnswer(query)) {
      response.once("close", () => settle.resolve(query));
      reply(response, 200, query.has("error") ? "refused" : "done");
    } else reply(response, 400, "wrongState");
  });
  await listen(server, [...ports, 0]);
  return {
    redirectUri: `http://${LOOPBACK}:${portOf(server)}${path}`,
    answer,
    close() {
      signal.removeEventListener("abort", onAbort);
      server.close();
      server.closeAllConnections();
    },
  };
}

/** The query of the request that a browser comes back with; `undefined` for any other request. */
function queryOf(
  { method, url, headers }: IncomingMessage,
  path: string,
  port: number,
): URLSearchParams | undefined {
  // A page elsewhere, whose name leads to this machine, sends its own name.
  if (method !== "GET" || headers.host !== `${LOOPBACK}:${port}`) return undefined;
  const [pathname, query] = (url ?? "").split("?", 2);
  return pathname === path ? new URLSearchParams(query) : undefined;
}

function reply(response: ServerResponse, status: number, outcome: keyof typeof pages): void {
  const text = pages[outcome]();
  response.writeHead(status, {
    "content-type": "text/html; charset=utf-8",
    "content-security-policy": "default-src 'none'",
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    connection: "close",
  });
  response.end(
    `<!doctype html><html lang="${language()}"><meta charset="utf-8"><title>alicred</title><h1>alicred</h1><p>${text}</p></html>\n`,
  );
}

const pages = {
  done: () => loginText().pageDone,
  refused: () => loginText().pageRefused,
  wrongState: () => loginText().pageWrongState,
  lost: () => loginText().pageLost,
};

async function listen(server: Server, ports: readonly number[]): Promise<void> {
  for (const port of ports) {
    try {
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
          server.off("error", reject);
          resolve();
        });
      });
      return;
    } catch (thrown) {
      // Taken, or reserved for somebody else: the next one. Of the last, any free port, there is no next.
      if (port === 0) throw thrown;
    }
  }
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}
