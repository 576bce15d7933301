/**
 * Sources that stand around others, or for fixed credentials.
 *
 * @module
 */
import {
  ask,
  ConfigurationError,
  type CredentialSource,
  Credentials,
  type CredentialsInit,
  closeSource,
  found,
  notConfigured,
  type ResolveContext,
} from "@alicred/core";

/** The parts of supplied credentials. */
export type SuppliedPart = "accessKeyId" | "accessKeySecret" | "securityToken";

/**
 * A source that answers with the same credentials each time.
 *
 * @param from says where each part came from, for the trace: `argument accessKeyId`
 * @throws {InvalidAnswerError} `CREDENTIALS_INCOMPLETE` when the key or the secret is missing.
 */
export function fixedSource(init: CredentialsInit, from: (part: SuppliedPart) => string): CredentialSource {
  const credentials = new Credentials(init);
  return {
    name: "static",
    async resolve(context) {
      for (const part of ["accessKeyId", "accessKeySecret", "securityToken"] as const) {
        if (credentials[part] !== undefined) context.supplied(part, from(part));
      }
      return found(credentials);
    },
  };
}

/**
 * A source that is made from settings read at each resolution, such as variables. While they stay the same, the source
 * is kept, with its sessions; one that is replaced is closed. Trace and provenance show it under `name` alone.
 *
 * @param read gives the settings, which are compared as JSON
 */
export function memoizedSource<Settings>(
  name: string,
  read: (context: ResolveContext) => Settings | Promise<Settings>,
  make: (settings: Settings) => CredentialSource,
): CredentialSource {
  let latest: { readonly key: string; readonly source: CredentialSource } | undefined;
  const close = (): void => {
    if (latest) closeSource(latest.source);
  };
  return {
    name,
    async resolve(context) {
      const settings = await read(context);
      const key = JSON.stringify(settings) ?? "";
      if (latest?.key !== key) {
        close();
        latest = { key, source: make(settings) };
      }
      return latest.source.resolve(context);
    },
    close,
  };
}

/** A source that is never configured, with what it looked for. */
export function notConfiguredSource(
  name: string,
  ...lookedFor: readonly [string, ...string[]]
): CredentialSource {
  return { name, resolve: async () => notConfigured(...lookedFor) };
}

/** A source of another name with one step, which shows in trace and provenance. */
export function namedStep(name: string, step: CredentialSource): CredentialSource {
  return { name, resolve: (context) => ask(context, step), close: () => closeSource(step) };
}

/** The source, asked again within 5 minutes while it has a session without an expiration. */
export function rereadSession(source: CredentialSource): CredentialSource {
  // No copy: the methods of a class are not its own.
  return {
    name: source.name,
    transparent: source.transparent ?? false,
    close: () => closeSource(source),
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
  return {
    name: source.name,
    async resolve(context) {
      const answer = await source.resolve(context);
      if (answer.outcome !== "not-configured") return answer;
      const message = `${what} is not enough. Set ${answer.lookedFor.join(", ")} too.`;
      throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
    },
    close: () => closeSource(source),
  };
}

/**
 * Time in milliseconds after which a file, a variable, a program or a document that states no expiry is read again: a
 * third of the shortest session.
 */
export const REREAD_AFTER_MS = 300_000;
