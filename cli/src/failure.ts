import { AlicredError, type TraceEntry } from "@alicred/core";
import { type Line, onClosedOutput, printError } from "./terminal.ts";
import { ownMessage } from "./trace-view.ts";

const MOST_FRAMES = 3;

/** Runs a command; what it throws becomes a message on standard error and the exit code 1. */
export async function reportFailure(command: () => Promise<void>): Promise<void> {
  onClosedOutput(() => process.exit(0));
  try {
    await command();
  } catch (thrown) {
    printError(thrown instanceof AlicredError ? failureLines(thrown) : unexpectedLines(thrown));
    process.exitCode = 1;
  }
}

/** The failure, told once: its code, its message, the request id, and the answers of all sources that were asked. */
function failureLines(error: AlicredError): readonly Line[] {
  const { code, answers, requestId } = error;
  const told = withoutAnswers(error);
  return [
    [{ style: "red", text: `alicred: ${code}` }],
    // A message of its own lists the answers: here they stand below it.
    code === "NOT_CONFIGURED" && answers ? "No credentials are configured. Set up one of the sources." : told,
    ...(requestId === undefined ? [] : [`request id: ${requestId}`]),
    // The message says that the stack shows where.
    ...(code === "SOURCE_THREW" ? frames(error) : []),
    ...(answers === undefined || (answers.length === 1 && code !== "NOT_CONFIGURED")
      ? []
      : [
          "The sources answered:",
          ...answers.map((entry, index) => `  ${index + 1}. ${answer(entry, told)}`),
        ]),
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
  const own = ownMessage(entry);
  if (error === undefined)
    return `${source}: ${outcome === "credentials" ? "credentials" : `not configured (looked for ${lookedFor.join(", ")})`}`;
  return `${source}: failed${own === told ? ", see above" : `: ${error.code}: ${own}`}`;
}

/** A fault of alicred itself, for a bug report. */
function unexpectedLines(thrown: unknown): readonly Line[] {
  const { stack = "" } = thrown instanceof Error ? thrown : new Error(String(thrown));
  return [[{ style: "red", text: "alicred: unexpected error" }], ...stack.split("\n")];
}
