import { z } from "zod";

/**
 * Another status or code for errors of a service whose real ones are not documented, by the simulator's name for the
 * error.
 */
export type ErrorOverrides<Name extends string> = Readonly<
  Partial<
    Record<Name, { readonly status?: number | undefined; readonly code?: string | undefined } | undefined>
  >
>;

/** The overrides of a table of errors. */
export function errorOverridesSchema<Name extends string>(
  table: Readonly<Record<Name, unknown>>,
): z.ZodType<ErrorOverrides<Name>> {
  return z
    .partialRecord(
      z.enum(Object.keys(table) as Name[]),
      z.strictObject({
        status: z.int().min(400).max(599).optional(),
        code: z.string().min(1).optional(),
      }),
    )
    .describe("Another status or code for errors, by their name.");
}
