import type { CredentialSource, Host } from "@alicred/core";
import type { ModeProvider } from "@alicred/plugin-kit";
import type { ProviderBlock } from "@alicred/presets/terraform";
import type { SourceOptions } from "./command-options.ts";

/**
 * The source of the command: that of a tool, or, with a profile and no tool, this profile and nothing else. Only the
 * preset that is asked for is loaded.
 */
export async function commandSource(options: SourceOptions): Promise<CredentialSource> {
  const { profile, configFile, compat } = options;
  const modes = await modesOf(options);
  switch (toolOf(options)) {
    case "terraform": {
      const { terraform } = await import("@alicred/presets/terraform");
      return terraform(blockOf(options), { compat, modes });
    }
    case "cli": {
      const { aliyunCli } = await import("@alicred/presets/aliyun-cli");
      return aliyunCli({ profile, configFile, modes });
    }
    case "edge": {
      const { edge } = await import("@alicred/presets/edge");
      return edge();
    }
    case "sdk": {
      const { sdkDefault } = await import("@alicred/presets/sdk-default");
      return sdkDefault({ profile, configFile, modes });
    }
    case undefined: {
      const { allModes } = await import("@alicred/presets/profile-modes");
      const { sharedConfig } = await import("@alicred/shared-config");
      return sharedConfig({ profile, configFile, modes: modes ?? allModes });
    }
  }
}

/** The region that a provider block leads to; the other tools have that of their profile. */
export async function blockRegion(options: SourceOptions, host: Host): Promise<string | undefined> {
  if (toolOf(options) !== "terraform") return undefined;
  const { terraformRegion } = await import("@alicred/presets/terraform");
  return (await terraformRegion(blockOf(options), host, { compat: options.compat })).value;
}

/** The modes that the tool understands, and those of the plugins; `undefined`, for the tool's own, without plugins. */
async function modesOf(options: SourceOptions): Promise<readonly ModeProvider[] | undefined> {
  const { plugins = [] } = options;
  if (plugins.length === 0) return undefined;
  const { accessKeyModes, allModes } = await import("@alicred/presets/profile-modes");
  return [...(toolOf(options) === "terraform" ? accessKeyModes : allModes), ...plugins];
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
