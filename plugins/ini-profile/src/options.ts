import { type ProfileMode, type StandardSchema, schemaOf, text } from "@alicred/core";

export interface IniProfileOptions {
  /** The section. Default: the variable `ALIBABA_CLOUD_PROFILE`, else `default`. */
  readonly profile?: string | undefined;
  /**
   * The file; `~/` is the home folder. Default: `ALIBABA_CLOUD_CREDENTIALS_FILE`, else `~/.alibabacloud/credentials`, or
   * `~/.alibabacloud/credentials.ini` when there is no such file.
   */
  readonly file?: string | undefined;
  /** The modes that are understood, such as `staticPlugin.profileModes`. */
  readonly modes: readonly ProfileMode[];
}

export const iniProfileOptions: StandardSchema<IniProfileOptions> = schemaOf(
  {
    profile: text,
    file: text,
    modes: [
      (value) =>
        Array.isArray(value) &&
        value.every((mode: Partial<ProfileMode> | null | undefined) => typeof mode?.source === "function"),
      "is not a list of profile modes",
    ],
  },
  ["modes"],
);
