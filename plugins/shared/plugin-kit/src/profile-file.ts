import { AlicredError, type Host } from "@alicred/core";
import { expandHome, MAX_CONFIG_BYTES } from "./files.ts";
import { shown } from "./names.ts";
import type { Setting } from "./variables.ts";

/** The variables of one tool. */
export interface SelectingVariables {
  /** Name the profile. */
  readonly profile: readonly string[];
  /** Name the file `config.json`. */
  readonly configFile: readonly string[];
  /** Name the INI file of the SDKs. */
  readonly iniFile?: readonly string[];
}

const CLI_PROFILE = ["ALIBABACLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE", "ALICLOUD_PROFILE"];
const SDK_CONFIG_FILE = ["ALIBABA_CLOUD_CONFIG_FILE"];

/** The environment variables by which each tool selects a profile and its file, in the tool's order. */
export const SELECTING_VARIABLES: Readonly<Record<"any" | "cli" | "sdk" | "terraform", SelectingVariables>> =
  {
    /** For `sharedConfig`, which follows no particular tool. */
    any: { profile: CLI_PROFILE, configFile: SDK_CONFIG_FILE },
    /** For the aliyun CLI, whose file has a flag but no variable. */
    cli: { profile: CLI_PROFILE, configFile: [] },
    sdk: {
      profile: ["ALIBABA_CLOUD_PROFILE"],
      configFile: SDK_CONFIG_FILE,
      iniFile: ["ALIBABA_CLOUD_CREDENTIALS_FILE"],
    },
    terraform: {
      profile: ["ALICLOUD_PROFILE", "ALIBABA_CLOUD_PROFILE"],
      configFile: ["ALICLOUD_SHARED_CREDENTIALS_FILE", "ALIBABA_CLOUD_CREDENTIALS_FILE"],
    },
  };

/** A file of profiles that was found. */
export interface ProfileFile {
  /** As it was written, for messages. */
  readonly file: string;
  readonly path: string;
  readonly text: string;
}

/** The absence of a file of profiles, with its reasons in the words of `lookedFor`. */
export interface NoProfileFile {
  readonly file: string;
  readonly lookedFor: readonly [string, ...string[]];
  /** Whether this runtime could have read it. */
  readonly canRead: boolean;
}

/** The file exists or may exist, and belongs to somebody else. */
const DENIED: ReadonlySet<string | undefined> = new Set(["EACCES", "EPERM", "PermissionDenied"]);

/**
 * Reads a file of profiles: the one that was asked for, else the first of the default ones that exists. A default file
 * of another user counts as missing, because nobody asked for it.
 *
 * @param asked names the file, or says who asked for something that must be in it; `undefined` when nobody did
 * @throws {ConfigurationError} `FILE_UNREADABLE`.
 */
export async function readProfileFile(
  host: Host,
  defaults: readonly [string, ...string[]],
  {
    named,
    isAsked = named !== undefined,
  }: { readonly named: Setting | undefined; readonly isAsked?: boolean },
): Promise<ProfileFile | NoProfileFile> {
  const { files } = host;
  const names = named === undefined ? defaults : [named.value];
  const [first = defaults[0]] = names;
  if (files === undefined) return missing(first, false, `${shown(first)} (no file system in this runtime)`);
  const lookedFor: string[] = [];
  let canRead = false;
  for (const file of names) {
    const path = expandHome(host, file);
    if (path === undefined) {
      lookedFor.push(`${shown(file)} (no home folder in this runtime)`);
      continue;
    }
    canRead = true;
    try {
      const text = await files.readText(path, MAX_CONFIG_BYTES);
      if (text !== undefined) return { file, path, text };
      lookedFor.push(`file ${shown(file)}`);
    } catch (thrown) {
      const { systemCode } = thrown instanceof AlicredError ? thrown : {};
      if (isAsked || !DENIED.has(systemCode)) throw thrown;
      lookedFor.push(`file ${file} (it cannot be looked up, ${systemCode})`);
    }
  }
  const [reason = `file ${first}`, ...reasons] = lookedFor;
  return missing(first, canRead, reason, ...reasons);
}

function missing(
  file: string,
  canRead: boolean,
  ...lookedFor: readonly [string, ...string[]]
): NoProfileFile {
  return { file, lookedFor, canRead };
}
