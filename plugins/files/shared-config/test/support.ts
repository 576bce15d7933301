import { createTestHost, type Resolution, resolveOnce, type TestHostOptions } from "@alicred/conformance";
import { type CredentialSource, found } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { type SharedConfigOptions, sharedConfig } from "../src/mod.ts";

export const FILE = "/home/test/.aliyun/config.json";

/** Modes just large enough to show what the host of all modes does. */
export const keyMode: ProfileMode = {
  mode: "AK",
  source: ({ name, fields }) => ({
    name: "key",
    resolve: async (context) => {
      context.supplied("accessKeyId", `field access_key_id of profile "${name}"`);
      return found({
        accessKeyId: String(fields["access_key_id"]),
        accessKeySecret: String(fields["access_key_secret"]),
      });
    },
  }),
};

export const hopMode: ProfileMode = {
  mode: "ChainableRamRoleArn",
  source: (profile): CredentialSource => profile.sourceOf(String(profile.fields["source_profile"])),
};

export const MODES = [keyMode, hopMode];

export const key = (name: string, extra: Record<string, unknown> = {}): Record<string, unknown> => ({
  name,
  mode: "AK",
  access_key_id: `LTAI${name}`,
  access_key_secret: `canary-${name}`,
  ...extra,
});

export const config = (profiles: readonly unknown[], current?: string): string =>
  JSON.stringify({ current, profiles, meta_path: "kept" });

export interface Given extends Partial<SharedConfigOptions> {
  readonly text?: string | undefined;
  readonly host?: TestHostOptions;
}

export function resolve({ text, host, ...options }: Given): Promise<Resolution> {
  const files = text === undefined ? {} : { [FILE]: text };
  return resolveOnce(sharedConfig({ modes: MODES, ...options }), createTestHost({ files, ...host }));
}
