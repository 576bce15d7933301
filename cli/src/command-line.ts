import { endSoon } from "./command/end.ts";
import { languageOf } from "./command/language-of.ts";
import { createProgram } from "./program.ts";
import { continueUnheard } from "./terminal/terminal.ts";

/** Runs the command line of this process, in the language of its person, and ends the process once the work is done. */
export async function runCommandLine(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  continueUnheard();
  await createProgram({ language: languageOf(argv.slice(2), env) }).parseAsync(argv);
  endSoon();
}
