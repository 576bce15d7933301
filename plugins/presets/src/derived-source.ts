import {
  ask,
  ConfigurationError,
  type CredentialSource,
  notConfigured,
  type ResolveContext,
} from "@alicred/core";
import { REREAD_AFTER_MS } from "@alicred/plugin-kit";

/**
 * A source that is made from settings read at each resolution, such as variables. While they stay the same, the source
 * is kept, with its sessions. Trace and provenance show it under `name` alone.
 */
export function derivedSource<Settings>(
  name: string,
  read: (context: ResolveContext) => Settings | Promise<Settings>,
  make: (settings: Settings) => CredentialSource,
): CredentialSource {
  let latest: { readonly key: string; readonly source: CredentialSource } | undefined;
  return {
    name,
    async resolve(context) {
      const settings = await read(context);
      const key = JSON.stringify(settings) ?? "";
      if (latest?.key !== key) latest = { key, source: make(settings) };
      return latest.source.resolve(context);
    },
  };
}

/** A source that is never configured, with what it looked for. */
export function absentSource(name: string, ...lookedFor: readonly [string, ...string[]]): CredentialSource {
  return { name, resolve: async () => notConfigured(...lookedFor) };
}

/** A source of another name with one step, which shows in trace and provenance. */
export function asStep(name: string, step: CredentialSource): CredentialSource {
  return { name, resolve: (context) => ask(context, step) };
}

/** The source, asked again within 5 minutes while it has a session without an expiration. */
export function rereadSession(source: CredentialSource): CredentialSource {
  return {
    ...source,
    async resolve(context) {
      const answer = await source.resolve(context);
      if (answer.outcome !== "credentials" || answer.refreshAfterMs !== undefined) return answer;
      const { expiresAtMs, securityToken } = answer.credentials;
      const isOpenEnded = expiresAtMs === undefined && securityToken !== undefined;
      return isOpenEnded ? { ...answer, refreshAfterMs: REREAD_AFTER_MS } : answer;
    },
  };
}

/**
 * A source that was asked for by name. It fails when it is not configured, because it must not give way to another
 * identity.
 *
 * @param what the setting that asked for it: `argument ecs_role_name`
 */
export function requiredSource(source: CredentialSource, what: string): CredentialSource {
  const { name } = source;
  return {
    name,
    async resolve(context) {
      const answer = await source.resolve(context);
      if (answer.outcome !== "not-configured") return answer;
      const message = `${what} is not enough. Set ${answer.lookedFor.join(", ")} too.`;
      throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
    },
  };
}
