import type { CredentialSource, Host, ResolveContext } from "@alicred/core";
import { ConfigurationError, nonEmptyString, notConfigured, parseFields, schemaOf } from "@alicred/core";
import type { Profile, ProfileFields, ProfileMode, Setting } from "@alicred/plugin-kit";
import {
  memoizedSource,
  notConfiguredSource,
  rereadSession,
  SELECTING_VARIABLES,
  shown,
} from "@alicred/plugin-kit";
import type { ConfigFile, ProfileSelection } from "@alicred/shared-config";
import { presentFields, profilesNamed, selectedProfileAnswers, selectProfile } from "@alicred/shared-config";
import type { ProfileOptions, SourcesOption } from "../arrange.ts";
import { arranged, lazySource, modesOf, sharedRules } from "../arrange.ts";
import { failWithoutMode, filledModes, filledProfile, sourceModes } from "./filled-profile.ts";
import { fillFromVariables, IGNORED_PROFILE, isIgnored, override } from "./variables.ts";

/** The sources of `aliyunCli`, in this order. */
export interface AliyunCliSources {
  /** A profile of `config.json`. */
  readonly sharedConfig: CredentialSource;
  /** An empty profile that the environment fills. */
  readonly variables: CredentialSource;
}

/** `modes` is by default every mode. */
export interface AliyunCliOptions extends ProfileOptions, SourcesOption<AliyunCliSources> {
  /** The profile. Default: `ALIBABACLOUD_PROFILE`, `ALIBABA_CLOUD_PROFILE`, `ALICLOUD_PROFILE`, else `current`. */
  readonly profile?: string | undefined;
  /** Default: `~/.aliyun/config.json`. */
  readonly configFile?: string | undefined;
  /**
   * Fields of the profile that come before its own and before the variables, as the flags of the CLI do: `mode`,
   * `access_key_id`, `ram_role_arn`, `sts_region`, `expired_seconds`, `region_id`. Empty ones count as absent. A part of
   * a key replaces the whole key of the profile. Default: none.
   */
  readonly overrides?: ProfileFields | undefined;
}

const NAME = "aliyun-cli";

/**
 * Credentials as the aliyun CLI finds them: a profile, whose empty fields the environment fills and whose mode is
 * recognised where it names none. Without a file, or with `ALIBABA_CLOUD_IGNORE_PROFILE=TRUE`, an empty profile is filled.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for invalid options.
 * @see https://github.com/aliyun/aliyun-cli/blob/master/config/profile.go
 */
export function aliyunCli(options: AliyunCliOptions = {}): CredentialSource {
  const schema = schemaOf<AliyunCliOptions>({
    ...sharedRules,
    profile: nonEmptyString,
    configFile: nonEmptyString,
    overrides: {
      accepts: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
      complaint: "is not an object of fields",
    },
  });
  const checked = parseFields(schema, options, NAME);
  const { overrides = {} } = checked;
  const modes = modesOf(checked, async () => (await import("../plugins.ts")).allModes);
  return arranged<AliyunCliSources>(
    NAME,
    {
      sharedConfig: lazySource("shared-config", async () =>
        configSource(selectionOf(checked), await modes(), overrides),
      ),
      variables: lazySource("filled-profile", async () => variablesSource(await modes(), overrides)),
    },
    checked,
  );
}

function configSource(
  selection: ProfileSelection,
  modes: readonly ProfileMode[],
  overrides: ProfileFields,
): CredentialSource {
  const { answer, close } = selectedProfileAnswers({
    modes: sourceModes(modes),
    selectedModes: filledModes(modes, overrides),
  });
  return {
    name: "shared-config",
    close,
    async resolve(context) {
      const ignoring = isIgnored(context.host);
      if (ignoring !== undefined) return notConfigured(`profiles, which ${ignoring.from} switches off`);
      const selected = await selectProfile(context.host, selection);
      if (selected.kind === "none") return notConfigured(selected.lookedFor);
      if (selected.kind === "lacking") throw selected.error;
      // The CLI loads its own file first, even where another one is given.
      if (selected.fileFrom === undefined) warnOfCurrent(context, selected.config);
      return answer(context, selected);
    },
  };
}

function variablesSource(modes: readonly ProfileMode[], overrides: ProfileFields): CredentialSource {
  const absent = notConfiguredSource(
    "filled-profile",
    "environment variables that fill a profile and show its mode",
  );
  return memoizedSource(
    "filled-profile",
    ({ host }) => isIgnored(host) !== undefined,
    (isIgnored) =>
      rereadSession(
        filledProfile(
          emptyProfile(isIgnored ? IGNORED_PROFILE : {}),
          modes,
          overrides,
          ({ access_key_id, access_key_secret }) =>
            access_key_id || access_key_secret ? failWithoutMode("default") : absent,
        ),
      ),
  );
}

/** The profile `default` of the CLI where there is no file. */
function emptyProfile(fields: ProfileFields): Profile {
  const noFile = (): never => {
    const message = "The environment describes a profile by itself: it leads to no other.";
    throw new ConfigurationError("PROFILE_NOT_FOUND", message);
  };
  return {
    name: "default",
    fields,
    sourceOf: noFile,
    sourceOfFields: noFile,
    update: async (_context, change) => change(fields),
  };
}

/** How the CLI selects a profile. */
function selectionOf({
  profile,
  configFile,
}: Pick<AliyunCliOptions, "profile" | "configFile">): ProfileSelection {
  const { profile: profileVariables, configFile: configFileVariables } = SELECTING_VARIABLES.cli;
  return { profile, configFile, profileVariables, configFileVariables };
}

/** Warns where the CLI stops before it looks at the profile: it loads the file's `current` first, whatever is selected. */
function warnOfCurrent(context: ResolveContext, config: ConfigFile): void {
  const name = config.current ?? "default";
  if (profilesNamed(config, name).length > 0) return;
  const problem = name === "" ? "is empty" : `names the profile "${shown(name)}", which does not exist`;
  context.warn(
    `the aliyun CLI does nothing as long as current in its config.json ${problem}. Repair it: alicred profiles use NAME`,
  );
}

/** The region that the aliyun CLI works in, and what named it: the overrides, the profile, else a variable. */
export async function aliyunCliRegion(
  options: Pick<AliyunCliOptions, "profile" | "configFile" | "overrides">,
  host: Host,
): Promise<Setting | undefined> {
  const ignoring = isIgnored(host);
  let own = IGNORED_PROFILE;
  let name = "default";
  if (ignoring === undefined) {
    // An unusable file is for the credentials to report.
    const selected = await selectProfile(host, selectionOf(options)).catch(() => undefined);
    if (selected === undefined || selected.kind === "lacking") return undefined;
    own = selected.kind === "profile" ? presentFields(selected.profiles[0]) : {};
    name = selected.kind === "profile" ? selected.name : name;
  }
  const given = override(own, options.overrides ?? {});
  const filled = fillFromVariables(host, given.fields);
  const value = filled.fields["region_id"];
  if (typeof value !== "string") return undefined;
  const [, from] = [...given.from, ...filled.from].find(([field]) => field === "region_id") ?? [];
  return { value, from: from ?? ignoring?.from ?? `field region_id of profile "${shown(name)}"` };
}
