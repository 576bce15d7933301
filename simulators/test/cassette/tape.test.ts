import { describe, expect, it, onTestFinished } from "vitest";
import { readings } from "../../src/cloud/world/spellings.ts";
import { type Cloud, createVirtualClock, simulateCloud } from "../../src/mod.ts";
import {
  type Cassette,
  cassetteText,
  createRecorder,
  createReplay,
  parseCassette,
  REAL_HOSTS,
  type Recorder,
  withTape,
} from "../../src/reach/cassette/mod.ts";
import { createControl } from "../../src/reach/control/mod.ts";
import { createCertificateAuthority, serve } from "../../src/reach/serve/node.ts";
import { askOver, openTunnel } from "../support/proxy.ts";
import { v1Request, v3Request } from "../support/sign.ts";

const AT = "2026-01-07T08:00:00Z";
const role = { Action: "AssumeRole", RoleArn: "acs:ram::1000000000000001:role/admin", RoleSessionName: "me" };

/** A cloud that stands for the real one, and one that records what is sent there. */
function recording(): { real: Cloud; recorder: Recorder; proxy: Cloud } {
  const real = simulateCloud({ seed: "the real one" });
  const recorder = createRecorder({
    fetch: (url, init) => real.fetch(url, init),
    now: () => real.clock.now(),
  });
  return { real, recorder, proxy: withTape(simulateCloud(), recorder) };
}

/** The requests of a client, and the status and body of each reply. */
async function session(
  cloud: Pick<Cloud, "fetch">,
  keys: ReturnType<Cloud["accessKey"]>,
): Promise<readonly unknown[]> {
  const seen: unknown[] = [];
  const ask = async (request: Request): Promise<string> => {
    const reply = await cloud.fetch(request);
    const body = await reply.text();
    seen.push([reply.status, reply.headers.get("content-type"), body]);
    return body;
  };
  const token = await ask(
    new Request("http://100.100.100.200/latest/api/token", {
      method: "PUT",
      headers: { "X-aliyun-ecs-metadata-token-ttl-seconds": "600" },
    }),
  );
  const headers = { "X-aliyun-ecs-metadata-token": token };
  await ask(
    new Request("http://100.100.100.200/latest/meta-data/ram/security-credentials/ecs-app", { headers }),
  );
  const assumed = await ask(v3Request({ keys, params: role, timestamp: AT, nonce: "1" }));
  const { Credentials: issued } = JSON.parse(assumed) as { Credentials: Record<string, string> };
  const session = {
    accessKeyId: issued["AccessKeyId"] ?? "",
    accessKeySecret: issued["AccessKeySecret"] ?? "",
    securityToken: issued["SecurityToken"] ?? "",
  };
  const params = { Action: "GetCallerIdentity" };
  await ask(v1Request({ keys: session, params, timestamp: AT, nonce: "2", method: "GET" }));
  await ask(v3Request({ keys: session, params, timestamp: AT, nonce: "3" }));
  await ask(
    v1Request({ keys: { ...session, accessKeySecret: "wrong-secret-0" }, params, timestamp: AT, nonce: "4" }),
  );
  return seen;
}

async function recorded(): Promise<{
  real: Cloud;
  cassette: Cassette;
  text: string;
  seen: readonly unknown[];
}> {
  const { real, recorder, proxy } = recording();
  const seen = await session(proxy, real.accessKey("alice"));
  const text = cassetteText(recorder.cassette());
  return { real, cassette: parseCassette(text), text, seen };
}

describe("a recording", () => {
  it("gives the client what the real cloud answers, secrets and all", async () => {
    const { seen } = await recorded();
    expect(seen.map((one) => (one as unknown[])[0])).toEqual([200, 200, 200, 200, 200, 400]);
    expect(JSON.stringify(seen)).toContain("STS.");
    expect(JSON.stringify(seen)).not.toContain("REDACTED");
  });

  it("holds no secret of the real cloud and no signature, in any spelling", async () => {
    const { real, text, cassette, seen } = await recorded();
    real.expectNoSecrets(text, cassette);
    // Nor a part of one.
    const secrets = JSON.stringify(seen).match(/(?<=(?:Secret|Token)\\?"\s*:\s*\\?")[\w+/=-]+/g) ?? [];
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    const parts = secrets.flatMap((secret) =>
      Array.from({ length: secret.length - 11 }, (_, i) => secret.slice(i, i + 12)),
    );
    const read = [...readings(text)].join("\n");
    expect(parts.filter((part) => read.includes(part))).toEqual([]);
    expect(text).not.toMatch(/Signature[=:]|STS\.NS|1000000000000001/);
    expect(() => real.expectNoSecrets(real.accessKey("alice").accessKeySecret)).toThrow("a secret appears");
  });

  it("keeps what a client needs: order, statuses, headers, shapes, and equal secrets equal", async () => {
    const { cassette } = await recorded();
    expect(
      cassette.exchanges.map(({ request, reply }) => [request.method, request.action, reply.status]),
    ).toEqual([
      ["PUT", undefined, 200],
      ["GET", undefined, 200],
      ["POST", "AssumeRole", 200],
      ["GET", "GetCallerIdentity", 200],
      ["POST", "GetCallerIdentity", 200],
      ["POST", "GetCallerIdentity", 400],
    ]);
    const [token, , assumed, , called] = cassette.exchanges;
    expect(token?.reply.body).toMatch(/^REDACTED_/);
    expect(cassette.exchanges[1]?.request.headers["x-aliyun-ecs-metadata-token"]).toBe(token?.reply.body);
    const { Credentials: issued } = JSON.parse(String(assumed?.reply.body));
    expect(called?.request.headers["x-acs-security-token"]).toBe(issued.SecurityToken);
    expect(called?.request.headers["authorization"]).toBe(
      `ACS3-HMAC-SHA256 Credential=${issued.AccessKeyId},SignedHeaders=${/SignedHeaders=(\S+)/.exec(String(called?.request.headers["authorization"]))?.[1]}`,
    );
    expect(assumed?.reply.headers["content-type"]).toContain("application/json");
  });

  it("sends nothing to hosts that are not allowed", async () => {
    const sent: string[] = [];
    const fetch = (url: string): Promise<Response> => {
      sent.push(url);
      return Promise.resolve(new Response("{}"));
    };
    const proxy = withTape(simulateCloud(), createRecorder({ fetch }));
    for (const url of [
      "https://evil.example/",
      "https://aliyuncs.com.evil.example/",
      "http://127.0.0.1:1/sts/",
    ])
      expect((await proxy.fetch(url)).status).toBe(421);
    expect(sent).toEqual([]);
    await proxy.fetch("https://ecs.cn-hangzhou.aliyuncs.com/?Action=X");
    expect(sent).toHaveLength(1);
    const own = withTape(simulateCloud(), createRecorder({ fetch, hosts: [...REAL_HOSTS, "creds.example"] }));
    expect((await own.fetch("https://creds.example/a")).status).toBe(200);
    expect(proxy.journal.entries().map(({ decision }) => decision)).toEqual([
      ...["unmatched", "unmatched", "unmatched"],
      "allowed",
    ]);
  });

  it("keeps the size alone of what is no text, and says why a host did not answer", async () => {
    const replies = [new Response(new Uint8Array([0, 255, 1])), new TypeError("fetch failed")];
    const recorder = createRecorder({
      fetch() {
        const next = replies.shift();
        return next instanceof Response ? Promise.resolve(next) : Promise.reject(next);
      },
    });
    const proxy = withTape(simulateCloud(), recorder);
    const reply = await proxy.fetch("https://oss-cn-hangzhou.aliyuncs.com/b/k");
    expect([...new Uint8Array(await reply.arrayBuffer())]).toEqual([0, 255, 1]);
    expect((await proxy.fetch("https://oss-cn-hangzhou.aliyuncs.com/b/k")).status).toBe(502);
    expect(recorder.cassette().exchanges.map(({ reply: { body } }) => body)).toEqual([{ bytes: 3 }]);
    const replay = withTape(simulateCloud(), createReplay(recorder.cassette()));
    const again = await replay.fetch("https://oss-cn-hangzhou.aliyuncs.com/b/k");
    expect(new Uint8Array(await again.arrayBuffer())).toEqual(new Uint8Array(3));
  });
});

describe("a replay", () => {
  it("answers a client as the real cloud did, but for the secrets", async () => {
    const { real, cassette, seen } = await recorded();
    const replay = createReplay(cassette, { now: () => real.clock.now() });
    const again = await session(withTape(simulateCloud(), replay), real.accessKey("alice"));
    expect(again.map((one) => (one as unknown[])[0])).toEqual(seen.map((one) => (one as unknown[])[0]));
    const shape = (all: readonly unknown[]): string =>
      JSON.stringify(all).replaceAll(/(?:STS\.\w+|REDACTED\w+|[A-Za-z0-9+/=_%-]{24,}|[139]\d{15,17})/g, "*");
    expect(shape(again)).toBe(shape(seen));
    expect(replay.left()).toBe(0);
    real.expectNoSecrets(again);
  });

  it("moves the instants, so that credentials last as long as they did", async () => {
    const { cassette } = await recorded();
    const cloud = simulateCloud({
      clock: createVirtualClock({ startMs: Date.parse("2027-05-01T00:00:00Z") }),
    });
    const keys = { accessKeyId: "LTAI5tAny", accessKeySecret: "any" };
    const ask = async (movesTime: boolean): Promise<unknown> => {
      const tape = createReplay(cassette, { now: () => cloud.clock.now(), movesTime });
      const reply = await withTape(cloud, tape).fetch(
        v3Request({ keys, params: role, timestamp: AT, nonce: "1" }),
      );
      const { Credentials: issued } = (await reply.json()) as { Credentials: { Expiration: string } };
      return [issued.Expiration, reply.headers.get("date")];
    };
    expect(await ask(true)).toEqual(["2027-05-01T01:00:00Z", "Sat, 01 May 2027 00:00:00 GMT"]);
    expect(await ask(false)).toEqual(["2026-01-07T09:00:00Z", "Wed, 07 Jan 2026 08:00:00 GMT"]);
  });

  it("says what is near to a request that it has no reply for, and when all are given out", async () => {
    const { cassette } = await recorded();
    const replay = createReplay(cassette);
    const cloud = withTape(simulateCloud(), replay);
    const reasonFor = async (url: string): Promise<string> => {
      const reply = await cloud.fetch(url);
      expect(reply.status).toBe(421);
      return ((await reply.json()) as { reason: string }).reason;
    };
    expect(await reasonFor("https://sts.aliyuncs.com/?Action=GetCalerIdentity")).toBe(
      "the cassette has no reply to GET sts.aliyuncs.com/ GetCalerIdentity; near: GET sts.aliyuncs.com/ GetCallerIdentity. Record it too",
    );
    expect(await reasonFor("https://ram.aliyuncs.com/?Action=X")).toContain(
      "no reply for the host ram.aliyuncs.com",
    );
    const url = "https://sts.aliyuncs.com/?Action=GetCallerIdentity";
    expect((await cloud.fetch(url)).status).toBe(200);
    expect(await reasonFor(url)).toBe(
      "the cassette has 1 reply to GET sts.aliyuncs.com/ GetCallerIdentity, all given out. Record more, or rewind it",
    );
    cloud.reset();
    expect((await cloud.fetch(url)).status).toBe(200);
    expect(cloud.journal.entries().at(-1)).toMatchObject({
      operation: "GetCallerIdentity",
      decision: "allowed",
    });
  });

  it("is found through the control API: a reset rewinds it, and another world leaves it in place", async () => {
    const { cassette } = await recorded();
    const token = "a-token-of-some-length";
    const control = createControl(withTape(simulateCloud(), createReplay(cassette)), { token });
    const url = "https://sts.aliyuncs.com/?Action=GetCallerIdentity";
    const call = (method: string, path: string, body: unknown = {}): Promise<Response> =>
      Promise.resolve(
        control.fetch(
          new Request(`http://localhost/_alicred/${path}`, {
            method,
            headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
            body: JSON.stringify(body),
          }),
        ),
      );
    expect((await control.cloud().fetch(url)).status).toBe(200);
    expect((await call("POST", "reset")).ok).toBe(true);
    expect((await control.cloud().fetch(url)).status).toBe(200);
    expect((await call("PUT", "world", { seed: "x" })).ok).toBe(true);
    expect((await control.cloud().fetch(url)).status).toBe(421);
  });
});

describe("a cassette", () => {
  it.each([
    ["no JSON", "{", "a cassette is JSON, and this is not"],
    ["JSON of something else", "{}", "not a cassette: format: "],
    [
      "a later version",
      '{"format":"alicred-cassette","version":2,"exchanges":[]}',
      "not a cassette: version: ",
    ],
  ])("is refused if it is %s", (_, text, message) => {
    expect(() => parseCassette(text)).toThrow(message);
  });

  it("has a line for each exchange", async () => {
    const { text, cassette } = await recorded();
    expect(text.trim().split("\n")).toHaveLength(cassette.exchanges.length + 2);
  });
});

it("is served as a proxy by TLS at the real addresses", async () => {
  const { recorder, proxy } = recording();
  const authority = await createCertificateAuthority();
  const served = await serve(proxy, { proxyAuthority: authority });
  onTestFinished(served.close);
  const { socket } = await openTunnel(served.port, "sts.aliyuncs.com:443");
  const reply = await askOver(
    socket,
    "https://sts.aliyuncs.com/?Action=GetCallerIdentity",
    authority.certificate,
  );
  expect(reply).toMatch(/^HTTP\/1.1 400 .*<Code>MissingVersion<\/Code>/s);
  expect(recorder.cassette().exchanges).toMatchObject([{ request: { action: "GetCallerIdentity" } }]);
  const refused = await openTunnel(served.port, "evil.example:443");
  expect(refused.head).toContain("403");
  refused.socket.destroy();
});
