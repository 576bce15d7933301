// Requests signed in a second.
import type { Benchmark, Goal } from "../harness/benchmark.ts";
import { figure, type ResultRow } from "../harness/result.ts";
import { runWork } from "../harness/work.ts";

const WHY =
  "Its digests are those of WebCrypto, which every runtime has and which are asynchronous: each costs a task of a thread. The official libraries take the synchronous ones of Node, and run nowhere else.";

const DERIVES =
  "aws4fetch keeps the key that it derives from the secret for a day; here each signature derives its own.";

function times(peer: string, which: string, atMost: number, tolerated: number, why?: string): Goal {
  return {
    title: `${which}: CPU time of a signature, times ${peer}`,
    measure: (rows: readonly ResultRow[]) =>
      figure(rows, "alicred", "cpuUs", { case: which }) / figure(rows, peer, "cpuUs", { case: which }),
    atMost,
    tolerated,
    ...(why !== undefined && { why }),
  };
}

export const signing: Benchmark = {
  name: "signing",
  about:
    "The headers or parameters that authorize one call with a temporary key, one after another, in one process. aws4fetch signs by the scheme of AWS, and keeps the keys that it derives.",
  columns: [
    { figure: "perSecond", head: "a second" },
    { figure: "us", head: "us" },
    { figure: "cpuUs", head: "CPU us" },
  ],
  chart: { title: "Signatures a second", figure: "perSecond" },
  goals: [
    times("aws4fetch, its own V4", "V3", 1, 1.3),
    times("@alicloud/openapi-core", "V3", 1, 16, WHY),
    times("@alicloud/openapi-core", "V1", 1, 8, WHY),
    times("aws4fetch, its own V4", "OSS V4", 1, 2.8, DERIVES),
    times("ali-oss", "OSS V4", 1, 20, WHY),
  ],
  run: (options) => runWork("signing", 2, options),
};
