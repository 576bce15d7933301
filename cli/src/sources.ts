import type { CredentialSource, Host } from "@alicred/core";
import { aliyunCli } from "@alicred/presets/aliyun-cli";
import { edge } from "@alicred/presets/edge";
import { allModes } from "@alicred/presets/profile-modes";
import { sdkDefault } from "@alicred/presets/sdk-default";
import { type ProviderBlock, terraform, terraformRegion } from "@alicred/presets/terraform";
import { sharedConfig } from "@alicred/shared-config";

/** Whose precedence the command follows. */
export const TOOLS = ["terraform", "sdk", "cli", "edge"] as const;

export interface SourceOptions {
  readonly as?: (typeof TOOLS)[number];
  readonly profile?: string;
  readonly configFile?: string;
  /** For `terraform`: what the provider's code does, where its documents say otherwise. */
  readonly compat?: "provider";
  /** For `terraform`; profile and file of the command line come before its own. */
  readonly providerBlock?: ProviderBlock;
}

/** The source of the command: that of a tool, or, with a profile and no tool, this profile and nothing else. */
export function commandSource(options: SourceOptions): CredentialSource {
  const { profile, configFile } = options;
  switch (toolOf(options)) {
    case "terraform":
      return terraform(blockOf(options), { ...(options.compat && { compat: options.compat }) });
    case "cli":
      return aliyunCli({ profile, configFile });
    case "edge":
      return edge();
    case "sdk":
      return sdkDefault({ profile, configFile });
    case undefined:
      return sharedConfig({ profile, configFile, modes: allModes });
  }
}

/** The region that a provider block leads to; the other tools have that of their profile. */
export async function blockRegion(options: SourceOptions, host: Host): Promise<string | undefined> {
  if (toolOf(options) !== "terraform") return undefined;
  return (await terraformRegion(blockOf(options), host, { compat: options.compat })).value;
}

function toolOf({ as, profile, providerBlock, compat }: SourceOptions): SourceOptions["as"] {
  if (providerBlock !== undefined || compat !== undefined) return "terraform";
  return as ?? (profile === undefined ? "sdk" : undefined);
}

function blockOf({ profile, configFile, providerBlock }: SourceOptions): ProviderBlock {
  return {
    ...providerBlock,
    ...(profile !== undefined && { profile }),
    ...(configFile !== undefined && { shared_credentials_file: configFile }),
  };
}
