import { resolveOnce } from "@alicred/conformance";
import type { Clock, CredentialSource } from "@alicred/core";
import { expect, test } from "vitest";
import { type ProviderBlock, terraform } from "../src/terraform/mod.ts";
import { terraformHttp } from "../src/terraform-http.ts";
import { hostOf, tokenOf } from "./world.ts";

const key = { access_key: "K", secret_key: "S" };
const role = "acs:ram::1:role/r";

const roles: readonly (readonly [string, ProviderBlock])[] = [
  ["AssumeRole", { ...key, assume_role: { role_arn: role } }],
  [
    "AssumeRoleWithOIDC",
    {
      assume_role_with_oidc: {
        role_arn: role,
        oidc_provider_arn: "acs:ram::1:oidc-provider/p",
        oidc_token: tokenOf("me"),
      },
    },
  ],
];

/** How long each attempt waits for an STS that never answers, and all of them with the pauses between. */
async function waits(source: CredentialSource): Promise<{ attempts: readonly number[]; allMs: number }> {
  const attempts: number[] = [];
  const startMs = Date.parse("2026-01-07T08:00:00Z");
  let nowMs = startMs;
  let isCalling = false;
  // A deadline comes only while a call is under way; what else takes time are the pauses between the attempts.
  const sleep: Clock["sleep"] = async (ms, signal) => {
    const passes = isCalling || ms < 1000;
    if (isCalling) attempts.push(ms);
    isCalling = false;
    if (passes) nowMs += ms;
    else await rejects(signal);
  };
  const { answer } = await resolveOnce(source, {
    ...hostOf({}),
    clock: { now: () => nowMs, sleep },
    fetch: (_url, { signal }) => {
      isCalling = true;
      return rejects(signal);
    },
  });
  expect(answer).toMatchObject({ outcome: "failed", error: { code: "UPSTREAM_TIMEOUT" } });
  return { attempts, allMs: nowMs - startMs };
}

function rejects(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}

const cases: readonly (readonly [ProviderBlock, number[], number])[] = [
  [{}, [5000, 5000], 12_000],
  [{ client_read_timeout: 0, client_connect_timeout: 0 }, [5000, 5000], 12_000],
  [{ client_read_timeout: 4000 }, [4000, 4000], 12_000],
  [{ client_connect_timeout: 4000, client_read_timeout: 0 }, [4000, 4000], 12_000],
  [{ client_read_timeout: 6000, client_connect_timeout: "1000" }, [7000], 12_000],
  [{ client_read_timeout: 12_000 }, [12_000], 12_000],
  [{ client_read_timeout: 30_000, client_connect_timeout: 500 }, [30_500], 30_500],
];

for (const [operation, block] of roles) {
  for (const compat of [undefined, "provider"] as const) {
    test.each(cases)(
      `%j is how long ${operation} waits (compat ${compat})`,
      async (timeouts, first, allMs) => {
        const waited = await waits(terraform({ ...block, ...timeouts }, { compat }));
        expect(waited.attempts.slice(0, first.length)).toEqual(first);
        expect(waited.allMs).toBe(allMs);
      },
    );

    test(`${operation} has three attempts of a short one (compat ${compat})`, async () => {
      const source = terraform(
        { ...block, client_read_timeout: 1500, client_connect_timeout: 500 },
        { compat },
      );
      const { attempts, allMs } = await waits(source);
      expect(attempts).toEqual([2000, 2000, 2000]);
      expect(allMs).toBeLessThan(7000);
    });
  }
}

test("terraformHttp has them too", async () => {
  const source = terraformHttp({
    access_key: "K",
    secret_key: "S",
    assume_role: { role_arn: role },
    client_read_timeout: 20_000,
    client_connect_timeout: 1000,
  });
  expect(await waits(source)).toEqual({ attempts: [21_000], allMs: 21_000 });
});
