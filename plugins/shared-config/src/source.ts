import {
  type Answer,
  ask,
  ConfigurationError,
  type CredentialSource,
  notConfigured,
  type ProfileMode,
  parseOptions,
  type ResolveContext,
} from "@alicred/core";
import {
  expandHome,
  MAX_CONFIG_BYTES,
  profileModesOf,
  REREAD_AFTER_MS,
  settingOf,
  shown,
} from "@alicred/plugin-kit";
import { DEFAULT_CONFIG_FILE, parseConfigFile, profilesNamed } from "./config-file.ts";
import { NAME } from "./name.ts";
import { type SharedConfigOptions, sharedConfigOptions } from "./options.ts";
import { profileSource } from "./profile-source.ts";
import { createWriteBack } from "./write-back.ts";

/**
 * A profile of the shared `config.json`. The file is read at each resolution; while it is unchanged, the source made
 * from it is kept, with its sessions.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function sharedConfig(options: SharedConfigOptions): CredentialSource {
  const {
    profile,
    configFile,
    profileVariables = ["ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"],
    configFileVariables = ["ALIBABA_CLOUD_CONFIG_FILE"],
    fileChooses = true,
    modes,
  } = parseOptions(sharedConfigOptions, options, NAME);
  const selection = { profile, configFile, profileVariables, configFileVariables, fileChooses };
  return sharedConfigSource({ ...selection, modes: profileModesOf(modes) });
}

/** Options that were checked and completed. */
export interface ProfileSelection {
  readonly profile: string | undefined;
  readonly configFile: string | undefined;
  readonly fileChooses: boolean;
  readonly profileVariables: readonly string[];
  readonly configFileVariables: readonly string[];
  readonly modes: readonly ProfileMode[];
}

/** The source for options that were checked. */
export function sharedConfigSource(selection: ProfileSelection): CredentialSource {
  const { profile, configFile, profileVariables, configFileVariables, fileChooses, modes } = selection;
  const profileHint = `environment variables ${profileVariables.join(", ")}`;
  const writeBack = createWriteBack();
  // The source, and the profiles that went into it. While those stay the same, it is kept, with its sessions, whatever
  // else is written to the file.
  let latest:
    | { readonly names: ReadonlySet<string>; readonly key: string; readonly source: CredentialSource }
    | undefined;

  async function resolve(context: ResolveContext): Promise<Answer> {
    const { host } = context;
    const { files } = host;
    const asked = settingOf(host, profile, "argument profile", profileVariables);
    if (asked === undefined && !fileChooses) return notConfigured("argument profile", profileHint);
    const named = settingOf(host, configFile, "argument configFile", configFileVariables);
    const file = named?.value ?? DEFAULT_CONFIG_FILE;
    const path = expandHome(host, file);
    if (files === undefined || path === undefined)
      return notConfigured(`${shown(file)} (no ${files ? "home folder" : "file system"} in this runtime)`);
    const text = await files.readText(path, MAX_CONFIG_BYTES);
    if (text === undefined) {
      // Something asked for that cannot exist is an error; not having a file is not.
      const wanted = named ?? asked;
      if (wanted === undefined) return notConfigured(`file ${file}`);
      const message = `${wanted.from} is given, but there is no ${shown(file)}. Check the path, or create it: aliyun configure`;
      throw new ConfigurationError("PROFILE_NOT_FOUND", message);
    }

    const config = parseConfigFile(text, file, !asked);
    const { current } = config;
    const name = asked?.value ?? (current || "default");
    const from = asked?.from ?? (current ? "field current" : "the default name");
    const { length } = profilesNamed(config, name);
    if (length === 0 && asked === undefined && !current)
      return notConfigured(profileHint, `field current or profile "default" of ${file}`);
    if (length > 1) context.warn(`profile "${name}" is there ${length} times; the first counts.`);
    context.supplied("configFile", `${named?.from ?? "the default path"} (${file})`);
    context.supplied("profile", `${from} ("${shown(name)}")`);
    const keyOf = (names: ReadonlySet<string>): string =>
      JSON.stringify([path, name, [...names].map((each) => profilesNamed(config, each)), writeBack.kept]);
    if (latest?.key !== keyOf(latest?.names ?? new Set())) {
      const names = new Set<string>();
      const source = profileSource({ config, path, file, modes, writeBack, names }, name);
      latest = { names, key: keyOf(names), source };
    }
    const answer = await ask(context, latest.source);
    return answer.outcome === "credentials" && answer.credentials.expiresAtMs === undefined
      ? { ...answer, refreshAfterMs: answer.refreshAfterMs ?? REREAD_AFTER_MS }
      : answer;
  }

  return { name: NAME, resolve };
}
