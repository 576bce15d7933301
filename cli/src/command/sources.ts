import type { CredentialSource, Host } from "@alicred/core";
import type { ProviderBlock } from "@alicred/presets/terraform";
import type { SourceOptions } from "./options.ts";

/**
 * The source of the command: that of a tool, or, with a profile and no tool, this profile and nothing else. Only the
 * preset that is asked for is loaded.
 */
export async function commandSource(options: SourceOptions): Promise<CredentialSource> {
  const { profile, configFile, compat, plugins = [] } = options;
  switch (toolOf(options)) {
    case "terraform": {
      const { terraform } = await import("@alicred/presets/terraform");
      return terraform(blockOf(options), { ...(compat && { compat }), plugins });
    }
    case "cli": {
      const { aliyunCli } = await import("@alicred/presets/aliyun-cli");
      return aliyunCli({ profile, configFile, plugins });
    }
    case "edge": {
      const { edge } = await import("@alicred/presets/edge");
      return edge();
    }
    case "sdk": {
      const { sdkDefault } = await import("@alicred/presets/sdk-default");
      return sdkDefault({ profile, configFile, plugins });
    }
    case undefined: {
      const { allModes } = await import("@alicred/presets/profile-modes");
      const { sharedConfig } = await import("@alicred/shared-config");
      return sharedConfig({ profile, configFile, modes: [...allModes, ...plugins] });
    }
  }
}

/** The region that a provider block leads to; the other tools have that of their profile. */
export async function blockRegion(options: SourceOptions, host: Host): Promise<string | undefined> {
  if (toolOf(options) !== "terraform") return undefined;
  const { terraformRegion } = await import("@alicred/presets/terraform");
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
