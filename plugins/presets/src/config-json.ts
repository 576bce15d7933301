import type { Host, ProfileFields } from "@alicred/core";
import { expandHome, MAX_CONFIG_BYTES } from "@alicred/plugin-kit";
import { type ConfigFile, parseConfigFile, profilesNamed } from "@alicred/shared-config";

// What is read here is not the credentials' affair, such as a region: whatever is amiss is left for others to say.

/** The text of a `config.json`, when it is there and can be read. */
export async function readConfigJson(host: Host, path: string): Promise<string | undefined> {
  const at = expandHome(host, path);
  return at === undefined ? undefined : host.files?.readText(at, MAX_CONFIG_BYTES).catch(() => undefined);
}

/** What the text says; nothing when it is absent or no `config.json`. */
function parse(text: string | undefined): ConfigFile {
  try {
    return parseConfigFile(text ?? "", "", true);
  } catch {
    return { profiles: [], profilesKey: "profiles" };
  }
}

/** The profiles of that name, in their order. */
export function profilesIn(text: string | undefined, name: string | undefined): readonly ProfileFields[] {
  return name === undefined ? [] : profilesNamed(parse(text), name);
}

/** A field of a profile, when it is a text and not empty. */
export function textOf(fields: ProfileFields | undefined, name: string): string | undefined {
  const value = fields?.[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
