import type { TraceEntry } from "@alicred/core";

/** The name of the profile that the credentials of a resolution came from; `undefined` if they came from none. */
export function profileOf(entry: TraceEntry | undefined): string | undefined {
  if (entry === undefined || entry.shadowed) return undefined;
  if (entry.outcome !== "credentials" && entry.outcome !== "would-answer") return undefined;
  for (const { part, from } of entry.supplied) {
    const [, name] = /\("(.+)"\)$/.exec(from) ?? [];
    if (part === "profile" && name !== undefined) return name;
  }
  for (const child of entry.children) {
    const name = profileOf(child);
    if (name !== undefined) return name;
  }
  return undefined;
}
