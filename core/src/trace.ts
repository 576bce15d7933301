/**
 * The trace: what every source looked for, found and answered, as data.
 *
 * @module
 */
import type { ErrorCode } from "./errors.ts";

/** Where one part of an answer came from. */
export interface Supplied {
  /** What was supplied: `accessKeyId`, `roleArn`, `profile`, … */
  readonly part: string;
  /** By which variable, argument or file field: `environment variable ALICLOUD_ACCESS_KEY`. Never a value. */
  readonly from: string;
}

/** One source's part in a resolution. */
export interface TraceEntry {
  readonly source: string;
  readonly outcome: "credentials" | "not-configured" | "failed";
  /** Set when the source would have answered, had an earlier one not done so first. */
  readonly shadowed?: true;
  /** What was looked for and is absent, for `not-configured`. */
  readonly lookedFor: readonly string[];
  readonly supplied: readonly Supplied[];
  readonly warnings: readonly string[];
  readonly error?: { readonly code: ErrorCode; readonly message: string };
  readonly durationMs: number;
  /** The entries of the sources that this source asked, in order. */
  readonly children: readonly TraceEntry[];
}

/** One line that says what a source answered and why. */
export function describeEntry(entry: TraceEntry): string {
  const { source, outcome, lookedFor, error } = entry;
  if (outcome === "not-configured") return `${source}: not configured (looked for ${lookedFor.join(", ")})`;
  if (outcome === "failed") return `${source}: failed: ${error?.code}: ${firstLine(error?.message)}`;
  return `${source}: has credentials${entry.shadowed ? ", shadowed by an earlier source" : ""}`;
}

/** The answers as a numbered list, a line each. */
export function describeEntries(entries: readonly TraceEntry[]): string {
  return entries.map((entry, index) => `  ${index + 1}. ${describeEntry(entry)}`).join("\n");
}

function firstLine(text = ""): string {
  return text.split("\n", 1)[0] ?? "";
}
