/** The tools that `alicred export` writes for. `config`: whatever reads `config.json`. */
export const FORMS = [
  "config",
  "serverless-devs",
  "ossutil",
  "ossutil2",
  "odpscmd",
  "pyodps",
  "aliyunlog",
  "packer",
  "compose",
] as const;

export type FormName = (typeof FORMS)[number];

/**
 * How a tool gets the credentials. `external`: it runs alicred whenever it needs some. `snapshot`: a copy, which ends.
 * `uri`: it asks `alicred serve`.
 */
export const WAYS = ["external", "snapshot", "uri"] as const;

export type Way = (typeof WAYS)[number];
