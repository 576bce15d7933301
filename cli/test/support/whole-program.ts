import type { Command } from "commander";
import type { ProgramOptions } from "../../src/mod.ts";
import { createProgram, defineCommand } from "../../src/program.ts";

/** The command line with the definitions of all commands loaded, as no run of it ever has them. */
export async function wholeProgram(options: ProgramOptions = {}): Promise<Command> {
  const program = createProgram(options);
  for (const command of program.commands) await defineCommand(command, options);
  return program;
}
