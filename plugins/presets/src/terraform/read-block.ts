/**
 * Reading a provider block: every argument under its name, and checked.
 *
 * @module
 */
import type { CredentialSource, FieldSchema, ResolveContext, Rule } from "@alicred/core";
import { ConfigurationError, closeSource, parseFields } from "@alicred/core";
import { readVariable } from "@alicred/plugin-kit";
import { endpointRules, roleRules } from "@alicred/sts";
import type { BlockScope } from "./block-scope.ts";
import type { ArgumentPath, ProviderBlock, ProviderSettings } from "./provider-block.ts";
import { canonicalBlock } from "./spelling.ts";
import { ASSUME_ROLE_VARIABLES, KEY_VARIABLES, PROVIDER_VARIABLES } from "./variables.ts";

/** The complaint about anything else than a block. */
const NOT_A_BLOCK = "is not a block of arguments";

const block: Rule = {
  accepts: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  complaint: NOT_A_BLOCK,
};
const text: Rule = { accepts: (value) => typeof value === "string", complaint: "is not text" };
const milliseconds: Rule = {
  accepts: (value) => Number.isInteger(value) && Number(value) >= 0,
  complaint: "is not a whole number of milliseconds",
};

/** The empty text is always valid here: the order of precedence gives it a meaning. */
const orEmpty = ({ accepts, complaint }: Rule): Rule => ({
  accepts: (value) => value === "" || accepts(value),
  complaint,
});

/** The rule of each argument that bears on credentials. Their types are in `ProviderBlock`. */
const BLOCK_RULES: Readonly<Record<ArgumentPath, Rule>> = {
  access_key: text,
  secret_key: text,
  security_token: text,
  ecs_role_name: text,
  region: orEmpty(endpointRules.region),
  profile: text,
  shared_credentials_file: text,
  credentials_uri: text,
  assume_role: block,
  "assume_role.role_arn": orEmpty(roleRules.roleArn),
  "assume_role.session_name": orEmpty(roleRules.roleSessionName),
  "assume_role.policy": orEmpty(roleRules.policy),
  "assume_role.session_expiration": roleRules.durationSeconds,
  "assume_role.external_id": orEmpty(roleRules.externalId),
  assume_role_with_oidc: block,
  "assume_role_with_oidc.oidc_provider_arn": orEmpty(roleRules.oidcProviderArn),
  "assume_role_with_oidc.oidc_token": text,
  "assume_role_with_oidc.oidc_token_file": text,
  "assume_role_with_oidc.role_arn": orEmpty(roleRules.roleArn),
  "assume_role_with_oidc.policy": orEmpty(roleRules.policy),
  "assume_role_with_oidc.role_session_name": orEmpty(roleRules.roleSessionName),
  "assume_role_with_oidc.session_expiration": roleRules.durationSeconds,
  endpoints: block,
  "endpoints.sts": orEmpty(endpointRules.endpoint),
  client_read_timeout: milliseconds,
  client_connect_timeout: milliseconds,
  protocol: {
    accepts: (value) => value === "" || value === "HTTP" || value === "HTTPS",
    complaint: "is not HTTP or HTTPS",
  },
};

type Arguments = Readonly<Record<string, unknown>>;

function valueAt(input: unknown, path: string): unknown {
  return path.split(".").reduce((at, key) => (Object(at) as Arguments)[key], input);
}

/** Checks a block with every argument under its name. */
const schema: FieldSchema<ProviderSettings> = {
  "~standard": {
    version: 1,
    vendor: "alicred",
    validate(input) {
      const issues = Object.entries(BLOCK_RULES).flatMap(([name, { accepts, complaint: message }]) => {
        const value = valueAt(input, name);
        return value === undefined || accepts(value) ? [] : [{ path: [name], message }];
      });
      return issues.length > 0 ? { issues } : { value: input as ProviderSettings };
    },
  },
};

/** A provider block that was checked, and findings about how it is written. */
export interface ReadBlock {
  readonly settings: ProviderSettings;
  readonly warnings: readonly string[];
  /** The paths of arguments that are empty texts. */
  readonly empty: readonly string[];
}

/**
 * Reads a provider block.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` that names every invalid argument.
 */
export function readBlock(providerBlock: ProviderBlock, compat?: "provider"): ReadBlock {
  if (typeof providerBlock !== "object" || providerBlock === null || Array.isArray(providerBlock))
    throw new ConfigurationError("INVALID_OPTION", `The provider block ${NOT_A_BLOCK}.`);
  const { input, warnings } = canonicalBlock(providerBlock, new Set(Object.keys(BLOCK_RULES)));
  const checked = parseFields(schema, input, "provider block");
  if (compat && checked.assume_role_with_oidc?.oidc_token === "") {
    const message = "provider block: assume_role_with_oidc.oidc_token: is empty. Leave it out, or use null.";
    throw new ConfigurationError("INVALID_OPTION", message);
  }
  const odd =
    checked.protocol === "HTTP" ? ["argument protocol is HTTP: STS is called over HTTPS anyway."] : [];
  const settings = compat ? { ...checked, compat } : withoutEmpty(checked);
  const empty = Object.keys(BLOCK_RULES).filter((path) => valueAt(input, path) === "");
  return { settings, warnings: [...warnings, ...odd], empty };
}

/** The documentation knows no empty arguments, except for a role that must not be assumed. */
function withoutEmpty<Settings extends object>(settings: Settings, kept?: string): Settings {
  const given = Object.entries(settings).filter(([name, value]) => value !== "" || name === kept);
  const plain = given.map(([name, value]) => [
    name,
    isBlock(value) ? withoutEmpty(value, name === "assume_role" ? "role_arn" : undefined) : value,
  ]);
  return Object.fromEntries(plain) as Settings;
}

function isBlock(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The source for a provider block, whose oddities are warnings in the trace of each resolution. Each begins with reading
 * the shared file again.
 */
export function warnOfBlock(
  source: CredentialSource,
  { settings, begin }: BlockScope,
  { warnings, empty }: Omit<ReadBlock, "settings">,
): CredentialSource {
  return {
    name: source.name,
    resolve(context) {
      begin(context.host);
      for (const warning of warnings) context.warn(warning);
      if (settings.compat === undefined) warnOfEmpty(context, empty);
      return source.resolve(context);
    },
    close: () => closeSource(source),
  };
}

const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  ...KEY_VARIABLES,
  ...PROVIDER_VARIABLES,
  "assume_role.session_name": ASSUME_ROLE_VARIABLES.session_name,
};

/** Here the variables count for an empty argument, and may hold another identity than Terraform would have. */
function warnOfEmpty(context: ResolveContext, empty: readonly string[]): void {
  for (const path of empty) {
    const variable = readVariable(context.host, VARIABLES[path] ?? []);
    if (variable !== undefined)
      context.warn(
        `argument ${path} is empty, and Terraform's provider would then not read ${variable.from}. Leave it out, or set compat: "provider".`,
      );
  }
}
