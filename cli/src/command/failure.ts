import { AlicredError, type ErrorCode, type TraceEntry } from "@alicred/core";
import { colon, listed } from "../terminal/language.ts";
import { type Line, onClosedOutput, printError, printErrorSentences } from "../terminal/terminal.ts";
import { errorText, hintText } from "./error-text.ts";
import { exitCodeOf } from "./exit-codes.ts";
import { toldBy } from "./own-error.ts";
import { placeText } from "./place.ts";
import { withGivenFile } from "./profile-word.ts";

const MOST_FRAMES = 3;

/** Failures on the way to the credentials, which their trace explains, if a source failed by them. */
const OF_THE_WAY: ReadonlySet<ErrorCode> = new Set([
  "FILE_UNREADABLE",
  "NETWORK_ERROR",
  "UPSTREAM_TIMEOUT",
  "UPSTREAM_UNAVAILABLE",
]);

/** How a failure is told. */
export interface FailureOptions {
  /** For a program that other tools start: one line alone. Default: no. */
  readonly isOneLine?: boolean;
}

/** Runs a command; what it throws becomes a message on standard error, and an exit code other than 0. */
export async function reportFailure(
  command: () => Promise<void>,
  { isOneLine = false }: FailureOptions = {},
): Promise<void> {
  onClosedOutput(() => process.exit(0));
  try {
    await command();
  } catch (thrown) {
    if (isOneLine && thrown instanceof AlicredError) printError([failureLine(thrown)]);
    else printFailure(thrown);
    process.exitCode = exitCodeOf(thrown);
  }
}

/** Prints a failure to standard error. */
export function printFailure(thrown: unknown): void {
  const lines = thrown instanceof AlicredError ? failureLines(thrown) : unexpectedLines(thrown);
  printErrorSentences(lines.map((line) => (typeof line === "string" ? withGivenFile(line) : line)));
}

function failureLine(error: AlicredError): Line {
  const { code, serverCode, answers } = error;
  const text = errorText();
  const told = code === "NOT_CONFIGURED" && answers ? text.notConfigured : withoutAnswers(error);
  const parts = [`alicred: ${code}:`, text.byCode[code], withGivenFile(told), hintFor(serverCode)];
  return parts.filter((part) => part !== undefined).join(" ");
}

/** The failure, told once: its code, its message, the request id, and the answers of all sources that were asked. */
function failureLines(error: AlicredError): readonly Line[] {
  const { code, answers, requestId, serverCode } = error;
  const told = withoutAnswers(error);
  const text = errorText();
  const inOwnWords = text.byCode[code];
  const hint = hintFor(serverCode);
  return [
    [{ style: "red", text: `alicred: ${code}` }],
    // The command's own messages are in the reader's language already.
    ...(inOwnWords === undefined || /\p{Script=Han}/u.test(told) ? [] : [inOwnWords]),
    // A message of its own lists the answers: here they stand below it.
    code === "NOT_CONFIGURED" && answers ? text.notConfigured : told,
    ...(requestId === undefined ? [] : [text.requestId(requestId)]),
    ...(hint === undefined ? [] : [hint]),
    // The message says that the stack shows where.
    ...(code === "SOURCE_THREW" ? frames(error) : []),
    ...(answers === undefined || (answers.length === 1 && code !== "NOT_CONFIGURED")
      ? []
      : [text.answers, ...answers.map((entry, index) => `  ${index + 1}. ${answer(entry, told)}`)]),
    ...(code === "UNKNOWN_PROFILE_MODE" && !told.includes("--plugin") ? [text.plugin] : []),
    ...(OF_THE_WAY.has(code) && error.source !== undefined ? [text.why] : []),
  ];
}

/** Where the code of a plugin threw; as far as the frames are not Node's own. */
function frames({ stack = "" }: AlicredError): readonly string[] {
  return stack
    .split("\n")
    .filter((line) => /^ +at (?!.*node:internal)/.test(line))
    .slice(0, MOST_FRAMES);
}

/** The message of the error that the chains around its source have completed by their answers. */
function withoutAnswers({ message, answers, cause }: AlicredError): string {
  return answers !== undefined && cause instanceof AlicredError ? withoutAnswers(cause) : message;
}

function answer(entry: TraceEntry, told: string): string {
  const { source, outcome, lookedFor, error } = entry;
  const own = toldBy(entry).error?.message;
  const text = errorText();
  if (error !== undefined)
    return `${source}${colon()}${own === told ? text.seeAbove : `${text.failed}${colon()}${error.code}: ${own}`}`;
  const nothing = text.nothing(listed(lookedFor.map(placeText)));
  return `${source}${colon()}${outcome === "credentials" ? text.credentials : nothing}`;
}

/** Cause and remedy by the server's code: the exact one, else its family before the last point. */
function hintFor(serverCode: string | undefined): string | undefined {
  const hints = hintText();
  for (let code = serverCode ?? ""; code !== ""; code = code.slice(0, Math.max(0, code.lastIndexOf("."))))
    if (hints[code] !== undefined) return hints[code];
  return undefined;
}

/** A fault of alicred itself, for a bug report. */
function unexpectedLines(thrown: unknown): readonly Line[] {
  const { stack = "" } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return [[{ style: "red", text: errorText().unexpected }], ...stack.split("\n")];
}
