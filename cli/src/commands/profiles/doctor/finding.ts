import type { DoctorTexts } from "./text.ts";

/** Something that the doctor found. */
export interface Finding {
  readonly level: "error" | "warning" | "info";
  /** Stable, for programs. */
  readonly code: keyof DoctorTexts;
  /** The sentence, in the language of these texts. */
  readonly say: (said: DoctorTexts) => string;
  /** A line to type, or what to do in words. */
  readonly fix?: ((said: DoctorTexts) => string) | undefined;
  /** Whether `--fix` repairs it: by itself, or after a question. */
  readonly repair?: "itself" | "asks";
}

/** The findings about a file or a profile. */
export interface Subject {
  readonly kind: "file" | "profile";
  /** The path or the name. */
  readonly name: string;
  /** For files: the path to repair. */
  readonly path?: string;
  /** Behind the name, for people. */
  readonly note?: (said: DoctorTexts) => string;
  readonly findings: readonly Finding[];
}

type Plain = {
  [Code in keyof DoctorTexts]: DoctorTexts[Code] extends string ? Code : never;
}[keyof DoctorTexts];

/** A finding whose sentence needs no values. */
export function plainFinding(
  level: Finding["level"],
  code: Plain,
  fix?: string | ((said: DoctorTexts) => string),
): Finding {
  return { level, code, say: (said) => said[code], fix: typeof fix === "string" ? () => fix : fix };
}

/** A finding whose sentence holds values. */
export function finding(
  level: Finding["level"],
  code: keyof DoctorTexts,
  say: (said: DoctorTexts) => string,
  fix?: string | ((said: DoctorTexts) => string),
): Finding {
  return { level, code, say, fix: typeof fix === "string" ? () => fix : fix };
}
