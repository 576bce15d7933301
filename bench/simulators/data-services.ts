// Signed calls to OSS and to the gateway of any product, beside a bare Hono app that answers the same bytes, and one
// that also reads and hashes what a service that verifies them must.
import { createHash } from "node:crypto";
import { type Cloud, defaultWorld, simulateCloud } from "@alicred/simulators";
import { Hono } from "hono";
import { createDigests } from "../../simulators/src/cloud/rpc/native-digests.ts";
import type { RunOptions } from "../harness/benchmark.ts";
import type { Measured } from "../harness/work.ts";
import { acs3Call, ossCalls } from "./clients.ts";
import { CALLS, type Call, compare, type Subject, sendAll } from "./compare.ts";

const OBJECT = "x".repeat(1024);
const BUCKET = "simulated-bucket";
const KEY = "bench/object.txt";
const SESSION = {
  accessKeyId: "STS.benchSession",
  accessKeySecret: "benchSessionSecret0123456789",
  securityToken: "CAISbenchToken0123456789",
};
const admin = "acs:ram::1000000000000001:role/admin";

interface Kind {
  readonly name: string;
  readonly calls: (count: number) => readonly Call[];
  /** Bytes that its canonical request has, about. */
  readonly canonicalBytes: number;
  /** Whether the body is held against its ETag. */
  readonly hashesBody: boolean;
}

/** The rows of OSS and of the gateway, in process. */
export async function dataServices(options: RunOptions): Promise<readonly Measured[]> {
  const cloud = simulateCloud({
    world: {
      ...defaultWorld,
      oss: { buckets: [{ name: BUCKET, objects: { [KEY]: OBJECT } }] },
      sessions: [
        {
          ...SESSION,
          roleArn: admin,
          sessionName: "bench",
          expiration: "2036-01-01T00:00:00Z",
        },
      ],
    },
  });
  const kinds: readonly Kind[] = [
    { name: "OSS GetObject, 1 kB", calls: objectCalls(cloud, "GET"), canonicalBytes: 400, hashesBody: false },
    { name: "OSS PutObject, 1 kB", calls: objectCalls(cloud, "PUT"), canonicalBytes: 430, hashesBody: true },
    { name: "ecs DescribeRegions", calls: gatewayCalls(cloud), canonicalBytes: 420, hashesBody: false },
  ];
  const subjects = (await Promise.all(kinds.map((kind) => subjectsOf(cloud, kind)))).flat();
  return compare(subjects, options, ({ fetch, calls }) => {
    cloud.clock.moveTo(cloud.clock.now() + 1000);
    const batch = calls(CALLS);
    return () => sendAll(batch, fetch);
  });
}

async function subjectsOf(cloud: Cloud, kind: Kind): Promise<readonly Subject[]> {
  const [call] = kind.calls(1);
  if (call === undefined) throw new Error("nothing was signed");
  const reply = await cloud.fetch(call.url, call.init);
  const body = await reply.text();
  if (!reply.ok) throw new Error(body);
  const headers = Object.fromEntries(reply.headers);
  const { name, calls } = kind;
  const [bare, working] = [bareApp(body, headers), workingApp(body, headers, kind)];
  return [
    { name: "bare Hono", kind: name, calls, fetch: (request) => bare.fetch(request) },
    { name: "bare Hono, reading and hashing", kind: name, calls, fetch: (request) => working.fetch(request) },
    { name: "simulated cloud", kind: name, calls, fetch: (request) => cloud.fetch(request) },
  ];
}

function bareApp(body: string, headers: Record<string, string>): Hono {
  return new Hono().all("*", (c) => c.body(body, 200, headers));
}

function workingApp(body: string, headers: Record<string, string>, kind: Kind): Hono {
  const digests = createDigests();
  const canonical = "x".repeat(kind.canonicalBytes);
  return new Hono().all("*", async (c) => {
    const sent = c.req.raw.body === null ? undefined : await c.req.arrayBuffer();
    if (kind.hashesBody && sent !== undefined) createHash("md5").update(new Uint8Array(sent)).digest("hex");
    const toSign = `ALGORITHM\n${digests.sha256(canonical)}`;
    if (digests.hmacSha256("secret", toSign) === c.req.header("authorization")) return c.body(null, 403);
    return c.body(body, 200, headers);
  });
}

function objectCalls(cloud: Cloud, method: "GET" | "PUT"): Kind["calls"] {
  const sign = ossCalls(BUCKET, SESSION);
  const body = method === "PUT" ? OBJECT : undefined;
  return (count) => Array.from({ length: count }, () => sign(method, KEY, body, cloud.clock.now()));
}

let nonce = 0;

function gatewayCalls(cloud: Cloud): Kind["calls"] {
  const keys = cloud.accessKey("LTAI5tRootOfTheAccount01");
  const endpoint = "https://ecs.cn-hangzhou.aliyuncs.com/";
  const action = { endpoint, name: "DescribeRegions", version: "2014-05-26", parameters: {} };
  return (count) => {
    const timestamp = `${new Date(cloud.clock.now()).toISOString().slice(0, 19)}Z`;
    return Array.from({ length: count }, () => acs3Call(action, keys, timestamp, `bench-${++nonce}`));
  };
}
