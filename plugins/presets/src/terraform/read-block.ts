import {
  ConfigurationError,
  type CredentialSource,
  parseOptions,
  type ResolveContext,
  type StandardSchema,
} from "@alicred/core";
import { readVariable } from "@alicred/plugin-kit";
import { BLOCK_RULES, NOT_A_BLOCK } from "./block-rules.ts";
import type { ProviderBlock, ProviderSettings } from "./provider-block.ts";
import { canonicalBlock } from "./spelling.ts";
import { ASSUME_ROLE_VARIABLES, KEY_VARIABLES, PROVIDER_VARIABLES } from "./variables.ts";

type Arguments = Readonly<Record<string, unknown>>;

function valueAt(input: unknown, path: string): unknown {
  return path.split(".").reduce((at, key) => (Object(at) as Arguments)[key], input);
}

/** A block with every argument under its name: what is wrong with it, by the paths of the arguments. */
const schema: StandardSchema<ProviderSettings> = {
  "~standard": {
    version: 1,
    vendor: "alicred",
    validate(input) {
      const issues = Object.entries(BLOCK_RULES).flatMap(([name, [accepts, message]]) => {
        const value = valueAt(input, name);
        return value === undefined || accepts(value) ? [] : [{ path: [name], message }];
      });
      return issues.length > 0 ? { issues } : { value: input as ProviderSettings };
    },
  },
};

/** A provider block that was checked, and what there is to say about how it is written. */
export interface ReadBlock {
  readonly settings: ProviderSettings;
  readonly warnings: readonly string[];
  /** The paths of arguments that are empty texts. */
  readonly empty: readonly string[];
}

/**
 * Reads a provider block.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` that names every argument which cannot be used.
 */
export function readBlock(providerBlock: ProviderBlock, compat?: "provider"): ReadBlock {
  if (typeof providerBlock !== "object" || providerBlock === null || Array.isArray(providerBlock))
    throw new ConfigurationError("INVALID_OPTION", `The provider block ${NOT_A_BLOCK}.`);
  const { input, warnings } = canonicalBlock(providerBlock, new Set(Object.keys(BLOCK_RULES)));
  const checked = parseOptions(schema, input, "provider block");
  if (compat && checked.assume_role_with_oidc?.oidc_token === "") {
    const message = "provider block: assume_role_with_oidc.oidc_token: is empty. Leave it out, or use null.";
    throw new ConfigurationError("INVALID_OPTION", message);
  }
  const odd =
    checked.protocol === "HTTP" ? ["argument protocol is HTTP: STS is called by HTTPS all the same."] : [];
  const settings = compat ? { ...checked, compat } : withoutEmpty(checked);
  const empty = Object.keys(BLOCK_RULES).filter((path) => valueAt(input, path) === "");
  return { settings, warnings: [...warnings, ...odd], empty };
}

/** The documentation knows no empty arguments, but for a role that is not to be assumed. */
function withoutEmpty<Settings extends object>(settings: Settings, kept?: string): Settings {
  const given = Object.entries(settings).filter(([name, value]) => value !== "" || name === kept);
  const plain = given.map(([name, value]) => [
    name,
    typeof value === "object" ? withoutEmpty(value, name === "assume_role" ? "role_arn" : undefined) : value,
  ]);
  return Object.fromEntries(plain) as Settings;
}

/**
 * The source for a provider block, whose oddities are warnings in the trace of each resolution.
 *
 * @throws {ConfigurationError} as `readBlock`.
 */
export function blockSource(
  name: string,
  block: ProviderBlock,
  compat: "provider" | undefined,
  make: (settings: ProviderSettings) => CredentialSource,
): CredentialSource {
  const { settings, warnings, empty } = readBlock(block, compat);
  const source = make(settings);
  return {
    name,
    resolve(context) {
      for (const warning of warnings) context.warn(warning);
      if (compat === undefined) warnOfEmpty(context, empty);
      return source.resolve(context);
    },
  };
}

const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  ...KEY_VARIABLES,
  ...PROVIDER_VARIABLES,
  "assume_role.session_name": ASSUME_ROLE_VARIABLES.session_name,
};

/** Here an empty argument leaves it to the variables, which may hold another identity than Terraform would have. */
function warnOfEmpty(context: ResolveContext, empty: readonly string[]): void {
  for (const path of empty) {
    const variable = readVariable(context.host, VARIABLES[path] ?? []);
    if (variable !== undefined)
      context.warn(
        `argument ${path} is empty, for which Terraform's provider would not read ${variable.from}. Leave it out, or set compat: "provider".`,
      );
  }
}
