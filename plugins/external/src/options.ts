import type { StandardSchema } from "@alicred/core";
import * as z from "zod/mini";

export interface ExternalOptions {
  /**
   * The program and its arguments, as a list or as one line, which is split without a shell: no variables, no `~`, no
   * patterns, no pipes.
   */
  readonly command: string | readonly [string, ...string[]];
  /**
   * When the program is ended with all its children, in milliseconds: 1 up to 600,000. The limit of the whole refresh
   * (`refreshTimeoutMs`, by default 20,000) ends it too. Default: 60,000.
   */
  readonly timeoutMs?: number | undefined;
  /** How much it may print, in bytes: 1 up to 1,048,576. Default: 65,536. */
  readonly maxBytes?: number | undefined;
}

function whole(max: number): z.ZodMiniNumber {
  const message = `is not a whole number from 1 to ${max}`;
  return z
    .number(message)
    .check(z.refine((value) => Number.isInteger(value) && value >= 1 && value <= max, message));
}

const text = (): z.ZodMiniString => z.string("is not text").check(z.minLength(1, "is empty"));

export const externalOptions: StandardSchema<ExternalOptions> = z.object({
  command: z.union(
    [text(), z.tuple([text()], z.string("is not text"))],
    "is missing or neither a line nor a list of arguments",
  ),
  timeoutMs: z.optional(whole(600_000)),
  maxBytes: z.optional(whole(1_048_576)),
});
