import { assumeRolePlugin } from "@alicred/assume-role";
import { type CredentialSource, chain } from "@alicred/core";
import { envCredentials } from "@alicred/env";
import { externalPlugin } from "@alicred/external";
import { oauthPlugin } from "@alicred/oauth";
import { sharedConfig } from "@alicred/shared-config";
import { staticPlugin } from "@alicred/static";

export interface SourceOptions {
  readonly profile?: string;
  readonly configFile?: string;
}

/** The sources of the command: the profile that was named and nothing else, or environment variables before the file. */
export function commandSource({ profile, configFile }: SourceOptions): CredentialSource {
  const plugins = [staticPlugin, assumeRolePlugin, externalPlugin, oauthPlugin];
  const modes = plugins.flatMap(({ profileModes = [] }) => profileModes);
  const file = sharedConfig({ profile, configFile, modes });
  return profile === undefined ? chain([envCredentials(), file], { name: "alicred" }) : file;
}
