/** The forms in which `resolve` prints credentials. */
export const FORMATS = [
  "table",
  "json",
  "env",
  "fish",
  "dotenv",
  "powershell",
  "cmd",
  "external",
  "credentials-uri",
  "ini",
  "config-json",
] as const;

export type Format = (typeof FORMATS)[number];
