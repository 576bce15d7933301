import {
  type Answer,
  ask,
  type CredentialSource,
  type Credentials,
  found,
  parseOptions,
  RefusedError,
  type ResolveContext,
} from "@alicred/core";
import { assumeRole as callAssumeRole, type EndpointOptions } from "@alicred/sts";
import { NAME } from "./name.ts";
import { type AssumeRoleOptions, assumeRoleOptions, type RoleOptions } from "./options.ts";

// A base that is due for another look but gets none would otherwise cost an STS call at each `get`.
const LEAST_REFRESH_AFTER_MS = 10_000;

// A base found behind a failed source needs another look soon, and so does the role. A file that is read again every
// five minutes does not: it is read when the session is renewed.
const SOON_MS = 240_000;

/**
 * A RAM role assumed on top of any source. When that source is not configured, neither is this one; when it fails, so
 * does this one.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options outside the limits of AssumeRole.
 */
export function assumeRole(options: AssumeRoleOptions): CredentialSource {
  return roleSource(parseOptions(assumeRoleOptions, options, NAME), (part) => `argument ${part}`);
}

/** An option that the trace or an error may name. */
export type Part = keyof RoleOptions | `sts.${keyof EndpointOptions}`;

/**
 * The source for options that were checked.
 *
 * @param originOf says where a part came from
 * @param keyOrigin where the credentials that assume the role come from, for errors: `profile "base"`
 */
export function roleSource(
  options: AssumeRoleOptions,
  originOf: (part: Part) => string,
  keyOrigin?: string,
): CredentialSource {
  const { from, sts, ...role } = options;

  async function resolve(context: ResolveContext): Promise<Answer> {
    for (const part of Object.keys(role) as (keyof RoleOptions)[])
      if (role[part] !== undefined) context.supplied(part, originOf(part));
    const cache = context.cached(from);
    let refused: { readonly base: Credentials; readonly error: unknown } | undefined;
    for (;;) {
      const answer = await ask(context, cache);
      if (answer.outcome !== "credentials") return answer;
      const base = answer.credentials;
      if (base.accessKeySecret === refused?.base.accessKeySecret) throw refused.error;
      try {
        const session = await callAssumeRole(context, base, role, { ...sts, originOf, keyOrigin });
        const { refreshAfterMs = SOON_MS } = answer;
        return found(
          session,
          refreshAfterMs < SOON_MS ? Math.max(refreshAfterMs, LEAST_REFRESH_AFTER_MS) : undefined,
        );
      } catch (error) {
        if (refused || !mayBeOutdated(base, error)) throw error;
        cache.invalidate(base);
        refused = { base, error };
      }
    }
  }

  return { name: NAME, resolve };
}

/**
 * Whether a refusal may be due to cached base credentials that were replaced since. A session is dropped only when STS
 * rejects the session itself. A key that does not expire would otherwise be cached forever, and costs little to look up
 * again.
 */
function mayBeOutdated({ expiresAtMs }: Credentials, error: unknown): boolean {
  if (!(error instanceof RefusedError)) return false;
  const rejected = /^(InvalidAccessKeyId|(Invalid|Missing)SecurityToken|SignatureDoesNotMatch)/;
  return expiresAtMs === undefined || rejected.test(error.serverCode ?? "");
}
