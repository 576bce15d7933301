// Requests signed in a second.
import type { Benchmark } from "../harness/benchmark.ts";
import { figure } from "../harness/result.ts";
import { runWork } from "../harness/work.ts";

const PEERS = [
  ["V3", "@alicloud/openapi-core"],
  ["V3", "aws4fetch, its own V4"],
  ["V1", "@alicloud/openapi-core"],
  ["OSS V4", "ali-oss"],
  ["OSS V4", "aws4fetch, its own V4"],
  ["OSS V4, URL", "ali-oss"],
  ["OSS V4, URL", "aws4fetch, its own V4"],
] as const;

export const signing: Benchmark = {
  name: "signing",
  about:
    "The headers or parameters that authorize one call with a temporary key, one after another, in one process; alicred with the host of Node. aws4fetch signs by the scheme of AWS. Both keep the key of a day that they derive from the secret, which ali-oss derives each time.",
  columns: [
    { figure: "perSecond", head: "a second" },
    { figure: "us", head: "us" },
    { figure: "cpuUs", head: "CPU us" },
  ],
  chart: { title: "Signatures a second", figure: "perSecond" },
  goals: PEERS.map(([which, peer]) => ({
    title: `${which}: CPU time of a signature, times ${peer}`,
    measure: (rows) =>
      figure(rows, "alicred", "cpuUs", { case: which }) / figure(rows, peer, "cpuUs", { case: which }),
    atMost: 1,
    tolerated: 1.3,
  })),
  run: (options) => runWork("signing", 2, options),
};
