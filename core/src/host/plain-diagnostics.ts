import { type ForeignText, foreignError } from "../foreign-error.ts";
import type { Diagnostics } from "../host.ts";

/** The forms of names and frames that are no secrets: classes of errors, codes in capitals, functions in files. */
const PLAIN: Readonly<Partial<Record<ForeignText, RegExp>>> = {
  name: /^(([A-Z]\w*)?(Error|Exception)|[A-Z]+(_[A-Z\d]+)*)$/,
  frame: /^ +at (async )?([a-z$_.<>[\] ]+\d{0,2} \()?[^\s()]+(\.\w+|>):\d+:\d+\)?$/i,
};

/** The diagnostics of a small bundle: of a foreign error its name, code and frames, where their form is plain; no more. */
export const plainDiagnostics: Diagnostics = {
  foreignError: (_, thrown, source) =>
    foreignError(
      thrown,
      source,
      (text, kind) => (PLAIN[kind]?.test(text) ? text : ""),
      " without diagnostics",
    ),
};
