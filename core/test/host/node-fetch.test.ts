import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { nodeHost } from "../../src/host/node.ts";
import { canUseProxy } from "../../src/host/node-proxy.ts";
import { createContext, type FetchResponse, sendRequest } from "../../src/mod.ts";
import { CANARY, renderings } from "../support/canary.ts";
import { rejection } from "../support/outcome.ts";

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A port that was free a moment ago. */
async function unusedPort(): Promise<number> {
  const server = createTcpServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Says whether the server has seen the end of a connection. */
function watchedConnection(): { close(): void; isClosed(): boolean; closed(): Promise<void> } {
  let isClosed = false;
  return {
    close: () => {
      isClosed = true;
    },
    isClosed: () => isClosed,
    closed: () => expect.poll(() => isClosed, { message: "the connection is closed" }).toBe(true),
  };
}

const { fetch } = nodeHost();

function get(url: string, signal: AbortSignal = new AbortController().signal): Promise<FetchResponse> {
  return fetch(url, { method: "GET", headers: {}, redirect: "manual", signal });
}

async function textOf({ body }: FetchResponse): Promise<string> {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) return text;
    text += decoder.decode(value, { stream: true });
  }
}

describe("fetch of the node host", () => {
  it("sends method, path, headers and body", async () => {
    const url = await serve((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += String(chunk)));
      request.on("end", () => {
        const { method, url: path, headers } = request;
        response.end(
          JSON.stringify({ method, path, header: headers["x-a"], length: headers["content-length"], body }),
        );
      });
    });
    const { signal } = new AbortController();
    const init = {
      method: "POST",
      headers: { "X-A": "1" },
      body: "dé=jà",
      redirect: "manual" as const,
      signal,
    };
    const reply = await fetch(`${url}/p/a?q=1`, init);
    expect(reply.status).toBe(200);
    expect(JSON.parse(await textOf(reply))).toEqual({
      method: "POST",
      path: "/p/a?q=1",
      header: "1",
      length: "7",
      body: "dé=jà",
    });
  });

  it("gives headers in any case, several values as one, and null for none", async () => {
    const url = await serve((_, response) => {
      response.setHeader("X-Request-Id", "r-1");
      response.setHeader("Set-Cookie", ["a=1", "b=2"]);
      response.setHeader("X-Many", ["1", "2"]);
      response.end();
    });
    const { headers } = await get(url);
    expect(headers.get("x-request-ID")).toBe("r-1");
    expect(headers.get("set-cookie")).toBe("a=1, b=2");
    expect(headers.get("x-many")).toBe("1, 2");
    expect(headers.get("x-none")).toBeNull();
    expect(Date.parse(headers.get("date") ?? "")).not.toBeNaN();
  });

  it("follows no redirect", async () => {
    const paths: unknown[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(302, { location: "/elsewhere" }).end("moved");
    });
    expect((await get(url)).status).toBe(302);
    expect(paths).toEqual(["/"]);
  });

  it.each([204, 304])("reads a %i without a body", async (status) => {
    const url = await serve((_, response) => response.writeHead(status).end());
    const reply = await get(url);
    expect([reply.status, await textOf(reply)]).toEqual([status, ""]);
  });

  it("lets go of a body that is cancelled", async () => {
    const connection = watchedConnection();
    const url = await serve((_, response) => {
      response.on("close", connection.close);
      response.write("x".repeat(1000));
    });
    const { body } = await get(url);
    expect(connection.isClosed()).toBe(false);
    await body?.getReader().cancel();
    await connection.closed();
  });

  it("ends with its signal before the reply", async () => {
    const url = await serve(() => controller.abort());
    const controller = new AbortController();
    expect((await rejection(get(url, controller.signal))).name).toBe("AbortError");
  });

  it("ends with its signal in the middle of the body", async () => {
    const url = await serve((_, response) => void response.write("half"));
    const controller = new AbortController();
    const reader = (await get(url, controller.signal)).body?.getReader();
    expect(new TextDecoder().decode((await reader?.read())?.value)).toBe("half");
    const failure = rejection(reader?.read() ?? Promise.resolve());
    controller.abort();
    // As Node versions name it.
    expect(["ECONNRESET", "ABORT_ERR"]).toContain((await failure).code);
  });

  it("takes a switch of protocols as a reply without a body, and closes the connection", async () => {
    const server = createServer();
    servers.push(server);
    const connection = watchedConnection();
    server.on("connection", (socket) => {
      socket.on("data", () =>
        socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n"),
      );
      socket.on("close", connection.close).on("error", () => undefined);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const reply = await get(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    expect([reply.status, reply.body]).toEqual([101, null]);
    await connection.closed();
  });

  it.each([
    ["a status of 000", "HTTP/1.1 000 \r\ncontent-length: 0\r\n\r\n", "HPE_INVALID_STATUS"],
    ["no reply at all", "", "ECONNRESET"],
  ])("fails for %s", async (_, text, code) => {
    const server = createTcpServer((socket) => {
      socket.on("error", () => undefined).once("data", () => socket.end(text));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await rejection(get(url))).toMatchObject({ code });
  });

  it("fails with the code of the system when nobody listens", async () => {
    const port = await unusedPort();
    expect(await rejection(get(`http://127.0.0.1:${port}`))).toMatchObject({ code: "ECONNREFUSED" });
  });
});

describe("sendRequest on the node host", () => {
  function send(url: string, policy: Parameters<typeof sendRequest>[2]): ReturnType<typeof sendRequest> {
    const context = createContext({ host: nodeHost(), signal: new AbortController().signal });
    return sendRequest(context, () => ({ method: "GET", url }), policy);
  }

  it("caps the body and closes the connection", async () => {
    const connection = watchedConnection();
    const url = await serve((_, response) => {
      response.on("close", connection.close);
      const more = (): void => {
        if (response.destroyed) return;
        response.write("x".repeat(16_384));
        setImmediate(more);
      };
      more();
    });
    expect((await rejection(send(url, { maxBytes: 50_000 }))).code).toBe("RESPONSE_TOO_LARGE");
    await connection.closed();
  });

  it("closes the connection of a refused redirect", async () => {
    const connection = watchedConnection();
    const url = await serve((_, response) => {
      response.on("close", connection.close);
      response.writeHead(307, { location: "/elsewhere" }).write("and on it goes");
    });
    expect((await rejection(send(url, {}))).code).toBe("REDIRECT_REFUSED");
    await connection.closed();
  });

  it("names a connection that broke off in the middle of the body", async () => {
    const url = await serve((_, response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("half", () => response.destroy());
    });
    const error = await rejection(send(url, { retries: 0 }));
    expect(error).toMatchObject({ code: "NETWORK_ERROR", retryable: true });
    expect(error.message).toContain("ECONNRESET");
  });

  it("gives up a server that is silent", async () => {
    const url = await serve(() => undefined);
    const error = await rejection(send(url, { retries: 0, attemptTimeoutMs: 30 }));
    expect(error).toMatchObject({ code: "UPSTREAM_TIMEOUT", retryable: true });
  });

  it("names a refused connection", async () => {
    const origin = `http://127.0.0.1:${await unusedPort()}`;
    const error = await rejection(send(`${origin}/path`, { retries: 0 }));
    expect(error).toMatchObject({ code: "NETWORK_ERROR", systemCode: "ECONNREFUSED" });
    expect(error.message).toBe(
      `${origin} could not be reached (ECONNREFUSED). Check the address and the network.`,
    );
  });

  describe("with a proxy for HTTPS", () => {
    // Older versions of Node have no agent that obeys the variables, so the tests of one are skipped there.
    const canProxy = canUseProxy(process.versions.node);
    const asked: (string | undefined)[] = [];
    let address: string;

    beforeEach(async () => {
      asked.length = 0;
      const proxy = createServer();
      servers.push(proxy);
      proxy.on("connect", ({ url }, socket) => {
        asked.push(url);
        socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
      });
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
      address = `127.0.0.1:${(proxy.address() as AddressInfo).port}`;
      for (const name of ["HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy"]) vi.stubEnv(name, "");
    });
    afterEach(() => vi.unstubAllEnvs());

    // Node before 22.21 cannot, and its own fetch could not either.
    it.skipIf(!canProxy)("goes through it, except to the hosts of NO_PROXY", async () => {
      vi.stubEnv("https_proxy", address);
      await rejection(get("https://sts.example.test/"));
      vi.stubEnv("NO_PROXY", "other.example.test");
      await rejection(get("https://other.example.test/"));
      expect(asked).toEqual(["sts.example.test:443"]);
    });

    it.skipIf(!canProxy)("names the proxy that refuses, without its password", async () => {
      vi.stubEnv("HTTPS_PROXY", `http://me:${CANARY}@${address}`);
      const error = await rejection(send("https://sts.example.test/", { retries: 0 }));
      expect(error).toMatchObject({ code: "NETWORK_ERROR", systemCode: "ERR_PROXY_TUNNEL" });
      expect(error.message).toContain(`through the proxy ${address} of HTTPS_PROXY (ERR_PROXY_TUNNEL 407)`);
      for (const text of renderings(error)) expect(text).not.toContain(CANARY);
    });

    it.skipIf(!canProxy)("refuses one of a kind that it cannot use", async () => {
      vi.stubEnv("HTTPS_PROXY", `socks5://${address}`);
      const error = await rejection(send("https://sts.example.test/", { retries: 0 }));
      expect(error).toMatchObject({ code: "INVALID_CONFIGURATION" });
      expect(asked).toEqual([]);
    });

    it.runIf(!canProxy)("says that it was ignored, where this Node cannot use it", async () => {
      vi.stubEnv("HTTPS_PROXY", address);
      const error = await rejection(send(`https://127.0.0.1:${await unusedPort()}/`, { retries: 0 }));
      expect(error.message).toContain(`(ECONNREFUSED), and the proxy ${address} of HTTPS_PROXY was ignored`);
      expect(asked).toEqual([]);
    });
  });
});
