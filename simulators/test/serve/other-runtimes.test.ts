import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:https";
import { connect } from "node:net";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { askOver, openTunnel } from "../support/proxy.ts";
import { type Keys, v3Request } from "../support/sign.ts";
import { assumeAdmin, startTimestamp, whoAmI } from "../support/worlds.ts";

interface Announcement {
  readonly url: string;
  readonly alice: Keys;
  readonly certificate?: string;
}

interface Running extends Announcement {
  /** Reads its next line. */
  line(): Promise<unknown>;
  /** Ends it, for what it says then. */
  end(): Promise<readonly (readonly [string, number | null])[]>;
}

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const program = path("../support/serve-program.ts");
const commands = {
  deno: [path("../../../node_modules/.bin/deno"), "run", "--quiet", "--no-prompt", "--allow-all", program],
  bun: [path("../../../node_modules/.bin/bun"), program],
} as const;

let child: ChildProcessWithoutNullStreams | undefined;

afterEach(() => {
  child?.kill();
  child = undefined;
});

async function start(runtime: keyof typeof commands, ...args: readonly string[]): Promise<Running> {
  const [command, ...rest] = commands[runtime];
  const started = spawn(command, [...rest, ...args]);
  child = started;
  let complaints = "";
  started.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaints += text;
  });
  const lines = createInterface(started.stdout)[Symbol.asyncIterator]();
  const line = async (): Promise<unknown> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${runtime} ended without a word: ${complaints}`);
    return JSON.parse(value);
  };
  const announced = (await line()) as Announcement;
  return {
    ...announced,
    line,
    async end() {
      started.stdin.end();
      const told = (await line()) as Awaited<ReturnType<Running["end"]>>;
      const [code] = started.exitCode === null ? await once(started, "exit") : [started.exitCode];
      expect([code, complaints]).toEqual([0, ""]);
      return told;
    },
  };
}

function signed(params: Record<string, string>, { url, alice }: Running, nonce: string): Request {
  return v3Request({ keys: alice, params, endpoint: `${url}/`, timestamp: startTimestamp, nonce });
}

describe.each(["deno", "bun"] as const)("a cloud served by %s", (runtime) => {
  it("answers, breaks connections and bodies, and ends hanging requests, as on Node", async () => {
    const served = await start(runtime);
    const reply = await fetch(signed(assumeAdmin, served, "1"));
    expect(reply.headers.get("date")).toBe("Wed, 07 Jan 2026 08:00:00 GMT");
    expect(await reply.json()).toMatchObject({ Credentials: { Expiration: "2026-01-07T09:00:00Z" } });
    await expect(fetch(`${served.url}/sts/?Action=AssumeRoleWithSAML`)).rejects.toThrow(TypeError);

    const document = await fetch(`${served.url}/credentials-uri/reader`);
    expect(document.status).toBe(200);
    await expect(document.text()).rejects.toThrow(TypeError);

    const gaveUp = new AbortController();
    const hanging = fetch(`${served.url}/latest/meta-data/`, { signal: gaveUp.signal });
    hanging.catch(() => {});
    expect(await served.line()).toBe("hanging");
    gaveUp.abort(new Error("gave up"));
    await expect(hanging).rejects.toThrow("gave up");

    expect((await fetch(signed(whoAmI, served, "2"))).status).toBe(200);
    // When a runtime notices that a client is gone differs.
    expect((await served.end()).map(String).sort()).toEqual([
      "allowed,200",
      "allowed,200",
      "allowed,200",
      "failed,",
      "failed,",
    ]);
  });

  it("answers at real host names over TLS", async () => {
    const served = await start(runtime, "https");
    const { port } = new URL(served.url);
    const agent = new Agent({ keepAlive: false });
    const status = await new Promise((resolve, reject) => {
      const host = "sts.cn-hangzhou.aliyuncs.com";
      const target = {
        host: "127.0.0.1",
        port,
        servername: host,
        headers: { host },
        path: "/?Action=GetCallerIdentity",
      };
      request({ ...target, agent, ca: served.certificate }, (answer) => {
        answer.resume().on("end", () => resolve(answer.statusCode));
      })
        .on("error", reject)
        .end();
    });
    expect(status).toBe(400);
    expect(await served.end()).toEqual([["denied", 400]]);
  });

  it("is a proxy that leads to real host names over TLS, and nowhere else", async () => {
    const { url, certificate = "", end } = await start(runtime, "proxy");
    const port = Number(new URL(url).port);
    for (const host of ["sts.aliyuncs.com", "simulated-bucket.oss-cn-hangzhou.aliyuncs.com"]) {
      const { socket } = await openTunnel(port, `${host}:443`);
      expect(await askOver(socket, `https://${host}/x`, certificate)).toMatch(/^HTTP\/1.1 4\d\d /);
    }
    expect((await openTunnel(port, "example.com:443")).head).toContain("403 no simulated service");
    const plain = connect(port, "127.0.0.1");
    plain.write("GET http://credentials.simulated.example/none HTTP/1.1\r\nHost: localhost\r\n\r\n");
    expect(String(await once(plain, "data"))).toMatch(/^HTTP\/1.1 404 /);
    plain.destroy();
    expect(await end()).toEqual([
      ["unmatched", 404],
      ["denied", 403],
      ["unmatched", 403],
      ["denied", 404],
    ]);
  });
});
