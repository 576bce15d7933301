import type { ProfileFields } from "@alicred/plugin-kit";

/**
 * The fields that count: the official clients write every field that they know, empty ones included. Names of fields
 * are in lower case; one that is written otherwise counts where that one is missing, as in clients written in Go.
 */
export function presentFields(fields: ProfileFields): ProfileFields {
  const entries = Object.entries(fields).filter(([, value]) => (value ?? "") !== "");
  const names = new Set(entries.map(([name]) => name));
  const aliases = entries
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !names.has(name));
  return Object.fromEntries([...entries, ...aliases]);
}

/** A field by its name in any case, when it is a text and not blank. */
export function textField(fields: ProfileFields, name: string): string | undefined {
  const value = presentFields(fields)[name];
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}
