import { createTestHost } from "@alicred/conformance";
import { type Clock, createContext } from "@alicred/core";
import { expect, test } from "vitest";
import { callAssumeRole, type StsCallOptions } from "../src/mod.ts";
import { KEY, refusal, START_MS } from "./support.ts";

const ROLE = { roleArn: "acs:ram::123456789012:role/r" };

/**
 * How long each attempt waits for an STS that answers the first one with a used nonce, where that is asked for, after
 * `answersAfterMs`, and never again; and when the call ends.
 */
async function waits(options: StsCallOptions, answersAfterMs?: number) {
  const attempts: number[] = [];
  let nowMs = START_MS;
  let isCalling = false;
  // A deadline comes only while a request hangs; what else takes time are the pauses between the attempts.
  const sleep: Clock["sleep"] = async (ms, signal) => {
    if (isCalling) attempts.push(ms);
    else if (ms >= 1000) await hangs(signal);
    isCalling = false;
    nowMs += ms;
  };
  let isFirst = answersAfterMs !== undefined;
  const host = createTestHost({
    clock: { now: () => nowMs, sleep },
    fetch: async (_url, { signal }) => {
      isCalling = !isFirst;
      if (!isFirst) return hangs(signal);
      isFirst = false;
      nowMs += answersAfterMs ?? 0;
      const { status = 200, body } = refusal(400, "SignatureNonceUsed");
      return new Response(JSON.stringify(body), { status });
    },
  });
  const context = createContext({ host, signal: new AbortController().signal });
  await expect(callAssumeRole(context, KEY, ROLE, options)).rejects.toMatchObject({
    code: "UPSTREAM_TIMEOUT",
  });
  return { attempts, allMs: nowMs - START_MS };
}

function hangs(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

test.each<[StsCallOptions, number[], number]>([
  [{}, [5000, 5000], 12_000],
  [{ attemptTimeoutMs: undefined, timeoutMs: undefined }, [5000, 5000], 12_000],
  [{ attemptTimeoutMs: 7000 }, [7000], 12_000],
  [{ timeoutMs: 3000 }, [3000], 3000],
  [{ attemptTimeoutMs: 20_000, timeoutMs: 60_000 }, [20_000, 20_000], 60_000],
])("%j: how long a call waits", async (options, first, allMs) => {
  const waited = await waits(options);
  expect(waited.attempts.slice(0, first.length)).toEqual(first);
  expect(waited.allMs).toBeLessThanOrEqual(allMs);
  expect(waited.attempts.reduce((sum, ms) => sum + ms)).toBeGreaterThan(allMs - 600);
});

test("a call that is repeated for its nonce has the whole time again", async () => {
  const { attempts, allMs } = await waits({}, 4000);
  expect(attempts.slice(0, 2)).toEqual([5000, 5000]);
  expect(allMs).toBe(16_000);
});
