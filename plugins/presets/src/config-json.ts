import type { Host } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { expandHome, MAX_CONFIG_BYTES } from "@alicred/plugin-kit";

// What is read here is not the credentials' affair, such as a region: whatever is amiss is left for others to say.

/** The text of a `config.json`, when it is there and can be read. */
export async function readConfigJson(host: Host, path: string): Promise<string | undefined> {
  const at = expandHome(host, path);
  return at === undefined ? undefined : host.files?.readText(at, MAX_CONFIG_BYTES).catch(() => undefined);
}

/** A field of a profile, when it is a text and not empty. */
export function textOf(fields: ProfileFields | undefined, name: string): string | undefined {
  const value = fields?.[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
