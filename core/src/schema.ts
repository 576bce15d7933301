/**
 * A small validator for plugins' options and profile fields.
 *
 * @module
 */
import { ConfigurationError } from "./errors.ts";
import type { SchemaResult } from "./standard-schema.ts";

/** The vendor of these schemas, a field of Standard Schema. */
export const VENDOR = "alicred" as const;

/** A schema of Standard Schema whose complaints are fixed texts, so that they quote no value. */
export interface FieldSchema<T> {
  readonly "~standard": {
    readonly version: 1;
    readonly vendor: typeof VENDOR;
    readonly validate: (value: unknown) => SchemaResult<T>;
    /** For the compiler alone; absent at run time. */
    readonly types?: { readonly input: T; readonly output: T } | undefined;
  };
}

/** The code of an error for arguments, and for the content of a file. */
export type InvalidCode = "INVALID_OPTION" | "INVALID_CONFIGURATION";

/** A requirement for one value. */
export interface Rule {
  readonly accepts: (value: unknown) => boolean;
  /** Says what is wrong with any other value, without quoting it: `is not a whole number`. */
  readonly complaint: string;
}

/**
 * A schema of named fields. An undefined field passes, unless it is required; so does one without a rule.
 * A few hundred bytes, where a validation library has several thousand.
 */
export function schemaOf<T>(
  rules: Readonly<Record<string, Rule>>,
  required: readonly (keyof T & string)[] = [],
): FieldSchema<T> {
  const names: readonly string[] = required;
  return {
    "~standard": {
      version: 1,
      vendor: VENDOR,
      validate(input) {
        const fields: Readonly<Record<string, unknown>> = { ...Object(input) };
        const issues = Object.entries(rules).flatMap(([name, { accepts, complaint }]) => {
          const value = fields[name];
          const message =
            value === undefined ? names.includes(name) && "is missing" : !accepts(value) && complaint;
          return message ? [{ path: [name], message }] : [];
        });
        return issues.length > 0 ? { issues } : { value: fields as T };
      },
    },
  };
}

/**
 * Validates `input` with a schema of `schemaOf`. `parseOptions` takes the schema of any validator, and is larger.
 *
 * @param what names the input in the error's message: `assume-role`, `profile "prod"`.
 * @param code the error's code: `INVALID_OPTION` for arguments, `INVALID_CONFIGURATION` for a file's content.
 * @throws {ConfigurationError} with the path and the complaint of every issue, but no value.
 */
export function parseFields<T>(
  schema: FieldSchema<T>,
  input: unknown,
  what: string,
  code: InvalidCode = "INVALID_OPTION",
): T {
  // A name or a list in place of options would otherwise count as no options at all.
  if (typeof (input ?? {}) !== "object" || Array.isArray(input))
    throw invalid(what, "options are not an object", code);
  const result = schema["~standard"].validate(input);
  if (result.issues === undefined) return result.value;
  const complaints = result.issues.map(({ path = [], message }) => [...path, message].join(": "));
  throw invalid(what, complaints.join("; "), code);
}

/** The error for an invalid input. */
export function invalid(what: string, complaint: string, code: InvalidCode): ConfigurationError {
  return new ConfigurationError(code, `${what}: ${complaint}.`, { source: what });
}

/** A string of a certain form. */
export function stringMatching(form: RegExp, complaint: string): Rule {
  return { accepts: (value) => typeof value === "string" && form.test(value), complaint };
}

/** A string that is not empty. */
export const nonEmptyString: Rule = {
  accepts: (value) => typeof value === "string" && value !== "",
  complaint: "is missing or not text",
};

export const boolean: Rule = {
  accepts: (value) => typeof value === "boolean",
  complaint: "is not true or false",
};
