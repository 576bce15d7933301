/**
 * The fields of a profile in `config.json`: which are secrets, which are not text, and how they are shown.
 *
 * @module
 */
import type { ProfileMode } from "@alicred/plugin-kit";

/** The facts about one field. */
interface FieldFacts {
  /** Default: text. */
  readonly type?: "number" | "boolean";
  /** Never shown unless that is asked for, and never taken from the command line. */
  readonly secret?: true;
}

const number: FieldFacts = { type: "number" };
const secret: FieldFacts = { secret: true };
const text: FieldFacts = {};

/** Every field that alicred or the official clients read or write, in the order in which a profile is shown. */
const FIELDS: Readonly<Record<string, FieldFacts>> = {
  name: text,
  mode: text,
  region_id: text,
  access_key_id: text,
  access_key_secret: secret,
  sts_token: secret,
  sts_expiration: number,
  source_profile: text,
  ram_role_arn: text,
  ram_role_name: text,
  ram_session_name: text,
  expired_seconds: number,
  duration_seconds: number,
  external_id: text,
  policy: text,
  oidc_provider_arn: text,
  oidc_token_file: text,
  key_pair_name: text,
  private_key: secret,
  private_key_file: text,
  process_command: text,
  process_command_digest: text,
  credentials_uri: text,
  cloud_sso_sign_in_url: text,
  cloud_sso_account_id: text,
  cloud_sso_access_config: text,
  access_token: secret,
  cloud_sso_access_token_expire: number,
  alicred_login_all: text,
  oauth_site_type: text,
  oauth_endpoint: text,
  oauth_access_token: secret,
  oauth_access_token_expire: number,
  oauth_refresh_token: secret,
  oauth_refresh_token_expire: number,
  bearer_token: secret,
  bearer_token_header_key: text,
  sts_endpoint: text,
  sts_region: text,
  enable_vpc: { type: "boolean" },
  endpoint: text,
  endpoint_type: text,
  output_format: text,
  language: text,
  site: text,
  external_account_type: text,
  verified: text,
  read_timeout: number,
  retry_timeout: number,
  connect_timeout: number,
  retry_count: number,
  auto_plugin_install: { type: "boolean" },
  auto_plugin_install_enable_pre: { type: "boolean" },
};

/** The names of the fields that tools are known to read. */
export const FIELD_NAMES: readonly string[] = Object.keys(FIELDS);

/** Those, and the fields of the modes. */
export function fieldNames(modes: readonly ProfileMode[]): readonly string[] {
  const ofModes = modes.flatMap(({ fields = [], optionalFields = [] }) => [...fields, ...optionalFields]);
  return [...FIELD_NAMES, ...ofModes];
}

/** The fields in which a mode that acquires sessions keeps the latest. */
export const SESSION_FIELDS = [
  "access_key_id",
  "access_key_secret",
  "sts_token",
  "sts_expiration",
  "process_command_digest",
] as const;

/** The modes that keep their session in their profile. */
export const MODES_WITH_SESSIONS: ReadonlySet<string> = new Set(["cloudsso", "oauth", "external"]);

/** Whether a field is known to hold something else than text. */
export function typeOf(field: string): "number" | "boolean" | "text" {
  return FIELDS[field]?.type ?? "text";
}

/** Whether a field holds a secret: those that are known to, and by their names those of third parties. */
export function isSecret(field: string): boolean {
  const known = FIELDS[field];
  if (known !== undefined) return known.secret === true;
  return /secret|token|passw|private|credential|api_?key|key$/i.test(field);
}

/** Stands for a secret. */
export const HIDDEN = "********";

/** The value of a field for people who may not see secrets: those are hidden, also inside commands and addresses. */
export function maskedValue(field: string, value: unknown): string {
  if (isSecret(field) && (value ?? "") !== "") return HIDDEN;
  const shown = typeof value === "string" ? value : JSON.stringify(value);
  if (field === "process_command") return maskCommand(shown);
  if (field === "credentials_uri" || /^https?:\/\/[^/]*@/i.test(shown)) return maskUri(shown);
  return typeof value === "object" && value !== null ? HIDDEN : shown;
}

/** An access key id in short: `LTAI…9xQ2`. Anything else in its place may be a secret. */
export function shortKeyId(id: unknown): string {
  if (typeof id !== "string" || !/^(LTAI|STS\.|TMP)/.test(id)) return HIDDEN;
  return id.length <= 12 ? id : `${id.slice(0, 4)}…${id.slice(-4)}`;
}

const SECRET_OPTION =
  /((?:^|\s)-{0,2}[\w.-]*(?:secret|token|passw\w*|credential|api-?key|private|auth)[\w.-]*(?:\s*=\s*|\s+|:\s*))("[^"]*"|'[^']*'|\S+)/gi;

/** A command line with the words hidden that are secrets, or may be. */
function maskCommand(command: string): string {
  return command
    .replace(SECRET_OPTION, (all, option: string, value: string) =>
      value.startsWith("-") ? all : `${option}${HIDDEN}`,
    )
    .replace(/https?:\/\/[^\s"']+/gi, maskUri)
    .replace(/[^\s"'/=:,@?&]+/g, (piece) => (isTokenLike(piece) ? HIDDEN : piece));
}

/** An address without its user, the values of its query, and the parts of its path that are no plain words. */
function maskUri(uri: string): string {
  try {
    const { origin, pathname, searchParams } = new URL(uri.trim());
    const path = pathname
      .split("/")
      .map((part) =>
        /^([a-z]{0,16}|[a-z]{1,8}-[a-z]{1,10}|v\d+|[a-z-]+\.[a-z]{2,5})$/i.test(part) ? part : HIDDEN,
      )
      .join("/");
    const query = [...searchParams.keys()].map((name) => `${name}=${HIDDEN}`).join("&");
    return `${origin}${path}${query && `?${query}`}`;
  } catch {
    return HIDDEN;
  }
}

/** Whether a word may be a key or a token: long, and of letters and digits mixed, or longer than any name. */
function isTokenLike(word: string): boolean {
  const [longest = ""] = word.split(/[-_.]/).sort((one, other) => other.length - one.length);
  return (longest.length >= 12 && /\d/.test(longest) && /[a-z]/i.test(longest)) || longest.length >= 28;
}
