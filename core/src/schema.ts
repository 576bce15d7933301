/**
 * A small validator for plugins' options and profile fields.
 *
 * @module
 */
import type { StandardSchema } from "./standard-schema.ts";

/** Whose schemas these are, as Standard Schema wants to know. */
export const VENDOR = "alicred";

/** What a value must be, and the complaint about any other value, which does not quote it. */
export type Rule = readonly [accepts: (value: unknown) => boolean, complaint: string];

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
        const issues = Object.entries(rules).flatMap(([name, [accepts, complaint]]) => {
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
  return [(value) => typeof value === "string" && form.test(value), complaint];
}

/** A string that is not empty. */
export const nonEmptyString: Rule = [
  (value) => typeof value === "string" && value !== "",
  "is missing or not text",
];

export const boolean: Rule = [(value) => typeof value === "boolean", "is not true or false"];
