/**
 * A checked block with the shared file that it leads to, and the settings that follow from both.
 *
 * @module
 */
import type { Host, ResolveContext } from "@alicred/core";
import { checkSetting, type ProfileFields, readVariable, type Setting, shown } from "@alicred/plugin-kit";
import type { LackingProfile, NoProfile, ProfileSelection, SelectedProfile } from "@alicred/shared-config";
import { regionOf as profileRegion, selectProfile } from "@alicred/shared-config";
import { endpointRules, type StsOptions } from "@alicred/sts";
import { STS_VARIABLES } from "../arrange.ts";
import type { ProviderSettings } from "./provider-block.ts";
import { PROVIDER_VARIABLES } from "./variables.ts";

type Selection = SelectedProfile | NoProfile | LackingProfile;

/** The state that the sources for one block share. */
export interface BlockScope {
  readonly settings: ProviderSettings;
  /** Begins a resolution: the shared file is read again. */
  begin(host: Host): void;
  /**
   * The profile that the block asks for, read once in a resolution; `current` never asks for one.
   *
   * @throws {ConfigurationError} for a file that cannot be used.
   */
  selected(host: Host): Promise<Selection>;
}

export function createScope(settings: ProviderSettings): BlockScope {
  const selections = new WeakMap<Host, Promise<Selection>>();
  return {
    settings,
    begin: (host) => void selections.delete(host),
    selected(host) {
      const latest = selections.get(host) ?? selectProfile(host, selectionOf(settings));
      selections.set(host, latest);
      return latest;
    },
  };
}

/** How the provider selects a profile. An empty argument, which only its code knows, hides the variables. */
function selectionOf({ profile, shared_credentials_file: file }: ProviderSettings): ProfileSelection {
  return {
    profile: profile || undefined,
    configFile: file || undefined,
    profileVariables: profile === "" ? [] : PROVIDER_VARIABLES.profile,
    configFileVariables: file === "" ? [] : PROVIDER_VARIABLES.shared_credentials_file,
    fileChooses: false,
  };
}

/**
 * The fields of the profile, which supplies key and region; `undefined` where it cannot be found, which its source
 * reports. The documented order uses the first of several profiles of one name, the provider's code the last.
 */
export async function profileFields(
  { settings, selected }: BlockScope,
  host: Host,
): Promise<ProfileFields | undefined> {
  const selection = await selected(host).catch(() => undefined);
  if (selection?.kind !== "profile") return undefined;
  return selection.profiles.at(settings.compat === "provider" ? -1 : 0);
}

/** An argument of the block, else the first of its variables that is set. The empty text hides them. */
export function pick(
  host: Host,
  argument: string | undefined,
  path: string,
  variables: readonly string[],
): Setting | undefined {
  if (argument === undefined) return readVariable(host, variables);
  return argument === "" ? undefined : { value: argument, from: `argument ${path}` };
}

/** Notes in the trace what supplied each setting that is defined. */
export function note(context: ResolveContext, settings: Readonly<Record<string, Setting | undefined>>): void {
  for (const [part, setting] of Object.entries(settings)) {
    if (setting !== undefined) context.supplied(part, setting.from);
  }
}

/** The effective region: block, variable, profile, default. */
export async function regionOf(host: Host, scope: BlockScope): Promise<Setting> {
  const { settings } = scope;
  const named = pick(host, settings.region, "region", PROVIDER_VARIABLES.region);
  if (named !== undefined) return named;
  const ofProfile = await regionOfProfile(host, scope);
  return ofProfile ?? { value: "cn-beijing", from: "the default of Terraform's provider" };
}

async function regionOfProfile(host: Host, scope: BlockScope): Promise<Setting | undefined> {
  const selection = await scope.selected(host).catch(() => undefined);
  if (selection?.kind !== "profile") return undefined;
  if (scope.settings.compat === undefined) return profileRegion(selection);
  // The provider's code ignores a profile without a mode.
  const fields = await profileFields(scope, host);
  const value = typeof fields?.["mode"] === "string" ? ownText(fields, "region_id") : undefined;
  return value === undefined
    ? undefined
    : { value, from: `field region_id of profile "${shown(selection.name)}"` };
}

/** A field in its own spelling, as the provider's code reads it, if it is a text and not blank. */
export function ownText(fields: ProfileFields, name: string): string | undefined {
  const value = fields[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

export type StsOfBlock = Pick<StsOptions, "endpoint" | "region" | "vpc" | "attemptTimeoutMs" | "timeoutMs">;

/**
 * The STS that Terraform's provider calls, the block's or else that of its region, and how long it waits. No variable
 * leads to another one; the trace warns of those that would elsewhere.
 */
export async function stsOf(context: ResolveContext, scope: BlockScope): Promise<StsOfBlock> {
  const { host } = context;
  const {
    client_connect_timeout: connectMs = 0,
    client_read_timeout: readMs = 0,
    endpoints,
  } = scope.settings;
  const attemptTimeoutMs = connectMs + readMs || undefined;
  const timeouts = attemptTimeoutMs && { attemptTimeoutMs, timeoutMs: Math.max(attemptTimeoutMs, 12_000) };
  if (endpoints?.sts) return { endpoint: endpoints.sts, vpc: false, ...timeouts };
  // Checked here, where it is known what named it.
  const region = checkSetting(await regionOf(host, scope), endpointRules.region);
  note(context, { region });
  for (const variable of STS_VARIABLES)
    if (readVariable(host, [variable]))
      context.warn(
        `environment variable ${variable} is ignored, as by Terraform's provider. Set endpoints { sts } or region.`,
      );
  return { region: region?.value, vpc: false, ...timeouts };
}
