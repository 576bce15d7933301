import {
  type Answer,
  ask,
  ConfigurationError,
  type CredentialSource,
  notConfigured,
  parseOptions,
  type ResolveContext,
} from "@alicred/core";
import { type ConfigFile, indexOfProfile, MAX_FILE_BYTES, parseConfigFile } from "./config-file.ts";
import { type SharedConfigOptions, sharedConfigOptions } from "./options.ts";
import { profileSource } from "./profile-source.ts";
import {
  expandHome,
  FILE_VARIABLES,
  PROFILE_VARIABLES,
  type Selected,
  selectFile,
  selectProfile,
} from "./selection.ts";
import { createWriteBack } from "./write-back.ts";

/**
 * A profile of the shared `config.json`. The file is read at each resolution; as long as it has not changed, so is the
 * source made from it kept, with the sessions that it holds.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for options that cannot be used.
 */
export function sharedConfig(options: SharedConfigOptions): CredentialSource {
  const {
    profile,
    configFile,
    profileVariables = PROFILE_VARIABLES,
    configFileVariables = FILE_VARIABLES,
    fileChooses = true,
    modes,
  } = parseOptions(sharedConfigOptions, options, "shared-config");
  const profileHint = `environment variables ${profileVariables.join(", ")}`;
  const writeBack = createWriteBack();
  let latest: { readonly key: string; readonly source: CredentialSource } | undefined;

  async function resolve(context: ResolveContext): Promise<Answer> {
    const { host } = context;
    const file = selectFile(host, configFile, configFileVariables);
    const asked = selectProfile(host, profile, profileVariables);
    if (asked === undefined && !fileChooses) return notConfigured("argument profile", profileHint);
    const path = expandHome(host, file.value);
    if (host.files === undefined) return notConfigured(`${file.value} (no file system in this runtime)`);
    if (path === undefined) return notConfigured(`${file.value} (no home folder is known)`);
    const text = await host.files.readText(path, MAX_FILE_BYTES);
    if (text === undefined) return absent(asked ?? (file.explicit ? file : undefined), file.value);

    const config = parseConfigFile(text, file.value);
    const chosen = asked ?? chooseIn(config);
    if (chosen === undefined) {
      return notConfigured(`field current of ${file.value}`, `profile "default"`, profileHint);
    }
    context.supplied("configFile", `${file.from} (${file.value})`);
    context.supplied("profile", `${chosen.from} ("${chosen.value}")`);
    warnOfDuplicates(config, chosen.value, context);
    const key = JSON.stringify([path, chosen.value, text, writeBack.version()]);
    if (latest?.key !== key) {
      const book = { config, path, file: file.value, modes, writeBack };
      latest = { key, source: profileSource(book, chosen.value) };
    }
    return ask(context, latest.source);
  }

  return { name: "shared-config", resolve };
}

function chooseIn(config: ConfigFile): Selected | undefined {
  const { current } = config;
  if (current) return { value: current, from: "field current", explicit: true };
  const hasDefault = indexOfProfile(config, "default") >= 0;
  return hasDefault ? { value: "default", from: "the default name", explicit: false } : undefined;
}

// A profile that was asked for and cannot be there is an error; that nobody has a file is not.
function absent(asked: Selected | undefined, file: string): Answer {
  if (asked === undefined) return notConfigured(`file ${file}`);
  throw new ConfigurationError(
    "PROFILE_NOT_FOUND",
    `${asked.from} asks for "${asked.value}", but there is no ${file}. Create it with \`aliyun configure\`.`,
    { source: "shared-config" },
  );
}

function warnOfDuplicates({ profiles }: ConfigFile, name: string, context: ResolveContext): void {
  const count = profiles.filter((each) => (each as { name?: unknown } | null)?.name === name).length;
  if (count > 1) context.warn(`profile "${name}" is there ${count} times; the first counts.`);
}
