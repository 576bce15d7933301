import { spawn } from "node:child_process";
import { quoteIfNeeded } from "../../terminal/quote.ts";
import { print, printError, printWarning } from "../../terminal/terminal.ts";
import { findProgram } from "../exec/find-program.ts";
import { exportText } from "./text.ts";

/** How long a tool may take, in milliseconds. */
const CHECK_TIMEOUT_MS = 60_000;

/**
 * Runs a tool with what was written for it, and says whether it works. Its output is not shown, because some tools print
 * secrets when they fail.
 */
export async function runCheck([program, ...args]: readonly [string, ...string[]]): Promise<void> {
  const text = exportText();
  const found = findProgram(program, process.env);
  if (found.kind !== "found") {
    printWarning(text.notChecked(program));
    return;
  }
  const line = [program, ...args].map(quoteIfNeeded).join(" ");
  const ended = await new Promise<string>((resolve) => {
    const child = spawn(found.path, args, { stdio: "ignore", timeout: CHECK_TIMEOUT_MS });
    child.on("error", ({ message }) => resolve(message));
    child.on("close", (code, signal) => resolve(code === 0 ? "" : `${code ?? signal}`));
  });
  if (ended === "") print([text.checked(line)]);
  else {
    printError([text.checkFailed(line, ended)]);
    process.exitCode = 1;
  }
}
