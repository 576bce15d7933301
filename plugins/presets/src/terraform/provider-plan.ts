/**
 * The decisions of the provider's code, step by step.
 *
 * @module
 */

import type { Host } from "@alicred/core";
import type { ProfileFields, Setting } from "@alicred/plugin-kit";
import { textOf } from "@alicred/plugin-kit";
import { ownText, pick } from "./block-scope.ts";
import type { ProviderSettings } from "./provider-block.ts";
import { KEY_VARIABLES, PROVIDER_VARIABLES } from "./variables.ts";

/** The modes for which the provider hands on to the profile provider of the Go SDK. */
const ADVANCED_MODES: readonly string[] = ["ChainableRamRoleArn", "CloudSSO", "External", "OAuth"];

/** Where the provider's code takes the credentials from, before a role is assumed on top of them. */
export type Base =
  | { readonly kind: "keys"; readonly keys: Keys }
  | { readonly kind: "profile"; readonly profile: string }
  /** `otherwise` where the document there holds no key. */
  | { readonly kind: "uri"; readonly uri: Setting; readonly otherwise: Base }
  | { readonly kind: "ecs"; readonly roleName: Setting }
  | { readonly kind: "oidc" }
  /** Only one of key and secret. */
  | { readonly kind: "half"; readonly given: Setting; readonly missing: KeyArgument }
  | { readonly kind: "none" };

export type KeyArgument = "access_key" | "secret_key" | "security_token";

interface Keys {
  readonly access_key: Setting;
  readonly secret_key: Setting;
  readonly security_token: Setting | undefined;
}

/**
 * The base, decided by the steps of the provider's code, in their order. Each field is looked up for itself: argument,
 * variables, profile.
 *
 * @param fields the profile that was asked for, if it could be read
 * @see https://github.com/aliyun/terraform-provider-alicloud/blob/master/alicloud/provider.go
 */
export function providerBase(
  host: Host,
  settings: ProviderSettings,
  fields: ProfileFields | undefined,
): Base {
  const profile = profileSettings(fields);
  const key = pickKey(host, settings, profile, "access_key");
  const secret = pickKey(host, settings, profile, "secret_key");
  const token = pickKey(host, settings, profile, "security_token");

  if (key !== undefined && secret !== undefined) {
    return { kind: "keys", keys: { access_key: key, secret_key: secret, security_token: token } };
  }
  if (profile.advanced !== undefined) return { kind: "profile", profile: profile.advanced };
  const uri = pick(host, settings.credentials_uri, "credentials_uri", PROVIDER_VARIABLES.credentials_uri);
  const keyless = withoutKey(host, settings, profile);
  if (uri !== undefined) return { kind: "uri", uri, otherwise: keyless };
  // From here on the provider asks for the key alone: a secret by itself does not matter.
  if (key !== undefined) return { kind: "half", given: key, missing: "secret_key" };
  const isHalf = secret !== undefined && keyless.kind === "none";
  return isHalf ? { kind: "half", given: secret, missing: "access_key" } : keyless;
}

function withoutKey(host: Host, settings: ProviderSettings, profile: ProfileSettings): Base {
  const roleName =
    pick(host, settings.ecs_role_name, "ecs_role_name", PROVIDER_VARIABLES.ecs_role_name) ??
    profile.ecs_role_name;
  if (roleName !== undefined) return { kind: "ecs", roleName };
  return { kind: settings.assume_role_with_oidc === undefined ? "none" : "oidc" };
}

function pickKey(
  host: Host,
  settings: ProviderSettings,
  profile: ProfileSettings,
  name: KeyArgument,
): Setting | undefined {
  return pick(host, settings[name], name, KEY_VARIABLES[name]) ?? profile[name];
}

/** The settings that the provider takes from a profile; which fields count depends on its mode. */
export interface ProfileSettings {
  readonly access_key?: Setting | undefined;
  readonly secret_key?: Setting | undefined;
  readonly security_token?: Setting | undefined;
  readonly ecs_role_name?: Setting | undefined;
  readonly role_arn?: Setting | undefined;
  readonly session_name?: Setting | undefined;
  readonly session_expiration?: Setting | undefined;
  /** The profile's name, when its mode is left to the Go SDK. */
  readonly advanced?: string | undefined;
}

export function profileSettings(fields: ProfileFields = {}): ProfileSettings {
  const { name, mode } = fields;
  const setting = (field: string): Setting | undefined => {
    const value = fields[field];
    // The official clients write 0 for "not set".
    const text = typeof value === "number" && value !== 0 ? String(value) : ownText(fields, field);
    return text === undefined
      ? undefined
      : { value: text, from: `field ${field} of profile "${textOf(name)}"` };
  };
  // All key fields of a profile with an empty mode count, and none of a profile without a mode.
  if (typeof mode !== "string") return {};
  if (ADVANCED_MODES.includes(mode)) return { advanced: textOf(name) };
  if (mode === "EcsRamRole") return { ecs_role_name: setting("ram_role_name") };
  return {
    access_key: setting("access_key_id"),
    secret_key: setting("access_key_secret"),
    ...(mode === "StsToken" && { security_token: setting("sts_token") }),
    ...(mode === "RamRoleArn" && {
      role_arn: setting("ram_role_arn"),
      session_name: setting("ram_session_name"),
      session_expiration: setting("expired_seconds"),
    }),
  };
}
