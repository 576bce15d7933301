import { type CredentialSource, chain } from "@alicred/core";
import { iniProfile } from "@alicred/ini-profile";
import type { ModeProvider } from "@alicred/plugin-kit";
import { sharedConfig } from "@alicred/shared-config";
import { absentSource, derivedSource } from "../derived-source.ts";
import { isOn } from "../switches.ts";

const PROFILE_VARIABLES = ["ALIBABA_CLOUD_PROFILE"];
const SWITCH = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";

export interface ProfileFilesOptions {
  readonly profile: string | undefined;
  readonly configFile: string | undefined;
  readonly modes: readonly ModeProvider[];
}

/**
 * The two files of profiles. One name selects in both: a profile that the first file does not have may be in the second,
 * and when neither has it, that is a failure.
 */
export function profileFiles({ profile, configFile, modes }: ProfileFilesOptions): CredentialSource {
  const config = sharedConfig({ profile, configFile, profileVariables: PROFILE_VARIABLES, modes });
  const switchable = derivedSource(
    config.name,
    ({ host }) => isOn(host, SWITCH),
    (isOff) =>
      isOff
        ? absentSource(config.name, `profiles, which environment variable ${SWITCH} switches off`)
        : config,
  );
  return chain([switchable, iniProfile({ profile, modes })], {
    name: "profile-files",
    onFailed: ({ code }) => (code === "PROFILE_NOT_FOUND" ? "continue" : "stop"),
    // That one file lacks a profile will not pass by itself: what the other holds is as good as first.
    retryFailedAfterMs: Number.POSITIVE_INFINITY,
  });
}
