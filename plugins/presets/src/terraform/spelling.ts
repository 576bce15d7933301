// What people write for an argument, and Terraform's documentation too in places, beside its name.

interface Spelling {
  /** The names that count. */
  readonly names: readonly string[];
  /** Other names, and what they stand for. */
  readonly aliases: Readonly<Record<string, string>>;
  readonly numbers: readonly string[];
  /** Arguments for which the empty text means something. */
  readonly mayBeEmpty?: readonly string[];
  /** Whether there may be other arguments, which do not matter. */
  readonly open?: boolean;
  readonly blocks?: Readonly<Record<string, Spelling>>;
}

const ASSUME_ROLE: Spelling = {
  names: ["role_arn", "session_name", "policy", "session_expiration", "external_id"],
  aliases: { role_session_name: "session_name", external_Id: "external_id" },
  numbers: ["session_expiration"],
  mayBeEmpty: ["role_arn"],
};

const ASSUME_ROLE_WITH_OIDC: Spelling = {
  names: [
    "oidc_provider_arn",
    "oidc_token",
    "oidc_token_file",
    "role_arn",
    "policy",
    "role_session_name",
    "session_expiration",
  ],
  aliases: { session_name: "role_session_name" },
  numbers: ["session_expiration"],
};

const PROVIDER: Spelling = {
  names: [
    "access_key",
    "secret_key",
    "security_token",
    "ecs_role_name",
    "region",
    "profile",
    "shared_credentials_file",
    "credentials_uri",
    "client_read_timeout",
    "client_connect_timeout",
    "protocol",
    "assume_role",
    "assume_role_with_oidc",
    "endpoints",
    // Arguments of the provider, and of every provider, without a bearing on credentials.
    "account_id",
    "account_type",
    "alias",
    "configuration_source",
    "fc",
    "log_endpoint",
    "max_retry_timeout",
    "mns_endpoint",
    "ots_instance_name",
    "secure_transport",
    "security_transport",
    "sign_version",
    "skip_region_validation",
    "source_ip",
    "version",
  ],
  aliases: { credentials_url: "credentials_uri" },
  numbers: ["client_read_timeout", "client_connect_timeout"],
  blocks: {
    assume_role: ASSUME_ROLE,
    assume_role_with_oidc: ASSUME_ROLE_WITH_OIDC,
    endpoints: { names: ["sts"], aliases: {}, numbers: [], open: true },
  },
};

/** A provider block with every argument under its name, and what it took to get there. */
export interface Canonical {
  readonly input: unknown;
  readonly warnings: readonly string[];
}

/** Gives every argument its name and numbers their type; drops what is as good as absent. Checks nothing. */
export function canonicalBlock(block: unknown): Canonical {
  const warnings: string[] = [];
  return { input: canonical(block, PROVIDER, "", warnings), warnings };
}

function canonical(block: unknown, spelling: Spelling, prefix: string, warnings: string[]): unknown {
  if (!isObject(block)) return block;
  const { names, aliases, numbers, blocks = {}, mayBeEmpty = [], open = false } = spelling;
  const result = new Map<string, unknown>();
  for (const [written, value] of namesBeforeAliases(block, aliases)) {
    const name = ownValue(aliases, written) ?? written;
    const path = prefix + name;
    const nested = ownValue(blocks, name);
    if (nested !== undefined) {
      const one = Array.isArray(value) && value.length < 2 ? value[0] : value;
      if (isGiven(one)) result.set(name, canonical(one, nested, `${path}.`, warnings));
      continue;
    }
    if (name !== written) {
      const fate = result.has(name) ? "ignored beside it" : "taken for it";
      warnings.push(`argument ${prefix}${written} is ${fate}: the name is ${name}.`);
      if (result.has(name)) continue;
    } else if (!open && !names.includes(name)) {
      warnings.push(`argument ${path} is not known, and ignored. Check its spelling.`);
    }
    const text = typeof value === "string" ? value.trim() : value;
    const isNumeric = numbers.includes(name) && typeof text === "string" && /^\d+$/.test(text);
    if (isNumeric) warnings.push(`argument ${path} is text. Write it as a number.`);
    const final = isNumeric ? Number(text) : text;
    // Zero is the provider's "not set".
    const isAbsent = final === "" ? !mayBeEmpty.includes(name) : final === 0 && name === "session_expiration";
    if (!isAbsent) result.set(name, final);
  }
  return Object.fromEntries(result);
}

function namesBeforeAliases(
  block: Readonly<Record<string, unknown>>,
  aliases: Spelling["aliases"],
): readonly (readonly [string, unknown])[] {
  const isAlias = ([name]: readonly [string, unknown]): number => Number(Object.hasOwn(aliases, name));
  return Object.entries(block)
    .filter(([, value]) => isGiven(value))
    .sort((a, b) => isAlias(a) - isAlias(b));
}

function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function isGiven(value: unknown): boolean {
  return value !== null && value !== undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
