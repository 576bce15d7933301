import { ConfigurationError, type Host, type ResolveContext } from "@alicred/core";
import {
  checkSetting,
  readTokenVariable,
  readVariable,
  type Setting,
  settingOf,
  type TokenFrom,
} from "@alicred/plugin-kit";
import { roleRules } from "@alicred/sts";
import type { OidcOptions, VariableFamily } from "./options.ts";

/** What a call needs. */
export interface Settings {
  readonly roleArn: Setting;
  readonly oidcProviderArn: Setting;
  readonly roleSessionName: Setting | undefined;
  readonly token: Setting<TokenFrom>;
}

/** What follows the family in the name of the variable for each part. */
const VARIABLE_OF = {
  roleArn: "ROLE_ARN",
  oidcProviderArn: "OIDC_PROVIDER_ARN",
  token: "OIDC_TOKEN_FILE",
  roleSessionName: "ROLE_SESSION_NAME",
} as const;

/** The variables of these families that ask for OIDC. */
function askingVariables(families: readonly VariableFamily[]): readonly string[] {
  return families.flatMap((family) =>
    ["OIDC_PROVIDER_ARN", "OIDC_TOKEN_FILE", "OIDC_TOKEN"].map((part) => `${family}_${part}`),
  );
}

/** Those of them that would help here: without files, one that names a file does not. */
export function helpfulVariables({ files }: Host, families: readonly VariableFamily[]): readonly string[] {
  return askingVariables(families).filter((name) => files || !name.endsWith("_FILE"));
}

/**
 * Completes the options from the environment, and notes in the trace what supplied each part. `undefined` when neither
 * of them asks for OIDC. The role's variable alone does not: other modes read it too.
 *
 * @throws {ConfigurationError} `INCOMPLETE_CONFIGURATION` when a part is missing, `INVALID_CONFIGURATION` when a variable
 *   holds an unusable one.
 */
export function readSettings(
  context: ResolveContext,
  options: OidcOptions,
  originOf: (part: string) => string,
  families: readonly VariableFamily[],
): Settings | undefined {
  const { host } = context;
  const family = families.find((each) => readVariable(host, askingVariables([each])));
  const asked = [family, options.roleArn, options.oidcProviderArn, options.token];
  if (asked.every((each) => each === undefined)) return undefined;

  const variables = (name: keyof typeof VARIABLE_OF): string[] =>
    (family ? [family] : families).map((each) =>
      `${each}_${VARIABLE_OF[name]}`.replace(/_FILE$/, host.files ? "$&" : ""),
    );
  const read = (name: "roleArn" | "oidcProviderArn" | "roleSessionName"): Setting | undefined => {
    return checkSetting(settingOf(host, options[name], originOf(name), variables(name)), roleRules[name]);
  };
  const parts = {
    roleArn: read("roleArn"),
    oidcProviderArn: read("oidcProviderArn"),
    token: options.token
      ? { value: options.token, from: originOf("token") }
      : family && readTokenVariable(host, `${family}_OIDC_TOKEN`),
    roleSessionName: read("roleSessionName"),
  };
  // Also of what is not complete the trace shows what there is.
  for (const [name, setting] of Object.entries(parts)) if (setting) context.supplied(name, setting.from);
  const { roleArn, oidcProviderArn, token } = parts;
  if (roleArn && oidcProviderArn && token) return { ...parts, roleArn, oidcProviderArn, token };
  const name = !roleArn ? "roleArn" : !oidcProviderArn ? "oidcProviderArn" : "token";
  const places = [originOf(name), ...variables(name).map((each) => `environment variable ${each}`)];
  const message = `OIDC is half configured: ${name} is missing. Set ${places.join(" or ")}.`;
  throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
}
