import { readFileSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** A larger file is left alone: what is looked for here is worth no waiting. */
const MAX_BYTES = 1_000_000;

/** The result of a quick look at `config.json`, unchecked. */
export interface ConfigPeek {
  readonly current: unknown;
  readonly profiles: readonly Readonly<Record<string, unknown>>[];
}

/**
 * A quick look at `config.json`, before the command line is read. A file that is missing or broken has no profiles, and
 * so has one that is no ordinary file, which may never answer: what is wrong with it is for the command to say.
 *
 * @param configFile the path of `--config-file`; `ALIBABA_CLOUD_CONFIG_FILE` or `~/.aliyun/config.json` else
 */
export function peekConfig(
  configFile: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): ConfigPeek {
  try {
    const named = configFile || env["ALIBABA_CLOUD_CONFIG_FILE"] || "~/.aliyun/config.json";
    const path = named.startsWith("~/") ? join(homedir(), named.slice(2)) : named;
    const stat = statSync(path);
    if (stat.isFile() && stat.size <= MAX_BYTES) {
      const { current, profiles } = Object(JSON.parse(readFileSync(path, "utf8").replace(/^\uFEFF/, "")));
      return { current, profiles: Array.isArray(profiles) ? profiles.map(Object) : [] };
    }
  } catch {
    // No file, no permission, no JSON: nothing to see.
  }
  return { current: undefined, profiles: [] };
}
