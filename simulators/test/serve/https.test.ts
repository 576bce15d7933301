import { X509Certificate } from "node:crypto";
import { Agent, type RequestOptions, request } from "node:https";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type CertificateAuthority, createCertificateAuthority, serve } from "../../src/reach/serve/node.ts";
import { createClient } from "../support/worlds.ts";

let authority: CertificateAuthority;
const open: (() => Promise<void> | void)[] = [];

beforeAll(async () => {
  authority = await createCertificateAuthority();
});

afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

interface Answer {
  readonly status: number | undefined;
  readonly altNames: string | undefined;
}

/** A cloud over TLS, and a client that connects to it whatever host it asks for. */
async function start(): Promise<{
  client: ReturnType<typeof createClient>;
  get(host: string, options?: RequestOptions): Promise<Answer>;
}> {
  const client = createClient();
  const served = await serve(client.cloud, { authority });
  open.push(served.close);
  expect(served.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  const get = (host: string, options: RequestOptions = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const call = request({
        host: "127.0.0.1",
        port: served.port,
        servername: host,
        headers: { host },
        path: "/?Action=GetCallerIdentity",
        ca: authority.certificate,
        agent: false,
        ...options,
      });
      call.on("error", reject);
      call.on("response", (reply) => {
        const altNames = "getPeerX509Certificate" in reply.socket ? names(reply.socket) : undefined;
        reply.resume().on("end", () => resolve({ status: reply.statusCode, altNames }));
      });
      call.end();
    });
  return { client, get };
}

function names(socket: object): string | undefined {
  const { getPeerX509Certificate } = socket as { getPeerX509Certificate(): X509Certificate | undefined };
  return getPeerX509Certificate.call(socket)?.subjectAltName;
}

describe("a cloud over TLS", () => {
  it.each(["sts.aliyuncs.com", "sts-vpc.cn-hangzhou.aliyuncs.com", "signin-cn-shanghai.alibabacloudsso.com"])(
    "shows a certificate for %s",
    async (host) => {
      const { client, get } = await start();
      expect(await get(host)).toMatchObject({ altNames: `DNS:${host}` });
      expect(client.cloud.journal.entries()[0]).toMatchObject({ host });
    },
  );

  it("answers at its own address, without a server name and by localhost", async () => {
    const { get } = await start();
    const byAddress = await get("127.0.0.1", { servername: "" });
    expect(byAddress.altNames).toContain("IP Address:127.0.0.1");
    expect(await get("localhost")).toMatchObject({ altNames: "DNS:localhost" });
  });

  it("is not trusted without its authority, and has no certificate for foreign names", async () => {
    const { get } = await start();
    await expect(get("sts.aliyuncs.com", { ca: [] })).rejects.toMatchObject({
      code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
    });
    await expect(get("evil.example")).rejects.toMatchObject({ code: "ERR_TLS_CERT_ALTNAME_INVALID" });
  });

  it("makes another authority each time, by which nothing else can be signed", async () => {
    const other = await createCertificateAuthority();
    const [mine, theirs] = [authority, other].map((one) => new X509Certificate(one.certificate));
    expect(mine?.fingerprint256).not.toBe(theirs?.fingerprint256);
    expect(mine?.ca).toBe(true);
    const leaf = new X509Certificate(authority.issue(["a.example"]).cert);
    expect(leaf.ca).toBe(false);
    expect(mine && leaf.checkIssued(mine) && leaf.verify(mine.publicKey)).toBe(true);
    expect(authority.issue(["a.example"])).toBe(authority.issue(["a.example"]));
  });
});

describe("an authority that was saved", () => {
  it("is the same again", async () => {
    const again = await createCertificateAuthority({ key: authority.key, cert: authority.certificate });
    expect(again.certificate).toBe(authority.certificate);
    const leaf = new X509Certificate(again.issue(["a.example"]).cert);
    const root = new X509Certificate(authority.certificate);
    expect(leaf.checkIssued(root) && leaf.verify(root.publicKey)).toBe(true);
  });

  it("is refused when its parts do not fit, or it is invalid", async () => {
    const { key, cert } = authority.issue(["a.example"]);
    for (const saved of [
      { key, cert: authority.certificate },
      { key, cert },
    ])
      await expect(createCertificateAuthority(saved)).rejects.toThrow("not those of one authority");
    await expect(createCertificateAuthority({ key: "x", cert })).rejects.toThrow("both PEM");
  });
});

describe("the fault tls-failure over TLS", () => {
  it("fails the handshake of the service it strikes, and of no other", async () => {
    const { client, get } = await start();
    client.cloud.faults.add({ kind: "tls-failure", service: "sts", times: 1 });
    expect(await get("oauth.aliyun.com")).toHaveProperty("status");
    await expect(get("sts.aliyuncs.com")).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(await get("sts.aliyuncs.com")).toMatchObject({ status: 400 });
    expect(client.cloud.journal.entries({ decision: "failed" })).toMatchObject([
      { service: "sts", method: "TLS", host: "sts.aliyuncs.com", faults: ["tls-failure"] },
    ]);
  });

  it("counts a handshake and its first request as one", async () => {
    const { client, get } = await start();
    client.cloud.faults.add({ kind: "tls-failure", nth: 2 });
    expect(await get("sts.aliyuncs.com")).toMatchObject({ status: 400 });
    await expect(get("sts.aliyuncs.com")).rejects.toMatchObject({ code: "DEPTH_ZERO_SELF_SIGNED_CERT" });
    expect(await get("sts.aliyuncs.com")).toMatchObject({ status: 400 });
  });

  it("breaks a connection that was made before", async () => {
    const { client, get } = await start();
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    open.push(() => agent.destroy());
    expect(await get("sts.aliyuncs.com", { agent })).toMatchObject({ status: 400 });
    client.cloud.faults.add({ kind: "tls-failure", times: 1 });
    await expect(get("sts.aliyuncs.com", { agent })).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("shows its certificate also to clients that resume a session", async () => {
    const { client, get } = await start();
    const agent = new Agent({ maxCachedSessions: 10 });
    open.push(() => agent.destroy());
    expect(await get("sts.aliyuncs.com", { agent })).toMatchObject({ status: 400 });
    client.cloud.faults.add({ kind: "tls-failure" });
    await expect(get("sts.aliyuncs.com", { agent })).rejects.toMatchObject({
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
  });

  it("is for one operation only once that is known: the connection breaks", async () => {
    const { client, get } = await start();
    client.cloud.faults.add({ kind: "tls-failure", operation: "GetCallerIdentity", times: 1 });
    await expect(get("sts.aliyuncs.com")).rejects.toMatchObject({ code: "ECONNRESET" });
    expect(client.cloud.faults.list()).toMatchObject([{ hits: 1 }]);
  });
});
