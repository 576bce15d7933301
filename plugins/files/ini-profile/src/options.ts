import { nonEmptyString, type StandardSchema, schemaOf } from "@alicred/core";
import { type ModeProvider, modeProviders } from "@alicred/plugin-kit";

export interface IniProfileOptions {
  /** The section. Default: the variable `ALIBABA_CLOUD_PROFILE`, else `default`. */
  readonly profile?: string | undefined;
  /**
   * The file; `~/` is the home folder. Default: `ALIBABA_CLOUD_CREDENTIALS_FILE`, else `~/.alibabacloud/credentials`, or
   * `~/.alibabacloud/credentials.ini` when there is no such file.
   */
  readonly file?: string | undefined;
  /** The supported modes: plugins such as `staticPlugin`, each for all of its modes, and single modes. */
  readonly modes: readonly ModeProvider[];
}

export const iniProfileOptions: StandardSchema<IniProfileOptions> = schemaOf(
  {
    profile: nonEmptyString,
    file: nonEmptyString,
    modes: modeProviders,
  },
  ["modes"],
);
