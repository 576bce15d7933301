/**
 * The trace: what every source looked for, found and answered, as data.
 *
 * @module
 */
import type { ErrorCode } from "./error-codes.ts";

/** Where one part of an answer came from. */
export interface Supplied {
  /** The part that was supplied: `accessKeyId`, `roleArn`, `profile`, … */
  readonly part: string;
  /** The variable, argument or file field it came from: `environment variable ALICLOUD_ACCESS_KEY`. Never a value. */
  readonly from: string;
}

/** One source's part in a resolution. */
export interface TraceEntry {
  readonly source: string;
  /** `would-answer`: in a dry run, of a source that issues its key only when it has to. */
  readonly outcome: "credentials" | "not-configured" | "failed" | "would-answer";
  /** Set when the source would have answered, had an earlier one not done so first. */
  readonly shadowed?: true;
  /** The settings that were looked for and are absent, for `not-configured`. */
  readonly lookedFor: readonly string[];
  readonly supplied: readonly Supplied[];
  readonly warnings: readonly string[];
  /** Why it failed; `requestId` where a service gave one. */
  readonly error?: {
    readonly code: ErrorCode;
    readonly message: string;
    readonly requestId?: string | undefined;
  };
  readonly durationMs: number;
  /** The entries of the sources that this source asked, in order. */
  readonly children: readonly TraceEntry[];
}

/** The growing part of a trace entry. */
export interface Notes {
  readonly supplied: Supplied[];
  readonly warnings: string[];
  readonly children: TraceEntry[];
}

/**
 * The answers of all sources in a resolution without credentials, as a numbered list under a heading.
 *
 * @param told a failure's message that stands before the list, and is not repeated in it
 */
export function describeAnswers(entries: readonly TraceEntry[], told?: string): string {
  const lines = entries.map(({ source, lookedFor, error }, index) => {
    const answer = error
      ? `failed${told && `${error.message}\n`.startsWith(`${told}\n`) ? ", see above" : `: ${error.code}: ${error.message.split("\n", 1)}`}`
      : `not configured (looked for ${lookedFor.join(", ")})`;
    return `\n  ${index + 1}. ${source}: ${answer}`;
  });
  return `The sources answered:${lines.join("")}`;
}
