import { AlicredError } from "@alicred/core";
import type { ProfileFields, ProfileLogin, ProfileMode } from "@alicred/plugin-kit";
import { readTimeField, textOf } from "@alicred/plugin-kit";
import type { FileProfile, Profiles } from "../../command/config-file.ts";
import { MODES_WITH_SESSIONS, shortKeyId } from "../../command/profile-fields.ts";
import { draftSource, modeNamed } from "../../command/profile-source.ts";
import { describeSpan } from "../../terminal/expiry.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import type { Identity } from "../whoami/identity.ts";

const en = {
  role: (role: string): string => `role ${role}`,
  user: (user: string): string => `user ${user}`,
  mainAccount: (account: string): string => `main account ${account}`,
  via: (target: string, profile: string): string => `${target}, via ${profile}`,
  inAccount: (role: string, account: string): string => `${role} in ${account}`,
  anAccount: "an account to be chosen",
  instanceRole: "role of the instance",
  byOidc: (target: string): string => `${target}, by OIDC`,
  keyPair: (name: string): string => `key pair ${name}`,
  program: (name: string): string => `program ${name}`,
  variable: "variable ALIBABA_CLOUD_CREDENTIALS_URI",
  site: (site: string): string => `a login of site ${site}`,
  bearer: "a bearer token",
  nobody: "nobody",
  left: (span: string): string => `${span} left`,
  kept: (span: string): string => `session kept, ${span} left`,
  loginLeft: (span: string): string => `login for ${span}`,
  expired: (span: string): string => `expired ${span} ago`,
  signedIn: "signed in",
  "no-expiry": "no expiry",
  "no-session": "no session",
  "login-needed": "login needed",
  incomplete: "incomplete",
  invalid: "invalid",
  "unknown-mode": "unknown mode",
  "no-such-profile": "leads to no profile",
  cycle: "leads to itself",
  unknown: "not known",
};

const zh: typeof en = {
  role: (role) => `角色 ${role}`,
  user: (user) => `RAM 用户 ${user}`,
  mainAccount: (account) => `主账号 ${account}`,
  via: (target, profile) => `${target}，经由 ${profile}`,
  inAccount: (role, account) => `账号 ${account} 的 ${role}`,
  anAccount: "待选择的账号",
  instanceRole: "实例 RAM 角色",
  byOidc: (target) => `${target}，通过 OIDC`,
  keyPair: (name) => `密钥对 ${name}`,
  program: (name) => `外部进程 ${name}`,
  variable: "环境变量 ALIBABA_CLOUD_CREDENTIALS_URI",
  site: (site) => `站点 ${site} 的登录`,
  bearer: "Bearer Token（不记名）",
  nobody: "匿名",
  left: (span) => `剩余 ${span}`,
  kept: (span) => `已保留会话，剩余 ${span}`,
  loginLeft: (span) => `登录剩余 ${span}`,
  expired: (span) => `已过期 ${span}`,
  signedIn: "已登录",
  "no-expiry": "不过期",
  "no-session": "没有会话",
  "login-needed": "需要登录",
  incomplete: "不完整",
  invalid: "无效",
  "unknown-mode": "未知的凭证类型",
  "no-such-profile": "指向不存在的配置",
  cycle: "循环引用",
  unknown: "未知",
};

export const describeText: Catalogue<typeof en> = catalogue({ en, zh });

const OIDC = "OIDC";

/** The identity that a profile leads to, as far as its fields say. Nothing in it is a secret. */
export interface Target {
  readonly accessKeyId?: string;
  readonly role?: string;
  readonly account?: string;
  /** The access configuration of CloudSSO. */
  readonly accessConfig?: string;
  readonly sourceProfile?: string;
  /** Further facts in words. */
  readonly note?: string;
}

/** The states of a profile, stable for programs. */
export type StateCode =
  | "no-expiry"
  | "valid"
  | "expired"
  | "no-session"
  | "kept"
  | "login-valid"
  | "login-needed"
  | "incomplete"
  | "invalid"
  | "unknown-mode"
  | "no-such-profile"
  | "cycle"
  | "unknown";

/** The state of a profile, without asking anybody. */
export interface State {
  readonly code: StateCode;
  /** The end of the session, the key or the login, in epoch milliseconds, where it is known. */
  readonly expiresAtMs?: number;
  /** The complaint about the profile. */
  readonly error?: AlicredError;
}

/** The name of a role in its ARN: the whole text when it is not an ARN. */
export function roleName(arn: unknown): string {
  const text = String(arn ?? "");
  return /^acs:ram::\d+:(?:role|assumed-role|user)\/([^/]+)/.exec(text)?.[1] ?? text;
}

/** Says what a profile leads to. */
export function targetOf(fields: ProfileFields): Target {
  const text = (name: string): string | undefined => {
    const value = fields[name];
    return typeof value === "string" ? value : undefined;
  };
  const role = text("ram_role_arn");
  const account = role && /^acs:ram::(\d+):/.exec(role)?.[1];
  const ofRole = { ...(role && { role: roleName(role) }), ...(account && { account }) };
  const key = text("access_key_id");
  const said = describeText();
  switch (textOf(fields["mode"]).toLowerCase()) {
    case "ak":
    case "ststoken":
      return key === undefined ? {} : { accessKeyId: shortKeyId(key) };
    case "ramrolearn":
      return { ...ofRole, ...(key && { accessKeyId: shortKeyId(key) }) };
    case "chainableramrolearn":
      return { ...ofRole, ...(text("source_profile") && { sourceProfile: text("source_profile") ?? "" }) };
    case "ecsramrole":
      return text("ram_role_name") ? { role: text("ram_role_name") ?? "" } : { note: said.instanceRole };
    case "ramrolearnwithrolename":
      return { ...ofRole, sourceProfile: said.instanceRole };
    case "rsakeypair":
      return { note: said.keyPair(text("key_pair_name") ?? "") };
    case "external":
      return {
        note: said.program(/[^\s/\\]*(?=\s|$)/.exec(text("process_command")?.trim() ?? "")?.[0] ?? ""),
      };
    case "credentialsuri":
      return { note: hostOf(text("credentials_uri")) ?? said.variable };
    case "oidc":
      return { ...ofRole, note: OIDC };
    case "cloudsso":
      return cloudSsoTarget(text("cloud_sso_access_config"), text("cloud_sso_account_id"));
    case "oauth":
      return { note: said.site(text("oauth_site_type") ?? "CN") };
    case "bearertoken":
      return { note: said.bearer };
    case "anonymous":
      return { note: said.nobody };
    default:
      return {};
  }
}

function cloudSsoTarget(accessConfig: string | undefined, account: string | undefined): Target {
  if (account === undefined || accessConfig === undefined) return { note: describeText().anAccount };
  return { account, accessConfig };
}

function hostOf(uri: string | undefined): string | undefined {
  try {
    return uri === undefined ? undefined : new URL(uri.trim()).host;
  } catch {
    return "?";
  }
}

/** A target for people. */
export function targetText({
  accessKeyId,
  role,
  account,
  accessConfig,
  sourceProfile,
  note,
}: Target): string {
  const said = describeText();
  if (accessConfig !== undefined) return said.inAccount(accessConfig, shortAccount(account ?? "?"));
  if (role === undefined) return note ?? accessKeyId ?? "-";
  const source = sourceProfile ?? accessKeyId;
  if (source !== undefined) return said.via(said.role(role), source);
  return note === OIDC ? said.byOidc(said.role(role)) : said.role(role);
}

/** An identity that STS has told, in a word or two. */
export function callerText({ role, user, type, accountId, arn }: Identity): string {
  const said = describeText();
  if (role !== undefined) return said.role(role);
  if (user !== undefined) return said.user(user);
  return type === "Account" ? said.mainAccount(accountId) : arn;
}

/** An account id in short: `1234…7890`. */
export function shortAccount(id: string): string {
  return id.length <= 10 ? id : `${id.slice(0, 4)}…${id.slice(-4)}`;
}

/** The state of a profile. */
export function stateOf(
  profiles: Profiles,
  { name, fields }: FileProfile,
  modes: readonly ProfileMode[],
  nowMs: number,
): State {
  const error = complaint(profiles, name, modes);
  if (error !== undefined) return { code: brokenState(error), error };
  const known = modeNamed(modes, fields["mode"]);
  const mode = known?.mode.toLowerCase() ?? "";
  const expiresAtMs = readTimeField(fields["sts_expiration"])?.ms;
  if (mode === "ak" || mode === "bearertoken" || mode === "anonymous") return { code: "no-expiry" };
  if (mode === "ststoken") {
    if (expiresAtMs === undefined) return { code: "unknown" };
    return { code: expiresAtMs > nowMs ? "valid" : "expired", expiresAtMs };
  }
  const keeps = MODES_WITH_SESSIONS.has(mode) || known?.login !== undefined;
  if (keeps && fields["sts_token"] !== undefined && expiresAtMs !== undefined && expiresAtMs > nowMs)
    return { code: "valid", expiresAtMs };
  return known?.login === undefined ? { code: "no-session" } : loginState(known.login, fields, nowMs);
}

function loginState({ held }: ProfileLogin, fields: ProfileFields, nowMs: number): State {
  const login = held(fields);
  const expiresAtMs = login?.endsAtMs;
  const isAlive = login !== undefined && (expiresAtMs ?? Number.POSITIVE_INFINITY) > nowMs;
  return { code: isAlive ? "login-valid" : "login-needed", ...(expiresAtMs && { expiresAtMs }) };
}

/** The complaint of the mode of a profile, or of one that it leads to. */
export function complaint(
  profiles: Profiles,
  name: string,
  modes: readonly ProfileMode[],
): AlicredError | undefined {
  try {
    draftSource(profiles, name, modes);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof AlicredError) return thrown;
    throw thrown;
  }
}

function brokenState({ code, message }: AlicredError): StateCode {
  if (code === "PROFILE_CYCLE") return "cycle";
  if (code === "PROFILE_NOT_FOUND") return "no-such-profile";
  if (code === "UNKNOWN_PROFILE_MODE") return "unknown-mode";
  return code === "INCOMPLETE_CONFIGURATION" || /is missing|has no/.test(message) ? "incomplete" : "invalid";
}

/** A state for people. */
export function stateText({ code, expiresAtMs }: State, nowMs: number): string {
  const said = describeText();
  const span = describeSpan(Math.abs((expiresAtMs ?? nowMs) - nowMs));
  switch (code) {
    case "valid":
      return said.left(span);
    case "kept":
      return said.kept(span);
    case "login-valid":
      return expiresAtMs === undefined ? said.signedIn : said.loginLeft(span);
    case "expired":
      return said.expired(span);
    default:
      return said[code];
  }
}
