import { z } from "zod";
import { type ErrorOverrides, errorOverridesSchema } from "../../cloud/errors.ts";
import { CONSOLE_ERRORS, type ConsoleErrorName } from "./errors.ts";

/** Settings of the simulated console sign-in. */
export interface ConsoleDescription {
  readonly signinTokenSeconds?: number | undefined;
  readonly afterLogin?: "page" | "redirect" | undefined;
  readonly errors?: ErrorOverrides<ConsoleErrorName> | undefined;
}

export const consoleSchema: z.ZodType<ConsoleDescription> = z
  .strictObject({
    signinTokenSeconds: z.int().min(1).max(3600).optional().describe("Life of a SigninToken. Default 30."),
    afterLogin: z
      .enum(["page", "redirect"])
      .optional()
      .describe(
        "How Login answers: with a page that shows who is signed in and to which destination, or with status 302 to the destination, as the real service does. Default page, because the destination is real.",
      ),
    errors: errorOverridesSchema(CONSOLE_ERRORS).optional(),
  })
  .meta({ id: "Console" });

/** The part of a world's description that concerns this service. */
export interface ConsoleWorld {
  readonly console?: ConsoleDescription | undefined;
}
