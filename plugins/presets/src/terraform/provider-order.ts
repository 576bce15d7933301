/**
 * Terraform's precedence as the provider's code has it.
 *
 * @module
 */
import { assumeRole } from "@alicred/assume-role";
import { ConfigurationError, type CredentialSource, closeSource, type ResolveContext } from "@alicred/core";
import { memoizedSource, namedStep, type ProfileMode, REREAD_AFTER_MS, readToken } from "@alicred/plugin-kit";
import { arranged, keptOpen, type SourcesOption } from "../arrange.ts";
import { type BlockScope, note, pick, profileFields } from "./block-scope.ts";
import { oidcOf, providerToken } from "./oidc-block.ts";
import { baseSource } from "./provider-base.ts";
import type { AssumeRoleWithOidcSettings } from "./provider-block.ts";
import { type Base, profileSettings, providerBase } from "./provider-plan.ts";
import { providerRole, type Role, roleArnOf } from "./role.ts";
import { OIDC_TOKEN_VARIABLES, PROVIDER_VARIABLES } from "./variables.ts";

/** The sources of the provider's code: it decides on one. */
export interface ProviderSources {
  /** The source that the provider's code decides on. Another one whenever its settings change. */
  readonly provider: CredentialSource;
}

interface Plan {
  readonly base: Base;
  readonly role: Role | undefined;
}

/**
 * The steps of the provider's code, in place of those of its documentation. Sessions are refreshed, unlike there, and the
 * profile is read each time.
 *
 * @see https://github.com/aliyun/terraform-provider-alicloud/blob/master/alicloud/provider.go
 */
export function providerOrder(
  name: string,
  scope: BlockScope,
  options: SourcesOption<ProviderSources>,
  modes: () => Promise<readonly ProfileMode[]>,
): CredentialSource {
  const { settings } = scope;
  const { assume_role: block, assume_role_with_oidc: oidc } = settings;
  const oidcSource = oidc && oidcOf(oidc, scope, providerToken);

  async function read(context: ResolveContext): Promise<Plan> {
    const { host } = context;
    const named = block && roleArnOf(host, block);
    const fields = await profileFields(scope, host);
    const profile = pick(host, settings.profile, "profile", PROVIDER_VARIABLES.profile);
    note(context, { profile: fields && profile });
    const base = providerBase(host, settings, fields);
    if (base.kind === "keys") warnOfMixing(context, base.keys);
    if (oidc !== undefined) await requireToken(context, oidc);
    // Without a base of its own the provider assumes no role.
    const hasBase = options.sources !== undefined || !(base.kind === "none" || base.kind === "half");
    const role = hasBase ? await providerRole(context, scope, profileSettings(fields), named) : undefined;
    return { base, role };
  }

  let latest: CredentialSource | undefined;
  const source = memoizedSource(name, read, ({ base, role }) => {
    const provider = reread(base, baseSource(base, settings, modes, oidcSource));
    latest = options.sources ? arranged("base", { provider }, options) : provider;
    const from = keptOpen(latest);
    return namedStep(name, role === undefined ? from : assumeRole({ from, ...role }));
  });
  return {
    ...source,
    close() {
      if (latest !== undefined) closeSource(latest);
    },
  };
}

/** The source, to be asked again if its key has a field of the profile, or the session of a variable. */
function reread(base: Base, source: CredentialSource): CredentialSource {
  if (base.kind !== "keys") return source;
  const isOfProfile = Object.values(base.keys).some((setting) => setting?.from.startsWith("field "));
  const isOfVariable = base.keys.security_token?.from.startsWith("environment ");
  if (!(isOfProfile || isOfVariable)) return source;
  return {
    name: source.name,
    async resolve(context) {
      const answer = await source.resolve(context);
      return answer.outcome === "credentials" ? { ...answer, refreshAfterMs: REREAD_AFTER_MS } : answer;
    },
  };
}

/** The provider reads the token as soon as there is a block, whether it is needed or not. */
async function requireToken(context: ResolveContext, block: AssumeRoleWithOidcSettings): Promise<void> {
  const token =
    pick(context.host, block.oidc_token, "oidc_token", OIDC_TOKEN_VARIABLES.oidc_token) ??
    pick(context.host, block.oidc_token_file, "oidc_token_file", OIDC_TOKEN_VARIABLES.oidc_token_file);
  if (token === undefined) {
    const message =
      "argument assume_role_with_oidc is set, but neither oidc_token nor oidc_token_file is. Set one: the provider requires it even when it does not use it.";
    throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
  }
  const isFile = /file$/i.test(token.from);
  if (isFile) await readToken(context, { file: token.value }, token.from);
}

/** The trace names each field that the provider would take from another place than the key. */
function warnOfMixing(context: ResolveContext, keys: Extract<Base, { kind: "keys" }>["keys"]): void {
  const { access_key: key, ...others } = keys;
  for (const [name, setting] of Object.entries(others)) {
    if (setting !== undefined && placeOf(setting.from) !== placeOf(key.from))
      context.warn(`${name} is mixed in: it is ${setting.from}, while access_key is ${key.from}.`);
  }
}

/** The block, a family of variables, or the profile. */
function placeOf(from: string): string {
  return /^(argument|environment variable [A-Z]+_(?:CLOUD_)?|field)/.exec(from)?.[1] ?? from;
}
