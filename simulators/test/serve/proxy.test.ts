import { connect } from "node:net";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { type Cloud, simulateCloud } from "../../src/mod.ts";
import { createControl } from "../../src/reach/control/mod.ts";
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type ServeOptions,
  serve,
} from "../../src/reach/serve/node.ts";
import { askOver, openTunnel, type Tunnel } from "../support/proxy.ts";

let authority: CertificateAuthority;

beforeAll(async () => {
  authority = await createCertificateAuthority();
});

interface Started {
  readonly cloud: Cloud;
  readonly port: number;
  close(): Promise<void>;
  tunnel(target: string): Promise<Tunnel>;
  /** Sends a head as it is. */
  raw(head: readonly string[]): Promise<string>;
}

async function start(options: ServeOptions = { proxyAuthority: authority }): Promise<Started> {
  const cloud = simulateCloud();
  const { port, close } = await serve(cloud, options);
  onTestFinished(close);
  return {
    cloud,
    port,
    close,
    async tunnel(target) {
      const opened = await openTunnel(port, target);
      onTestFinished(() => void opened.socket.destroy());
      return opened;
    },
    raw: (head) =>
      new Promise((resolve, reject) => {
        const socket = connect(port, "127.0.0.1", () => socket.write(`${head.join("\r\n")}\r\n\r\n`));
        let text = "";
        socket.on("data", (bytes) => {
          text += String(bytes);
        });
        socket.on("close", () => resolve(text));
        socket.on("error", reject);
      }),
  };
}

describe("a tunnel", () => {
  it.each([
    "https://sts.aliyuncs.com/?Action=GetCallerIdentity",
    "https://sts-vpc.cn-hangzhou.aliyuncs.com/?Action=GetCallerIdentity",
    "https://signin-cn-shanghai.alibabacloudsso.com/",
    "https://simulated-bucket.oss-cn-hangzhou.aliyuncs.com/none.txt",
  ])("leads to %s with its certificate", async (url) => {
    const { cloud, tunnel } = await start();
    const { host } = new URL(url);
    const { head, socket } = await tunnel(`${host}:443`);
    expect(head).toBe("HTTP/1.1 200 Connection Established");
    expect(await askOver(socket, url, authority.certificate)).toMatch(/^HTTP\/1.1 4\d\d /);
    expect(cloud.journal.entries()).toMatchObject([{ host }]);
  });

  it("carries plain HTTP where the client speaks it, as fetch behind a proxy does", async () => {
    const { cloud, tunnel } = await start();
    const { socket } = await tunnel("100.100.100.200:80");
    const reply = await askOver(socket, "http://100.100.100.200/latest/meta-data/region-id");
    expect(reply).toMatch(/^HTTP\/1.1 200 .*cn-hangzhou$/s);
    expect(cloud.journal.entries()).toMatchObject([{ service: "ecs-metadata", host: "100.100.100.200" }]);
  });

  it("is opened by a port that speaks TLS, too", async () => {
    const { port } = await start({ authority });
    const { head, socket } = await openTunnel(port, "sts.aliyuncs.com:443", authority.certificate);
    expect(head).toBe("HTTP/1.1 200 Connection Established");
    expect(await askOver(socket, "https://sts.aliyuncs.com/", authority.certificate)).toContain("400");
  });

  it.each([
    ["example.com:443", "no simulated service at example.com, and this proxy leads nowhere else"],
    ["sts.aliyun.com:443", "no simulated service at sts.aliyun.com; near: sts.aliyuncs.com"],
    ["127.0.0.1:3000", "127.0.0.1 is this machine, and needs no proxy: set NO_PROXY=localhost,127.0.0.1"],
    ["[::1]:3000", "[::1] is this machine"],
    ["sts.aliyuncs.com:70000", "a tunnel leads to a host and a port"],
    ["sts.aliyuncs.com:0", "a tunnel leads to a host and a port"],
    ["sts.aliyuncs.com:443:443", "a tunnel leads to a host and a port"],
    ["user@sts.aliyuncs.com:443", "a tunnel leads to a host and a port"],
    ["https://sts.aliyuncs.com:443", "a tunnel leads to a host and a port"],
  ])("to %s is refused, and the client is told why", async (target, reason) => {
    const { cloud, tunnel } = await start();
    const { head, body } = await tunnel(target);
    expect(head.split("\r\n")[0]).toContain(`HTTP/1.1 403 ${reason}`);
    expect(JSON.parse(body)).toEqual({
      error: "misdirected_request",
      reason: expect.stringContaining(reason),
    });
    expect(cloud.journal.entries()).toMatchObject([
      { service: "none", method: "CONNECT", host: target, decision: "unmatched", status: 403 },
    ]);
  });

  it("is refused without certificates", async () => {
    const { tunnel } = await start({});
    expect((await tunnel("sts.aliyuncs.com:443")).head).toContain("serve it with proxyAuthority");
  });

  it("has the handshake fail where a fault says so", async () => {
    const { cloud, tunnel } = await start();
    cloud.faults.add({ kind: "tls-failure", service: "sts", times: 1 });
    const ask = async (): Promise<string> => {
      const { socket } = await tunnel("sts.aliyuncs.com:443");
      return askOver(socket, "https://sts.aliyuncs.com/", authority.certificate);
    };
    await expect(ask()).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(await ask()).toContain("HTTP/1.1 400");
  });

  it("ends with the server", async () => {
    const { close, tunnel } = await start();
    const { socket } = await tunnel("sts.aliyuncs.com:443");
    const ended = new Promise((resolve) => socket.on("close", resolve));
    await close();
    await ended;
  });

  it("does not outlive a client that leaves without a word", async () => {
    const { port, tunnel } = await start();
    (await tunnel("sts.aliyuncs.com:443")).socket.destroy();
    const { socket } = await openTunnel(port, "sts.aliyuncs.com:443");
    expect(await askOver(socket, "https://sts.aliyuncs.com/", authority.certificate)).toContain("400");
  });
});

describe("a request in absolute form", () => {
  it("is for the host of its target, whatever the header says", async () => {
    const { cloud, raw } = await start();
    const target = "http://100.100.100.200/latest/meta-data/region-id";
    const reply = await raw([`GET ${target} HTTP/1.1`, "Host: sts.aliyuncs.com", "Connection: close"]);
    expect(reply).toMatch(/cn-hangzhou$/);
    expect(cloud.journal.entries()).toMatchObject([{ service: "ecs-metadata", host: "100.100.100.200" }]);
  });

  it("needs no header to name its host", async () => {
    const { raw } = await start();
    const reply = await raw([`GET http://100.100.100.200/latest/meta-data/region-id HTTP/1.0`]);
    expect(reply).toMatch(/cn-hangzhou$/);
  });

  it("reaches no other host, and not the control API by another's name", async () => {
    const control = createControl(simulateCloud(), { token: "a-token-of-this-test" });
    const { raw } = await start({ control });
    const headers = ["Authorization: Bearer a-token-of-this-test", "Connection: close"];
    for (const host of ["evil.example", "user@evil.example"])
      expect(
        await raw([`GET http://${host}/_alicred/clock HTTP/1.1`, "Host: localhost", ...headers]),
      ).toMatch(/^HTTP\/1.1 421 .*no simulated service at evil\.example/s);
    const mine = await raw([
      "GET http://localhost/_alicred/clock HTTP/1.1",
      "Host: evil.example",
      ...headers,
    ]);
    expect(mine).toMatch(/^HTTP\/1.1 200 /);
  });
});
