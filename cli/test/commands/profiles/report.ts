import { expect } from "vitest";
import { CANARY, type Home } from "./support.ts";

/** The findings of the doctor, in short. */
export interface Report {
  readonly code: number;
  readonly errors: number;
  readonly warnings: number;
  /** `subject code`, of errors and warnings. */
  readonly found: readonly string[];
  readonly all: readonly string[];
  readonly text: string;
}

/** Runs the doctor; no secret may be in what it says. */
export async function report(
  home: Home,
  words = "",
  env?: Readonly<Record<string, string>>,
): Promise<Report> {
  const { code, stdout, stderr } = await home.profiles(`doctor --json ${words}`, env);
  expect(stdout + stderr).not.toContain(CANARY);
  const { errors, warnings, subjects } = JSON.parse(stdout) as {
    errors: number;
    warnings: number;
    subjects: { name: string; findings: { level: string; code: string; message: string; fix?: string }[] }[];
  };
  const all = subjects.flatMap(({ name, findings }) =>
    findings.map((each) => ({ ...each, line: `${name.replace(/.*\/(?=config\.json)/, "")} ${each.code}` })),
  );
  return {
    code,
    errors,
    warnings,
    found: all.filter(({ level }) => level !== "info").map(({ line }) => line),
    all: all.map(({ line }) => line),
    text: all.map(({ message, fix }) => `${message} | ${fix ?? ""}`).join("\n"),
  };
}
