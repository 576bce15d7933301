import { createServer, request } from "node:http";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Listener, listenForAnswer } from "../../src/commands/login/listener.ts";

// The listener to which a browser comes back: on loopback alone, deaf to everything but the answer that it waits for.

async function start(ports: readonly number[] = []): Promise<Listener & { abort(reason: Error): void }> {
  const controller = new AbortController();
  const listener = await listenForAnswer(
    {
      path: "/cli/callback",
      ports,
      isAnswer: (query) => query.get("state") === "right" && query.has("code"),
    },
    controller.signal,
  );
  onTestFinished(() => listener.close());
  return { ...listener, abort: (reason) => controller.abort(reason) };
}

function get(
  url: string,
  headers: Record<string, string> = {},
  method = "GET",
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    request(url, { headers, method }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += String(chunk)));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    })
      .on("error", reject)
      .end();
  });
}

describe("the listener of a login", () => {
  test("takes the answer, shows a page that loads nothing and has no secret, and is then over", async () => {
    const { redirectUri, answer, close } = await start();
    const { status, text } = await get(`${redirectUri}?code=SECRET&state=right`);
    expect(status).toBe(200);
    expect(text).toContain("You can close this page");
    expect(text).not.toMatch(/SECRET|right|src=|href=/);
    expect((await answer).get("code")).toBe("SECRET");
    close();
    await expect(get(redirectUri)).rejects.toThrow(/ECONNREFUSED|socket hang up/);
  });

  test.each([
    ["another state", "?code=c&state=forged", {}, "GET", 400],
    ["no state", "?code=c", {}, "GET", 400],
    [
      "another host, as of a page whose name leads here",
      "?code=c&state=right",
      { host: "evil.example" },
      "GET",
      404,
    ],
    ["a form", "?code=c&state=right", {}, "POST", 404],
    ["another path", "/../other?code=c&state=right", {}, "GET", 404],
  ])("%s is refused, and the wait continues", async (_what, rest, headers, method, status) => {
    const { redirectUri, answer } = await start();
    expect((await get(`${redirectUri}${rest}`, headers, method)).status).toBe(status);
    await get(`${redirectUri}?code=right-one&state=right`);
    expect((await answer).get("code")).toBe("right-one");
  });

  // Only Linux has further loopback addresses without setting them up.
  test.skipIf(process.platform !== "linux")("listens at its one address alone", async () => {
    const { redirectUri } = await start();
    const { hostname, port } = new URL(redirectUri);
    expect(hostname).toBe("127.0.0.1");
    const other = createServer();
    onTestFinished(() => void other.close());
    // A listener on all addresses would hold the port here too.
    await new Promise<void>((resolve, reject) => {
      other.once("error", reject);
      other.listen(Number(port), "127.0.0.2", resolve);
    });
  });

  test("takes the next port where one is taken", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void taken.close());
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { redirectUri } = await start([port]);
    expect(Number(new URL(redirectUri).port)).not.toBe(port);
  });

  test("ends with the reason of its signal", async () => {
    const { answer, abort } = await start();
    const reason = new Error("Ctrl+C");
    abort(reason);
    await expect(answer).rejects.toBe(reason);
  });
});
