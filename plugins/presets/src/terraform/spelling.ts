import { shown } from "@alicred/plugin-kit";

// Common misspellings of arguments; some come from Terraform's own documentation.

const ALIASES: Readonly<Record<string, string>> = {
  credentials_url: "credentials_uri",
  "assume_role.role_session_name": "session_name",
  "assume_role.external_Id": "external_id",
  "assume_role_with_oidc.session_name": "role_session_name",
};

const NESTED = /^(assume_role|assume_role_with_oidc|endpoints)$/;

const NUMBERS = /session_expiration$|^client_(read|connect)_timeout$/;

/** Arguments of the provider, and of every provider, without a bearing on credentials; other services' endpoints too. */
const OTHERS =
  /^(account_(id|type)|alias|configuration_source|fc|(log|mns)_endpoint|max_retry_timeout|ots_instance_name|secur(e|ity)_transport|sign_version|skip_region_validation|source_ip|version|endpoints\..*)$/;

/** A provider block with every argument under its name, and a warning for each change that this took. */
export interface Canonical {
  readonly input: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
}

type Arguments = Readonly<Record<string, unknown>>;

/**
 * Gives every argument its name and numbers their type; drops absent values. Does not validate.
 *
 * @param known the arguments by their paths
 */
export function canonicalBlock(block: Arguments, known: ReadonlySet<string>): Canonical {
  const warnings: string[] = [];
  return { input: canonical(block, "", known, warnings), warnings };
}

function canonical(
  block: Arguments,
  prefix: string,
  known: ReadonlySet<string>,
  warnings: string[],
): Arguments {
  const result = new Map<string, unknown>();
  for (const [written, value] of namesBeforeAliases(block, prefix)) {
    const name = aliasOf(prefix + written) ?? written;
    const path = prefix + name;
    if (NESTED.test(path)) {
      // The JSON syntax of Terraform has a list with one block.
      const one: unknown = Array.isArray(value) && value.length < 2 ? value[0] : value;
      const isBlock = typeof one === "object" && one !== null && !Array.isArray(one);
      if (isGiven(one))
        result.set(name, isBlock ? canonical(one as Arguments, `${path}.`, known, warnings) : one);
      continue;
    }
    if (name !== written) {
      const fate = result.has(name) ? `ignored beside ${name}` : `read as ${name}`;
      warnings.push(`argument ${prefix}${written} is ${fate}. Use that name.`);
      if (result.has(name)) continue;
    } else if (!known.has(path) && !OTHERS.test(path)) {
      warnings.push(`argument ${shown(path)} is unknown, and ignored. Check its spelling.`);
    }
    const text = typeof value === "string" ? value.trim() : value;
    const isNumeric = NUMBERS.test(path) && typeof text === "string" && /^\d+$/.test(text);
    if (isNumeric) warnings.push(`argument ${path} is text. Write it as a number.`);
    const final = isNumeric ? Number(text) : text;
    // Zero is the provider's "not set" in the one block, and an error in the other.
    if (final !== 0 || path !== "assume_role_with_oidc.session_expiration") result.set(name, final);
  }
  return Object.fromEntries(result);
}

function namesBeforeAliases(block: Arguments, prefix: string): readonly (readonly [string, unknown])[] {
  const isAlias = ([name]: readonly [string, unknown]): number =>
    Number(aliasOf(prefix + name) !== undefined);
  return Object.entries(block)
    .filter(([, value]) => isGiven(value))
    .sort((a, b) => isAlias(a) - isAlias(b));
}

function aliasOf(path: string): string | undefined {
  return Object.hasOwn(ALIASES, path) ? ALIASES[path] : undefined;
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined;
}
