import type { CredentialSource, Credentials, FieldSchema } from "@alicred/core";
import { ask, found, parseFields, RefusedError, schemaOf } from "@alicred/core";
import type { EndpointPath, RoleOptions, StsOptions } from "@alicred/sts";
import { callAssumeRole, roleRules } from "@alicred/sts";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "assume-role";

export interface AssumeRoleOptions extends RoleOptions {
  /** Yields the credentials that assume the role. Its answers are cached and refreshed separately. */
  readonly from: CredentialSource;
  /** Which STS to call, how to sign, how long to wait. Default: from environment variables, else `sts.aliyuncs.com`. */
  readonly sts?: StsOptions | undefined;
}

export const assumeRoleOptions: FieldSchema<AssumeRoleOptions> = schemaOf<AssumeRoleOptions>(
  {
    ...roleRules,
    from: {
      accepts: (value) => typeof (value as Partial<CredentialSource> | null)?.resolve === "function",
      complaint: "is not a credential source",
    },
  },
  ["from", "roleArn"],
);

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
  // Not by the plugin, so that a bundle with this function alone has none of the profile modes.
  return roleSource(parseFields(assumeRoleOptions, options, NAME));
}

/** An option that the trace or an error may name. */
export type RoleOptionPath = keyof RoleOptions | EndpointPath;

/**
 * The source for validated options.
 *
 * @param originOf says where an option came from. Default: `argument roleArn`.
 * @param keyOrigin where the credentials that assume the role come from, for errors: `profile "base"`. Default: what the
 *   trace notes of it.
 */
export function roleSource(
  options: AssumeRoleOptions,
  originOf: (option: RoleOptionPath) => string = (option) => `argument ${option}`,
  keyOrigin?: string,
): CredentialSource {
  const { from, sts, ...role } = options;
  return {
    name: NAME,
    async resolve(context) {
      for (const option of Object.keys(role) as (keyof RoleOptions)[])
        if (role[option] !== undefined) context.supplied(option, originOf(option));
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
    },
  };
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
