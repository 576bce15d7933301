// Signed AssumeRole calls to a simulated cloud, beside a bare Hono app that is sent the same requests and answers the same bytes, in one process,
// each round in another order. Then the start of a world, a month of hourly refreshes, and memory.
import { Agent, request as httpRequest } from "node:http";
import { type Cloud, createRandom, defaultWorld, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { createAdaptorServer } from "@hono/node-server";
import { Hono } from "hono";
import { createDigests } from "../simulators/src/cloud/rpc/native-digests.ts";
import { v1Request, v3Parts } from "../simulators/test/support/sign.ts";
import { listen } from "../test/runtimes/listen.ts";
import { CALLS, type Call, compare, partsOf, print, type Subject } from "./simulators/compare.ts";
import { dataServices } from "./simulators/data-services.ts";

const LANES = 16;
const HOUR_MS = 3_600_000;
const params = {
  Action: "AssumeRole",
  RoleArn: "acs:ram::1000000000000001:role/admin",
  RoleSessionName: "session",
};

const firstStartMs = timed(() => simulateCloud());
const world = { ...defaultWorld, sts: { requestsPerMinute: 1e9 } };
let nonce = 0;

function signed(
  cloud: Cloud,
  style: "v1" | "v3",
  endpoint: string,
): (count: number) => Promise<readonly Call[]> {
  const keys = cloud.accessKey("alice");
  return async (count) => {
    const timestamp = `${new Date(cloud.clock.now()).toISOString().slice(0, 19)}Z`;
    const calls: Call[] = [];
    for (let i = 0; i < count; i++) {
      const options = { keys, params, timestamp, endpoint, nonce: `nonce-${++nonce}` };
      if (style === "v1") calls.push(await partsOf(v1Request(options)));
      else {
        const { url, headers } = v3Parts(options);
        calls.push({ url, init: { method: "POST", headers } });
      }
    }
    return calls;
  };
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
  const [call] = await signed(cloud, "v3", "https://sts.aliyuncs.com/")(1);
  if (call === undefined) throw new Error("nothing was signed");
  const reply = await cloud.fetch(call.url, call.init);
  const body = await reply.text();
  if (!reply.ok) throw new Error(body);
  return { body, headers: Object.fromEntries(reply.headers) };
}

async function inProcess(): Promise<void> {
  const cloud = simulateCloud({ world });
  const { body, headers } = await answerOf(cloud);
  const host = "https://sts.aliyuncs.com/";
  const [v3, v1] = [signed(cloud, "v3", host), signed(cloud, "v1", host)];
  const bare = bareApp(body, headers, false);
  const working = bareApp(body, headers, true);
  const subjects = [v3, v1].flatMap((calls): readonly Subject[] => {
    const style = calls === v3 ? "ACS3-HMAC-SHA256" : "HMAC-SHA1";
    const beside = `${style}: bare Hono`;
    return [
      { name: beside, beside, calls, fetch: (request) => bare.fetch(request) },
      {
        name: `${beside}, reading, hashing and issuing`,
        beside,
        calls,
        fetch: (request) => working.fetch(request),
      },
      { name: `${style}: simulated cloud`, beside, calls, fetch: (request) => cloud.fetch(request) },
    ];
  });
  await compare(subjects, async ({ fetch, calls }) => {
    cloud.clock.moveTo(cloud.clock.now() + HOUR_MS);
    const batch = await calls(CALLS);
    const startMs = performance.now();
    for (const { url, init } of batch) {
      const reply = await fetch(new Request(url, init));
      if ((await reply.text()).length < 400) throw new Error(`refused with ${reply.status}`);
    }
    return performance.now() - startMs;
  });
}

async function overLoopback(): Promise<void> {
  const cloud = simulateCloud({ world });
  const { body, headers } = await answerOf(cloud);
  const served = await serve(cloud);
  const bare = await listen(createAdaptorServer({ fetch: bareApp(body, headers, false).fetch }) as never);
  const agent = new Agent({ keepAlive: true, maxSockets: LANES });
  const beside = "ACS3-HMAC-SHA256: bare Hono";
  const subjects = [
    { name: beside, beside, calls: signed(cloud, "v3", `${bare.url}/`) },
    { name: "ACS3-HMAC-SHA256: simulated cloud", beside, calls: signed(cloud, "v3", `${served.url}/`) },
  ];
  await compare(subjects, async ({ calls }) => {
    cloud.clock.moveTo(cloud.clock.now() + HOUR_MS);
    const batch = [...(await calls(CALLS))];
    const startMs = performance.now();
    const lane = async (): Promise<void> => {
      for (let call = batch.pop(); call !== undefined; call = batch.pop()) await send(agent, call);
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    return performance.now() - startMs;
  });
  agent.destroy();
  await served.close();
  await bare.close();
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

async function month(): Promise<number> {
  const cloud = simulateCloud({ world });
  const call = signed(cloud, "v3", "https://sts.aliyuncs.com/");
  void (async () => {
    for (;;) {
      for (const { url, init } of await call(1)) await (await cloud.fetch(url, init)).json();
      await cloud.clock.sleep(HOUR_MS);
    }
  })();
  const startMs = performance.now();
  await cloud.advance("30d");
  return performance.now() - startMs;
}

/** Heap per 10,000 sessions, in MB, with a journal of so many entries; and what is left of it two hours later. */
async function memory(journalLimit: number): Promise<readonly [number, number]> {
  const cloud = simulateCloud({ world, journalLimit });
  const call = signed(cloud, "v3", "https://sts.aliyuncs.com/");
  const issue = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= 1000)
      for (const { url, init } of await call(Math.min(1000, left)))
        await (await cloud.fetch(url, init)).text();
  };
  await issue(100);
  const before = heap();
  await issue(10_000);
  const full = heap() - before;
  await cloud.advance("2h");
  await issue(1);
  return [full, heap() - before];
}

function heap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

function timed(work: () => unknown): number {
  const startMs = performance.now();
  work();
  return performance.now() - startMs;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

console.log(`Node ${process.versions.node}\n\nIn process: Request made, answered, reply read\n`);
await inProcess();
console.log("\nOSS and the gateway of any product, in process\n");
await dataServices();
console.log(`\nServed on loopback, ${LANES} connections, the clients in the same process\n`);
await overLoopback();
console.log("\nTime and memory\n");
const starts = Array.from({ length: 50 }, () => timed(() => simulateCloud()));
const described = Array.from({ length: 50 }, () => timed(() => simulateCloud({ world })));
const months = [await month(), await month(), await month()];
const [sessions, sessionsLeft] = await memory(1);
const [journaled, journaledLeft] = await memory(10_000);
print([
  ["what", "value"],
  ["first world of the process", `${firstStartMs.toFixed(1)} ms`],
  ["another one", `${median(starts).toFixed(1)} ms`],
  ["another one, with a description to check", `${median(described).toFixed(1)} ms`],
  ["a month of hourly refreshes", `${median(months).toFixed(0)} ms`],
  ["10,000 sessions, journal of 1", `${sessions.toFixed(1)} MB`],
  ["  two hours later", `${sessionsLeft.toFixed(1)} MB`],
  ["10,000 sessions, journal of 10,000", `${journaled.toFixed(1)} MB`],
  ["  two hours later", `${journaledLeft.toFixed(1)} MB`],
]);
