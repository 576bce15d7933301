/**
 * A plugin's source as a subject, below alicred's cache. Its service is asked for real until it has answered once; what it
 * said is then replayed, with the latency and the faults of the scenario.
 *
 * @module
 */
import {
  ask,
  type CredentialSource,
  changedContext,
  type Fetch,
  found,
  type Host,
  type ResolveContext,
  refreshing,
} from "@alicred/core";
import { issueFor } from "./alicred-subject.ts";
import { createRecording, type Recording, replyOf } from "./recording.ts";
import type { Issued, Setting, Subject } from "./subject.ts";
import { UpstreamFailure } from "./upstream.ts";

/**
 * Asks the source once, so that what it needs is known.
 *
 * @param makeSource called for each client
 * @throws {AlicredError} that of the source, if it has no credentials.
 */
export async function pluginSubject(
  name: string,
  makeSource: () => CredentialSource,
  host: Host,
): Promise<Subject> {
  const recording = createRecording(host.fetch);
  const trial = refreshing(recorded(makeSource(), recording), { host });
  try {
    await trial.get();
  } finally {
    trial.close();
  }
  return {
    name,
    create: (setting) => refreshing(replayed(makeSource(), setting, recording), { host }),
  };
}

function recorded(source: CredentialSource, recording: Recording): CredentialSource {
  return {
    name: source.name,
    transparent: true,
    resolve: (context) => ask(withFetch(context, recording.acquisition().record), source),
  };
}

/** The source with requests that the scenario slows down or breaks, and credentials that live as long as it says. */
function replayed(source: CredentialSource, setting: Setting, recording: Recording): CredentialSource {
  return {
    name: source.name,
    transparent: true,
    async resolve(context) {
      const { replay } = recording.acquisition();
      let issued: Issued | undefined;
      const answer = await ask(
        withFetch(context, async (url, init) => {
          try {
            issued = await setting.issue();
          } catch (thrown) {
            if (thrown instanceof UpstreamFailure) return replyOf(thrown.status);
            throw thrown;
          }
          return replay(url, init);
        }),
        source,
      );
      if (answer.outcome !== "credentials") return answer;
      // A source that makes no requests, such as one of files or programs, is slow or broken by itself.
      return found(issued ?? (await issueFor(setting)));
    },
  };
}

function withFetch(context: ResolveContext, fetch: Fetch): ResolveContext {
  return changedContext(context, { host: { ...context.host, fetch: untilAborted(fetch) } });
}

/** A request that its signal ends, as those of a network are. */
function untilAborted(fetch: Fetch): Fetch {
  return (url, init) =>
    new Promise((resolve, reject) => {
      init.signal.addEventListener("abort", () => reject(init.signal.reason), { once: true });
      fetch(url, init).then(resolve, reject);
    });
}
