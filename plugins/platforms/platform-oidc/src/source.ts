import type { CredentialSource, Rule } from "@alicred/core";
import { ConfigurationError, chain, notConfigured, UnavailableError } from "@alicred/core";
import { type OidcOptions, oidcSource } from "@alicred/oidc";
import { roleRules } from "@alicred/sts";
import { type Platform, type TokenOption, type TokenOptions, tokenRules } from "./platform.ts";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "platform-oidc";

/**
 * The role, and which token is exchanged for it. Variables complete the role, the provider and the session's name, as in
 * `@alicred/oidc`: `ALIBABA_CLOUD_ROLE_ARN`, `ALIBABA_CLOUD_OIDC_PROVIDER_ARN`, `ALIBABA_CLOUD_ROLE_SESSION_NAME`.
 */
export interface PlatformRoleOptions extends Omit<OidcOptions, "token" | "families">, TokenOptions {}

/** The rules of these options, for a schema. */
export const optionRules: Readonly<Record<string, Rule>> = { ...roleRules, ...tokenRules };

/**
 * The source of one platform. A platform that was named and has no token is a failure, because no other identity must
 * slip in.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for an option that the platform does not take.
 */
export function platformSource(platform: Platform, options: PlatformRoleOptions): CredentialSource {
  const strange = (Object.keys(tokenRules) as TokenOption[]).find(
    (name) => options[name] !== undefined && !platform.takes.includes(name),
  );
  if (strange === undefined) return exchange(platform, options, NAME, true);
  const taken = platform.takes.join(", ") || "none";
  const message = `${NAME}: ${strange}: has no effect on ${platform.name}, whose options are ${taken}. Leave it out.`;
  throw new ConfigurationError("INVALID_OPTION", message);
}

/** The platforms whose token shows without a request, in order: the first that has one counts. The trace lists them. */
export function autoSource(platforms: readonly Platform[], options: PlatformRoleOptions): CredentialSource {
  const sources = platforms
    .filter(({ isDetectable }) => isDetectable)
    .map((platform) => exchange(platform, options, platform.name, false));
  const inOrder = chain(sources, { name: NAME });
  return {
    ...inOrder,
    async resolve(context) {
      const answer = await inOrder.resolve(context);
      // Looking for a header reads the input, but the session is the role's.
      if (answer.outcome === "credentials") context.concerns("every-call");
      return answer;
    },
  };
}

function exchange(
  platform: Platform,
  options: PlatformRoleOptions,
  name: string,
  isAsked: boolean,
): CredentialSource {
  const { roleArn, oidcProviderArn, roleSessionName, durationSeconds, policy, sts } = options;
  const role = { roleArn, oidcProviderArn, roleSessionName, durationSeconds, policy, sts };
  return {
    name,
    async resolve(context) {
      const carrier = await platform.locate(context, options, isAsked);
      if (carrier === undefined) {
        const carriers = platform.carriers(options);
        if (!isAsked) return notConfigured(carriers);
        const message = `platform ${platform.name}: no token in ${carriers.join(" or ")}. ${platform.hint}`;
        throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
      }
      const originOf = (option: string): string => (option === "token" ? carrier.from : `argument ${option}`);
      for (const option of platform.takes)
        if (options[option] !== undefined) context.supplied(option, originOf(option));
      try {
        const answer = await oidcSource({ ...role, token: carrier.value }, originOf).resolve(context);
        // The session is the role's, whichever request brought the token.
        context.concerns("every-call");
        return answer;
      } catch (thrown) {
        // A token that is bad says nothing of the next request's; an STS that is down does.
        if (carrier.isOfCall && !(thrown instanceof UnavailableError)) context.concerns("this-call");
        throw thrown;
      }
    },
  };
}
