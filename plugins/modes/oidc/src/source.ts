import type { CredentialSource, FieldSchema } from "@alicred/core";
import { found, notConfigured, parseFields, schemaOf } from "@alicred/core";
import { callWithToken, readToken, tokenFrom } from "@alicred/plugin-kit";
import { type CallLimits, callAssumeRoleWithOidc, type EndpointOptions, roleRules } from "@alicred/sts";
import type { OidcParts, VariableFamily } from "./settings.ts";
import { expirationOf, expiredToken, FAMILIES, helpfulVariables, readSettings } from "./settings.ts";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "oidc";

/**
 * Variables complete the role, the provider, the session's name and the token: `…_ROLE_ARN`, `…_OIDC_PROVIDER_ARN`,
 * `…_ROLE_SESSION_NAME`, and `…_OIDC_TOKEN`, else the file that `…_OIDC_TOKEN_FILE` names.
 */
export interface OidcOptions extends OidcParts {
  /** Which STS to call, and how long to wait. Default: from environment variables, else `sts.aliyuncs.com`. */
  readonly sts?: (EndpointOptions & CallLimits) | undefined;
  /**
   * The families of variables that supply what is not given. The first that has an OIDC variable counts, and is not
   * mixed with the other. Default: `ALIBABA_CLOUD`, `ALIBABACLOUD`.
   */
  readonly families?: readonly VariableFamily[] | undefined;
}

// Marked pure: a bundle that makes the source only from validated options then has no schema.
export const oidcOptions: FieldSchema<OidcOptions> = /* @__PURE__ */ schemaOf({
  ...roleRules,
  token: tokenFrom,
  families: {
    accepts: (value) => Array.isArray(value) && value.every((each) => FAMILIES.includes(each)),
    complaint: `is not a list of ${FAMILIES}`,
  },
});

/**
 * A RAM role assumed with the token of an OIDC identity provider, as for a service account of Kubernetes (RRSA).
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options outside the limits of AssumeRoleWithOIDC.
 */
export function oidc(options: OidcOptions = {}): CredentialSource {
  // Not by the plugin, so that a bundle with this function alone does not have the profile mode.
  return oidcSource(parseFields(oidcOptions, options, NAME));
}

/**
 * The source for validated options.
 *
 * @param originOf says where an option came from. Default: `argument roleArn`.
 */
export function oidcSource(
  options: OidcOptions,
  originOf: (option: string) => string = (option) => `argument ${option}`,
): CredentialSource {
  const { sts, families = FAMILIES, token: _, ...role } = options;
  return {
    name: NAME,
    async resolve(context) {
      const settings = readSettings(context, options, originOf, families);
      if (settings === undefined)
        return notConfigured(`environment variable ${helpfulVariables(context.host, families).join(" or ")}`);
      for (const [option, value] of Object.entries(role))
        if (value && !(option in settings)) context.supplied(option, originOf(option));
      const { roleArn, oidcProviderArn, roleSessionName, token } = settings;
      const oidcToken = await readToken(context, token.value, token.from);
      const parameters = {
        ...role,
        roleArn: roleArn.value,
        oidcProviderArn: oidcProviderArn.value,
        roleSessionName: roleSessionName?.value,
        oidcToken,
      };
      const session = await callWithToken(
        context,
        expirationOf(oidcToken, token),
        (agoMs) => expiredToken(agoMs, token.from),
        () => callAssumeRoleWithOidc(context, parameters, { ...sts, originOf }),
      );
      return found(session);
    },
  };
}
