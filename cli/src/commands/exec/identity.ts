import { type FileProfile, readProfiles } from "../../command/config-file.ts";
import type { CommandOptions } from "../../command/options.ts";
import type { CommandTools } from "../../command/resolver.ts";
import { blockRegion } from "../../command/sources.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { profileOf } from "./profile-of.ts";
import { execText } from "./text.ts";
import { type Identity, OWN } from "./variables.ts";

/** The options that decide about an identity. */
export interface IdentityOptions extends CommandOptions {
  /** How long the credentials must live at least, in milliseconds. */
  readonly minTtl: number;
  readonly region?: string;
}

/** An identity, and what people are told about it. */
export interface ResolvedIdentity extends Identity {
  /** The fields of its profile; `undefined` if it is from none, or from one of a tool. */
  readonly fields: FileProfile["fields"] | undefined;
  readonly nowMs: number;
}

/**
 * Resolves who the program will be.
 *
 * @throws {AlicredError} `MIN_TTL_UNAVAILABLE`, and what the source throws.
 */
export async function resolveIdentity(
  tools: CommandTools,
  options: IdentityOptions,
): Promise<ResolvedIdentity> {
  const { resolver, host, sourceOptions } = tools;
  const work = resolver.get({ minTtlMs: options.minTtl });
  const credentials = await whileWaiting(execText().asking, work);
  const profile = options.profile ?? profileOf(tools.trace());
  const region =
    options.region ?? (await blockRegion(sourceOptions, host)) ?? tools.region() ?? outerRegion();
  const fields =
    options.as === undefined && profile !== undefined ? await fieldsOf(tools, profile, options) : undefined;
  return { credentials, region, profile, fields, nowMs: host.clock.now() };
}

function fieldsOf(
  { host }: CommandTools,
  profile: string,
  { configFile }: IdentityOptions,
): Promise<FileProfile["fields"] | undefined> {
  return readProfiles(host, configFile).then(
    ({ profiles }) => profiles.find(({ name }) => name === profile)?.fields,
    () => undefined,
  );
}

/** The region of the shell, which each tool has under another name. That of an outer identity does not count. */
function outerRegion(): string | undefined {
  const { env } = process;
  if (env[OWN.depth] !== undefined) return undefined;
  const names = [
    "ALIBABA_CLOUD_REGION_ID",
    "ALIBABA_CLOUD_REGION",
    "ALICLOUD_REGION",
    "ALIBABACLOUD_REGION_ID",
  ];
  return names.map((name) => env[name]).find((value) => value);
}
