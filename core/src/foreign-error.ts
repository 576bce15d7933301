/**
 * Describes what a source threw that is no error of alicred.
 *
 * @module
 */
import { AlicredError, safeIdentifier } from "./errors.ts";
import { codeOf, framesOf, type Thrown, withFrames } from "./thrown.ts";

/**
 * A part of a foreign error: its name or code; its message; a line of its stack, which is doubtful where the stack does
 * not have the message, whose own lines may look like frames.
 */
export type ForeignText = "name" | "message" | "frame" | "doubtful-frame";

/** Shows a part of a foreign error, or an empty text if it may hold a secret. */
export type Show = (text: string, kind: ForeignText) => string;

/**
 * An error that names the source and shows of what it threw the name, the code or that of a cause, the frames of its stack,
 * and its message, as far as `show` lets them pass.
 *
 * @param unsaid added where it says that nothing of the message is shown: the circumstance
 */
export function foreignError(thrown: unknown, source: string, show: Show, unsaid: string): AlicredError {
  const isError = thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]";
  const foreign: Thrown = isError ? (thrown as Thrown) : { message: thrown };
  const names = [foreign.name, codeOf(foreign)].map((each) => show(safeIdentifier(each) ?? "", "name"));
  const label = isError ? names.filter(Boolean).join(" ") || "an error" : typeof thrown;
  // Parsers quote what they could not read.
  const isParsers = thrown instanceof SyntaxError || foreign.name === "SyntaxError";
  const text = isParsers || typeof foreign.message !== "string" ? "" : foreign.message;
  const said = show(text, "message").replace(/[\s.:;,]+$/, "");
  const what = said ? `: ${said}.` : `. Its message is not shown${unsaid}.`;
  const message = `${source} threw ${label}${what} Check the source's code; the stack says where.`;
  const error = new AlicredError("SOURCE_THREW", message, { retryable: true });
  const { frames, isDoubtful } = framesOf(foreign);
  const shown = frames.map((frame) => show(frame, isDoubtful ? "doubtful-frame" : "frame"));
  return withFrames(error, shown.filter(Boolean));
}
