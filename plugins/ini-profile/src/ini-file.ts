import { parse } from "ini";

/** The keys of one section and their values. */
export type Section = Readonly<Record<string, string>>;

/** The section of that name, if the text has one. */
export function findSection(text: string, name: string): Section | undefined {
  // The library knows a section only at the beginning of its line.
  const lines = text
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/)
    .map((line) => line.trim());
  // It takes a dot for a step into another section.
  const section = name
    .split(".")
    .reduce<unknown>((at, part) => (isObject(at) && Object.hasOwn(at, part) ? at[part] : undefined), {
      ...parse(lines.join("\n")),
    });
  if (!isObject(section)) return undefined;
  const entries = Object.entries(section).filter(
    ([, value]) => !isObject(value) && value !== "" && value !== null,
  );
  return Object.fromEntries(entries.map(([key, value]) => [key, String(value).trim()]));
}

/** Whether a text is JSON rather than INI: `ALIBABA_CLOUD_CREDENTIALS_FILE` names the one to some tools, the other to others. */
export function isJson(text: string): boolean {
  return /^\uFEFF?\s*\{/.test(text);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
