/**
 * A small validator for plugins' options and profile fields.
 *
 * @module
 */
import type { StandardSchema } from "./standard-schema.ts";

/** The vendor of these schemas, a field of Standard Schema. */
export const VENDOR = "alicred";

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
): StandardSchema<T> {
  const names: readonly string[] = required;
  return {
    "~standard": {
      version: 1,
      vendor: VENDOR,
      validate(input) {
        const fields: Readonly<Record<string, unknown>> = Object(input);
        const issues = Object.entries(rules).flatMap(([name, { accepts, complaint }]) => {
          const value = fields[name];
          const message =
            value === undefined ? names.includes(name) && "is missing" : !accepts(value) && complaint;
          return message ? [{ path: [name], message }] : [];
        });
        return issues.length > 0 ? { issues } : { value: { ...fields } as T };
      },
    },
  };
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
