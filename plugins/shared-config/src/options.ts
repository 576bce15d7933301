import type { ProfileMode, StandardSchema } from "@alicred/core";
import * as z from "zod/mini";

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
  /** Whether the file chooses a profile where nothing else does, by `current` or the name `default`. Default: true. */
  readonly fileChooses?: boolean | undefined;
  /** The modes that are understood, such as `staticPlugin.profileModes`. */
  readonly modes: readonly ProfileMode[];
}

const text = (): z.ZodMiniString => z.string("is not text").check(z.minLength(1, "is empty"));

export const sharedConfigOptions: StandardSchema<SharedConfigOptions> = z.object({
  profile: z.optional(text()),
  configFile: z.optional(text()),
  profileVariables: z.optional(z.array(text(), "is not a list")),
  configFileVariables: z.optional(z.array(text(), "is not a list")),
  fileChooses: z.optional(z.boolean("is not true or false")),
  modes: z.array(
    z.custom<ProfileMode>((value) => typeof value?.source === "function", "is not a profile mode"),
    "is missing or not a list",
  ),
});
