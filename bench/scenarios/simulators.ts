// The simulators, beside a bare Hono app.
import type { Benchmark, Goal } from "../harness/benchmark.ts";
import { figure, type ResultRow } from "../harness/result.ts";
import { runWork } from "../harness/work.ts";

const WHY =
  "It also reconstructs what was signed, hashes it, decides by policies, keeps what it issues and writes its journal; the middle subject shows the lower bound of reading and hashing alone.";

function slowness(kind: string, tolerated: number, why?: string): Goal {
  return {
    title: `${kind}: CPU time of a call, times bare Hono`,
    measure: (rows: readonly ResultRow[]) => 1 / figure(rows, "simulated cloud", "rate", { case: kind }),
    atMost: 2,
    tolerated,
    ...(why !== undefined && { why }),
  };
}

export const simulators: Benchmark = {
  name: "simulators",
  about:
    "Signed calls to a simulated cloud, beside a bare Hono app that answers with the same bytes, and one that also reads the body, computes one SHA-256 over a canonical request and one HMAC. In process, and served on the loopback with the clients in the same process. Then worlds, a virtual month, memory.",
  columns: [
    { figure: "perSecond", head: "calls a second" },
    { figure: "us", head: "us a call" },
    { figure: "cpuUs", head: "CPU us a call" },
    { figure: "rate", head: "rate, bare = 1" },
    { figure: "ms", head: "ms" },
    { figure: "mb", head: "MB" },
    { figure: "mbLater", head: "MB two hours later" },
  ],
  goals: [
    slowness("STS, ACS3-HMAC-SHA256", 3.2, WHY),
    slowness("STS, HMAC-SHA1", 4.2, `${WHY} Its body, which a bare app never reads, is parsed too.`),
    slowness("STS, ACS3-HMAC-SHA256, served", 2.8, WHY),
    slowness("OSS GetObject, 1 kB", 4.5, WHY),
    slowness("OSS PutObject, 1 kB", 5, WHY),
    slowness("ecs DescribeRegions", 3, WHY),
  ],
  run: (options) => runWork("simulators", 1, options),
};
