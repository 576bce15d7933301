import { z } from "zod";

/** Another status or code for errors of a service whose real ones are not documented, by the simulator's name of the error. */
export type ErrorOverrides<Name extends string> = Readonly<
  Partial<
    Record<Name, { readonly status?: number | undefined; readonly code?: string | undefined } | undefined>
  >
>;

export function errorOverridesSchema<Name extends string>(
  names: readonly Name[],
): z.ZodType<ErrorOverrides<Name>> {
  return z
    .partialRecord(
      z.enum(names),
      z.strictObject({
        status: z.int().min(400).max(599).optional(),
        code: z.string().min(1).optional(),
      }),
    )
    .describe("Another status or code for errors, by their name.");
}
