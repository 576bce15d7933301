import { createTestHost, type Resolution, resolveOnce, type TestHostOptions } from "@alicred/conformance";
import type { AlicredError, Fetch, Host } from "@alicred/core";
import { simulateCloud } from "@alicred/simulators";
import { type PlatformOidcOptions, platformOidc } from "../src/mod.ts";

/** The role and the provider of the default world. */
export const DEFAULT = {
  roleArn: "acs:ram::1000000000000001:role/rrsa-app",
  oidcProviderArn: "acs:ram::1000000000000001:oidc-provider/ack-rrsa",
};

/** The parts of a machine, given a good token. */
export interface Given {
  readonly env?: (token: string) => Record<string, string>;
  readonly files?: (token: string) => Record<string, string>;
  readonly input?: (token: string) => unknown;
  readonly endpoint?: (url: URL, headers: Record<string, string>, token: string) => Response | undefined;
  readonly processes?: (token: string) => Host["processes"];
  readonly host?: TestHostOptions;
}

export interface Asked extends Resolution {
  /** Where the token came from, as the trace says. */
  readonly from: string | undefined;
  readonly error: AlicredError | undefined;
}

/** Asks the source once, on a machine with a good token. */
export async function ask(options: PlatformOidcOptions, given: Given = {}): Promise<Asked> {
  const cloud = simulateCloud();
  const token = await cloud.oidcIssuer().mint();
  const fetch: Fetch = async (url, init) =>
    given.endpoint?.(new URL(url), init.headers, token) ?? cloud.fetch(url, init);
  const host = {
    ...createTestHost({
      clock: cloud.clock,
      fetch,
      env: given.env?.(token) ?? {},
      files: given.files?.(token) ?? {},
      ...given.host,
    }),
    processes: given.processes?.(token),
  };
  const { answer, trace } = await resolveOnce(platformOidc({ ...DEFAULT, ...options }), host, undefined, {
    input: given.input?.(token),
    isRetry: true,
  });
  const from = trace.supplied.find(({ part }) => part === "token")?.from;
  return { answer, trace, from, error: answer.outcome === "failed" ? answer.error : undefined };
}
