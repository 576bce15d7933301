import {
  type CredentialSource,
  found,
  type RefreshPolicy,
  refreshing,
  UnavailableError,
} from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import type { Issued, Setting, Subject } from "./subject.ts";
import { UpstreamFailure } from "./upstream.ts";

/** The refresh cache of alicred around a source that asks the upstream in this process. */
export const alicred: Subject = alicredWith("alicred");

/** The same with a policy of its own. */
export function alicredWith(name: string, policy: Omit<RefreshPolicy, "host"> = {}): Subject {
  return {
    name,
    create: (setting) => refreshing(upstreamSource(setting), { host: nodeHost(), ...policy }),
  };
}

/** A source that does nothing but ask the upstream. */
export function upstreamSource(setting: Setting): CredentialSource {
  return { name: "upstream", resolve: async () => found(await issueFor(setting)) };
}

/** Asks the upstream, whose failures are errors of the kernel. */
export async function issueFor({ issue }: Pick<Setting, "issue">): Promise<Issued> {
  try {
    return await issue();
  } catch (thrown) {
    throw thrown instanceof UpstreamFailure ? unavailable(thrown) : thrown;
  }
}

function unavailable({ status, message }: UpstreamFailure): UnavailableError {
  const code = status === 429 ? "UPSTREAM_THROTTLED" : "UPSTREAM_UNAVAILABLE";
  return new UnavailableError(code, message, { status });
}
