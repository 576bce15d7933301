import { assumeRole } from "@alicred/assume-role";
import { ConfigurationError, type CredentialSource, type ResolveContext } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { memoizedSource, namedStep, REREAD_AFTER_MS, readToken } from "@alicred/plugin-kit";
import { note } from "./notes.ts";
import { oidcOf, providerToken } from "./oidc-block.ts";
import { pick } from "./pick.ts";
import { baseSource } from "./provider-base-source.ts";
import type { AssumeRoleWithOidcSettings, ProviderSettings } from "./provider-block.ts";
import { type Base, profileSettings, providerBase } from "./provider-plan.ts";
import { providerRole } from "./provider-role.ts";
import { type Role, roleArnOf } from "./role.ts";
import { readSharedFile } from "./shared-file.ts";
import { OIDC_TOKEN_VARIABLES } from "./variables.ts";

interface Plan {
  readonly base: Base;
  readonly role: Role | undefined;
}

/**
 * What the provider's code does, step by step, in place of what its documentation says. Sessions are refreshed, unlike
 * there, and the profile is read anew each time.
 *
 * @see https://github.com/aliyun/terraform-provider-alicloud/blob/master/alicloud/provider.go
 */
export function providerOrder(
  name: string,
  settings: ProviderSettings,
  modes: readonly ProfileMode[],
): CredentialSource {
  const { assume_role_with_oidc: oidc } = settings;
  const oidcSource = oidc && oidcOf(oidc, settings, providerToken);

  async function read(context: ResolveContext): Promise<Plan> {
    const { host } = context;
    const { assume_role: block } = settings;
    const named = block && roleArnOf(host, block);
    const file = await readSharedFile(host, settings);
    const { profile, fields } = file;
    note(context, { profile: fields && profile });
    const base = providerBase(host, settings, fields);
    if (base.kind === "keys") warnOfMixing(context, base.keys);
    if (oidc !== undefined) await requireToken(context, oidc);
    const isThere = base.kind !== "none" && base.kind !== "half";
    const role = isThere
      ? await providerRole(context, settings, profileSettings(fields), file, named)
      : undefined;
    return { base, role };
  }

  return memoizedSource(name, read, ({ base, role }) => {
    const from = reread(base, baseSource(base, settings, modes, oidcSource));
    return namedStep(name, role === undefined ? from : assumeRole({ from, ...role }));
  });
}

/** The source, to be asked again while what it answers holds a field of the profile, or the session of a variable. */
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
    const message = `argument assume_role_with_oidc has neither oidc_token nor oidc_token_file. Set one: the provider wants it even where it does not need it.`;
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
