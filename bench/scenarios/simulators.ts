// The simulators, beside a bare Hono app.
import type { Benchmark, Goal } from "../harness/benchmark.ts";
import { figure } from "../harness/result.ts";
import { runWork } from "../harness/work.ts";

const WHY =
  "It also reconstructs what was signed, hashes it, decides by policies, keeps what it issues and writes its journal; the middle subject shows the lower bound of reading and hashing alone.";

const ISSUES =
  "It decides by two policies, and draws, keeps and seals credentials of 400 characters for each call, which the bare app answers with the same ones.";
const NEAR =
  "It reconstructs and hashes what was signed, decides by two policies and fills in a template; runs differ by a tenth, on both sides of the goal.";
const DIFFER = "Runs differ by some hundredths, on both sides of the goal.";
const READS = "Its body, which a bare app never reads, is read and parsed too.";

/** A call of a client, which signs it for either by the same library. */
function signedCall(kind: string, tolerated: number, why?: string): Goal {
  return {
    title: `${kind}: CPU time of a call with its signing, times bare Hono`,
    measure: (rows) => 1 / figure(rows, "simulated cloud", "signedRate", { case: kind }),
    atMost: 2,
    tolerated,
    ...(why !== undefined && { why }),
  };
}

/** The service's part alone, for calls that are signed beforehand. */
function serving(kind: string, tolerated: number, why: string): Goal {
  return {
    title: `${kind}: CPU time of a call alone, times bare Hono`,
    measure: (rows) => 1 / figure(rows, "simulated cloud", "rate", { case: kind }),
    atMost: 2,
    tolerated,
    why,
  };
}

export const simulators: Benchmark = {
  name: "simulators",
  about:
    "Signed calls to a simulated cloud, beside a bare Hono app that answers with the same bytes, and one that also reads the body, computes one SHA-256 over a canonical request and one HMAC. All receive the same calls, which the official libraries sign; a client pays for both. In process, and served on the loopback with the clients in the same process. Then worlds, a virtual month, memory.",
  columns: [
    { figure: "perSecond", head: "calls a second" },
    { figure: "us", head: "us a call" },
    { figure: "cpuUs", head: "CPU us a call" },
    { figure: "rate", head: "rate, bare = 1" },
    { figure: "signUs", head: "CPU us to sign it" },
    { figure: "signedRate", head: "rate with signing" },
    { figure: "ms", head: "ms" },
    { figure: "mb", head: "MB" },
    { figure: "mbLater", head: "MB two hours later" },
  ],
  goals: [
    signedCall("STS, ACS3-HMAC-SHA256", 2.4, `${ISSUES} ${DIFFER}`),
    signedCall("STS, HMAC-SHA1", 2.8, `${ISSUES} ${READS}`),
    signedCall("STS, ACS3-HMAC-SHA256, served", 2.6, ISSUES),
    signedCall("OSS GetObject, 1 kB", 2.2),
    signedCall("OSS PutObject, 1 kB", 2.2),
    signedCall("ecs DescribeRegions", 2.2, NEAR),
    serving("STS, ACS3-HMAC-SHA256", 3.2, WHY),
    serving("STS, HMAC-SHA1", 4.2, `${WHY} ${READS}`),
    serving("STS, ACS3-HMAC-SHA256, served", 2.8, WHY),
    serving("OSS GetObject, 1 kB", 3.2, WHY),
    serving("OSS PutObject, 1 kB", 3.2, WHY),
    serving("ecs DescribeRegions", 3, WHY),
  ],
  run: (options) => runWork("simulators", 1, options),
};
