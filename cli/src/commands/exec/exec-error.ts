import { AlicredError, ConfigurationError } from "@alicred/core";
import { EXIT } from "../../command/exit-codes.ts";
import { quoteIfNeeded } from "../../terminal/quote.ts";
import { EXEC_EXIT } from "./command-line.ts";
import type { Search } from "./find-program.ts";
import { execText } from "./text.ts";

const BY_CODE: Readonly<Record<string, number>> = {
  PROGRAM_NOT_RUNNABLE: EXEC_EXIT.notRunnable,
  PROGRAM_NOT_FOUND: EXEC_EXIT.notFound,
  CANCELLED: EXIT.cancelled,
};

/** The exit code for a failure before the program started. */
export function execExitCode(thrown: unknown): number {
  return (thrown instanceof AlicredError ? BY_CODE[thrown.code] : undefined) ?? EXEC_EXIT.failed;
}

/**
 * The path of a program that was found.
 *
 * @param corrected the line to type for a file that needs a shell
 * @throws {ConfigurationError} `PROGRAM_NOT_FOUND`, `PROGRAM_NOT_RUNNABLE`
 */
export function pathOf(search: Search, name: string, corrected: string): string {
  const text = execText();
  switch (search.kind) {
    case "found":
      return search.path;
    case "batch":
      throw new ConfigurationError("PROGRAM_NOT_RUNNABLE", text.batch(corrected));
    case "not-runnable":
      throw new ConfigurationError(
        "PROGRAM_NOT_RUNNABLE",
        text.notRunnable(search.path, quoteIfNeeded(search.path)),
      );
    case "not-file":
      throw new ConfigurationError("PROGRAM_NOT_RUNNABLE", text.notFile(search.path));
    case "missing": {
      if (name === "") throw new ConfigurationError("PROGRAM_NOT_FOUND", text.emptyName);
      const message = name.includes("/") ? text.notFoundAt(name) : text.notFound(name);
      throw new ConfigurationError("PROGRAM_NOT_FOUND", message);
    }
  }
}

/** The error for a program that the system refuses to start. */
export function startError(thrown: unknown, name: string): AlicredError {
  const code = String(Object(thrown).code);
  const kind = code === "ENOENT" ? "PROGRAM_NOT_FOUND" : "PROGRAM_NOT_RUNNABLE";
  return new ConfigurationError(kind, execText().notStarted(name, code));
}
