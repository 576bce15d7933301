// Signed AssumeRole calls to a simulated cloud, beside a bare Hono app that is sent the same requests and answers the same
// bytes: in process, and served on the loopback.
import { Agent, request as httpRequest } from "node:http";
import { type Cloud, createRandom, defaultWorld, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { createDigests } from "../../simulators/src/cloud/rpc/native-digests.ts";
import { listen } from "../../test/runtimes/listen.ts";
import type { RunOptions } from "../harness/benchmark.ts";
import type { Measured } from "../harness/work.ts";
import { type Action, acs3Call, rpcCall } from "./clients.ts";
import { CALLS, type Call, compare, type Subject, sendAll } from "./compare.ts";

const LANES = 16;
const HOUR_MS = 3_600_000;
const STS = "https://sts.aliyuncs.com/";
const ROLE = { RoleArn: "acs:ram::1000000000000001:role/admin", RoleSessionName: "session" };

/** A world whose STS refuses nobody for calling too often. */
export const world = { ...defaultWorld, sts: { requestsPerMinute: 1e9 } };

let nonce = 0;

/** Makes signed calls of AssumeRole. */
export function signed(
  cloud: Cloud,
  style: "v1" | "v3",
  endpoint: string = STS,
): (count: number) => readonly Call[] {
  const keys = cloud.accessKey("alice");
  const action: Action = { endpoint, name: "AssumeRole", version: "2015-04-01", parameters: ROLE };
  const sign = style === "v1" ? rpcCall : acs3Call;
  return (count) => {
    const timestamp = `${new Date(cloud.clock.now()).toISOString().slice(0, 19)}Z`;
    return Array.from({ length: count }, () => sign(action, keys, timestamp, `nonce-${++nonce}`));
  };
}

/** In process. */
export async function stsInProcess(options: RunOptions): Promise<readonly Measured[]> {
  const cloud = simulateCloud({ world });
  const { body, headers } = await answerOf(cloud);
  const bare = bareApp(body, headers, false);
  const working = bareApp(body, headers, true);
  const subjects = (["v3", "v1"] as const).flatMap((style): readonly Subject[] => {
    const kind = `STS, ${style === "v3" ? "ACS3-HMAC-SHA256" : "HMAC-SHA1"}`;
    const calls = signed(cloud, style);
    return [
      { name: "bare Hono", kind, calls, fetch: (request) => bare.fetch(request) },
      { name: "bare Hono, reading and hashing", kind, calls, fetch: (request) => working.fetch(request) },
      { name: "simulated cloud", kind, calls, fetch: (request) => cloud.fetch(request) },
    ];
  });
  return compare(subjects, options, ({ fetch, calls }) => {
    cloud.clock.moveTo(cloud.clock.now() + HOUR_MS);
    const batch = calls(CALLS);
    return () => sendAll(batch, fetch);
  });
}

/** Served on the loopback, with the clients in the same process. */
export async function stsServed(options: RunOptions): Promise<readonly Measured[]> {
  const cloud = simulateCloud({ world });
  const { body, headers } = await answerOf(cloud);
  const served = await serve(cloud);
  const bare = await listen(createAdaptorServer({ fetch: bareApp(body, headers, false).fetch }) as never);
  const kind = "STS, ACS3-HMAC-SHA256, served";
  const subjects = [
    { name: "bare Hono", kind, calls: signed(cloud, "v3", `${bare.url}/`) },
    { name: "simulated cloud", kind, calls: signed(cloud, "v3", `${served.url}/`) },
  ] as const;
  const rows = await compare(subjects, options, ({ calls }) => {
    cloud.clock.moveTo(cloud.clock.now() + HOUR_MS);
    const batch = [...calls(CALLS)];
    // Of this round: while the next calls are signed, a server may close connections that are idle.
    const agent = new Agent({ keepAlive: true, maxSockets: LANES });
    const lane = async (): Promise<void> => {
      for (let call = batch.pop(); call !== undefined; call = batch.pop()) await send(agent, call);
    };
    return async () => {
      await Promise.all(Array.from({ length: LANES }, lane));
      agent.destroy();
    };
  });
  await served.close();
  await bare.close();
  return rows;
}

/** Returns the same bytes for every request. With `work`, also does the least that an issuer of credentials must do: the body if there is one, one SHA-256, one HMAC, a token, its JSON. */
function bareApp(body: string, headers: Record<string, string>, work: boolean): Hono {
  const digests = createDigests();
  const random = createRandom("bench");
  const { Credentials, ...others } = JSON.parse(body) as { Credentials: Record<string, string> };
  const canonical = "x".repeat(540);
  const app = new Hono();
  if (!work) return app.post("/", (c) => c.body(body, 200, headers));
  return app.post("/", async (c) => {
    if (c.req.raw.body !== null) await c.req.arrayBuffer();
    const toSign = `ACS3-HMAC-SHA256\n${digests.sha256(canonical)}`;
    if (digests.hmacSha256("secret", toSign) === c.req.header("authorization")) return c.body(null, 403);
    const issued = { ...Credentials, AccessKeySecret: random.text(44), SecurityToken: random.text(300) };
    return c.body(JSON.stringify({ ...others, Credentials: issued }), 200, headers);
  });
}

async function answerOf(cloud: Cloud): Promise<{ body: string; headers: Record<string, string> }> {
  const [call] = signed(cloud, "v3")(1);
  if (call === undefined) throw new Error("nothing was signed");
  const reply = await cloud.fetch(call.url, call.init);
  const body = await reply.text();
  if (!reply.ok) throw new Error(body);
  return { body, headers: Object.fromEntries(reply.headers) };
}

function send(agent: Agent, { url, init }: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    const { method, headers } = init;
    const sent = httpRequest(url, { agent, method, headers }, (reply) => {
      if (reply.statusCode !== 200) reject(new Error(`refused with ${reply.statusCode}`));
      reply.resume().on("end", resolve);
    });
    sent.on("error", reject).end(init.body);
  });
}
