import { type Rule, type StandardSchema, schemaOf } from "@alicred/core";
import { wholeNumber } from "@alicred/plugin-kit";

export interface ExternalOptions {
  /**
   * The program and its arguments, as a list or as one line, which is split without a shell: no variables, no `~`, no
   * patterns, no pipes.
   */
  readonly command: string | readonly [string, ...string[]];
  /**
   * After how many milliseconds the program is killed with all its children: 1 to 600,000. The limit of the whole
   * refresh (`refreshTimeoutMs`, by default 20,000) ends it too. Default: 60,000.
   */
  readonly timeoutMs?: number | undefined;
  /** How much it may print, in bytes: 1 to 1,048,576. Default: 65,536. */
  readonly maxBytes?: number | undefined;
}

const command: Rule = [
  (value) =>
    Array.isArray(value)
      ? Boolean(value[0]) && value.every((argument) => typeof argument === "string")
      : typeof value === "string" && value !== "",
  "is neither a line nor a list of arguments",
];

export const externalOptions: StandardSchema<ExternalOptions> = schemaOf(
  { command, timeoutMs: wholeNumber(1, 600_000), maxBytes: wholeNumber(1, 1_048_576) },
  ["command"],
);
