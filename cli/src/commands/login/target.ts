import { ConfigurationError, type Host } from "@alicred/core";
import { type ProfileFields, type ProfileMode, textOf } from "@alicred/plugin-kit";
import { wrongUse } from "../../command/command-error.ts";
import { type FileProfile, type Profiles, readProfiles } from "../../command/config-file.ts";
import { isLoginMode, type LoginMode, modeOf } from "../../command/login-modes.ts";
import { profileWord } from "../../command/profile-word.ts";
import { chosenProfile } from "../../command/selected-profile.ts";
import { askChoice, askText } from "../../terminal/prompts.ts";
import { checkName } from "../profiles/draft.ts";
import { nameFrom } from "./names.ts";
import type { LoginOptions } from "./options.ts";
import { loginText } from "./text.ts";

/** The fields that belong to the account and access configuration of another portal. */
const NO_CHOICE: ProfileFields = {
  cloud_sso_account_id: undefined,
  cloud_sso_access_config: undefined,
  access_token: undefined,
  cloud_sso_access_token_expire: undefined,
};

/** The target of a login. */
export interface Target {
  /** The profile; `undefined` for a new one whose name follows from what is chosen. */
  readonly name: string | undefined;
  readonly isNew: boolean;
  readonly mode: LoginMode;
  /** Those of the profile; of a new one, those with which it begins. */
  readonly fields: ProfileFields;
  readonly file: Profiles;
}

/** The region of a new profile where nothing says another: that of the aliyun CLI, and the largest of the other site. */
const DEFAULT_REGIONS = { cn: "cn-hangzhou", intl: "ap-southeast-1" };

/**
 * The target that the command line names: a profile that exists, or a new one by `--sso` and `--oauth`. Without any it
 * is the current profile; where there is none, the person is asked.
 *
 * @throws {ConfigurationError} `INVALID_OPTION`, also for a profile that nobody signs in for; `PROFILE_NOT_FOUND`.
 */
export async function targetOf(
  host: Host,
  options: LoginOptions,
  modes: readonly ProfileMode[],
): Promise<Target> {
  checkOptions(options);
  const file = await readProfiles(host, options.configFile);
  const isNamedNew = options.sso !== undefined || options.oauth === true;
  const existing = isNamedNew ? undefined : await chosenProfile(host, options.profile, options.configFile);
  if (existing !== undefined) {
    const mode = modeOf(modes, existing.fields);
    if (!isLoginMode(mode)) throw wrongUse(nothingToDo(existing, modes, file));
    if (options.region !== undefined)
      throw wrongUse(loginText().regionOfNew(profileWord(existing.name, options.configFile)));
    const { name } = existing;
    checkTemplate(mode, options);
    return { name, isNew: false, mode, fields: { ...existing.fields, mode: mode.mode }, file };
  }
  const asked = isNamedNew ? options : { ...options, ...(await askHow()) };
  const begun = asked.sso === undefined ? oauthFields(asked) : ssoFields(asked.sso);
  const mode = modeOf(modes, begun);
  if (!isLoginMode(mode)) throw new ConfigurationError("UNKNOWN_PROFILE_MODE", textOf(begun["mode"]));
  if (asked.sso !== undefined) checkAddress(mode, begun);
  const name = options.profile ?? (asked.sso === undefined ? oauthName(asked, file) : undefined);
  const before = file.profiles.find((each) => each.name === name);
  if (name !== undefined && before === undefined) checkName(name);
  checkTemplate(mode, options);
  if (before !== undefined && modeOf(modes, before.fields) !== mode)
    throw wrongUse(loginText().otherMode(before.name, textOf(before.fields["mode"])));
  const isMoved = before !== undefined && mode.login.at(before.fields) !== mode.login.at(begun);
  const fields = { ...before?.fields, ...(isMoved && NO_CHOICE), ...begun };
  const region = regionOf(options, fields, file);
  return { name, isNew: before === undefined, mode, fields: { ...fields, region_id: region }, file };
}

/** The words of a login by CloudSSO, as a template of names may have them. Other logins say theirs later. */
const CLOUD_SSO_WORDS = { account: "", "account-id": "", config: "", "config-id": "" };

/** Refuses a template that would be refused after somebody has signed in. */
function checkTemplate({ mode }: LoginMode, options: LoginOptions): void {
  if (mode === "CloudSSO") nameFrom(options, CLOUD_SSO_WORDS);
}

function checkOptions(options: LoginOptions): void {
  const { sso, oauth, site, all, account, accessConfig, pick, device, prune, dryRun, yes } = options;
  const text = loginText();
  if (sso !== undefined && oauth) throw wrongUse(text.ssoOrOauth);
  if (site !== undefined && !oauth) throw wrongUse(text.siteNeedsOauth);
  if (device && oauth) throw wrongUse(text.noDevice);
  const [alone] = [prune && "--prune", dryRun && "--dry-run", yes && "--yes"].filter(Boolean);
  if (alone && !all) throw wrongUse(text.needsAll(alone));
  if (all && (pick || account !== undefined || accessConfig !== undefined)) throw wrongUse(text.allOrOne);
}

function checkAddress({ login }: LoginMode, fields: ProfileFields): void {
  try {
    login.at(fields);
  } catch {
    throw wrongUse(loginText().badAddress);
  }
}

async function askHow(): Promise<Pick<LoginOptions, "sso" | "site">> {
  const text = loginText();
  const option = text.howOption;
  const how = await askChoice({ message: text.how, option }, [
    { value: "sso", label: text.howSso },
    { value: "cn", label: text.howCn },
    { value: "intl", label: text.howIntl },
  ] as const);
  if (how !== "sso") return { site: how };
  return { sso: (await askText({ message: text.whichAddress, option })).trim() };
}

function ssoFields(sso: string): ProfileFields {
  return { mode: "CloudSSO", cloud_sso_sign_in_url: sso };
}

function oauthFields({ site = "cn" }: LoginOptions): ProfileFields {
  return { mode: "OAuth", oauth_site_type: site.toUpperCase() };
}

function oauthName({ site = "cn", prefix }: LoginOptions, { profiles }: Profiles): string {
  if (profiles.length === 0) return "default";
  return `${prefix}${site === "cn" ? "oauth" : "oauth-intl"}`;
}

/** Other tools refuse a profile without a region. */
function regionOf({ region }: LoginOptions, fields: ProfileFields, { current, profiles }: Profiles): string {
  if (region !== undefined) return region;
  if (typeof fields["region_id"] === "string") return fields["region_id"];
  const isIntl = fields["oauth_site_type"] === "INTL";
  const other = profiles.find(({ name }) => name === current)?.fields["region_id"];
  if (typeof other === "string" && !isIntl) return other;
  return DEFAULT_REGIONS[isIntl ? "intl" : "cn"];
}

/** Why there is nothing to log in to, and what to type instead. */
function nothingToDo(
  { name, fields }: Pick<FileProfile, "name" | "fields">,
  modes: readonly ProfileMode[],
  { profiles, configFile }: Profiles,
): string {
  const text = loginText();
  const seen = new Set([name]);
  for (let at = fields; ; ) {
    const source = at["source_profile"];
    const next = profiles.find((each) => each.name === source);
    if (next === undefined || seen.has(next.name)) break;
    if (isLoginMode(modeOf(modes, next.fields)))
      return text.leadsTo(name, next.name, profileWord(next.name, configFile));
    seen.add(next.name);
    at = next.fields;
  }
  const mode = modeOf(modes, fields)?.mode ?? textOf(fields["mode"]);
  const word = profileWord(name, configFile);
  return mode === "AK" ? text.hasKey(name, word) : text.nothingToLogIn(name, mode, word);
}
