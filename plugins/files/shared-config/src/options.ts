import { boolean, nonEmptyString, type StandardSchema, schemaOf } from "@alicred/core";
import { type ModeProvider, modeProviders, texts } from "@alicred/plugin-kit";

export interface SharedConfigOptions {
  /**
   * The profile. Default: the variable `ALIBABACLOUD_PROFILE`, `ALIBABA_CLOUD_PROFILE` or `ALICLOUD_PROFILE`, in the
   * order of the aliyun CLI; else the file's `current`; else `default`.
   */
  readonly profile?: string | undefined;
  /** The file; `~/` is the home folder. Default: `ALIBABA_CLOUD_CONFIG_FILE`, else `~/.aliyun/config.json`. */
  readonly configFile?: string | undefined;
  /** The variables that name the profile, in order, in place of those above. */
  readonly profileVariables?: readonly string[] | undefined;
  /** The variables that name the file, in order, in place of the one above. */
  readonly configFileVariables?: readonly string[] | undefined;
  /** Whether the file chooses a profile where nothing else does, via `current` or the name `default`. Default: true. */
  readonly fileChooses?: boolean | undefined;
  /** The supported modes: plugins such as `staticPlugin`, each for all of its modes, and single modes. */
  readonly modes: readonly ModeProvider[];
}

export const sharedConfigOptions: StandardSchema<SharedConfigOptions> = schemaOf(
  {
    profile: nonEmptyString,
    configFile: nonEmptyString,
    profileVariables: texts,
    configFileVariables: texts,
    fileChooses: boolean,
    modes: modeProviders,
  },
  ["modes"],
);
