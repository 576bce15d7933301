import { isatty } from "node:tty";
import { quote } from "@alicred/plugin-kit";
import { wrongUse } from "../../command/command-error.ts";
import { reportFailure } from "../../command/failure.ts";
import type { ProgramOptions } from "../../command/options.ts";
import { withResolver } from "../../command/resolver.ts";
import type { WordSyntax } from "../../terminal/quote.ts";
import type { Shell } from "../../terminal/shells.ts";
import { printRaw } from "../../terminal/terminal.ts";
import { type IdentityOptions, resolveIdentity } from "../exec/identity.ts";
import { printUseNote } from "../exec/note.ts";
import { shellFunctions, useLines } from "./functions.ts";
import { shellText } from "./text.ts";

/** The options of `alicred shell`. */
export interface ShellOptions extends IdentityOptions {
  /** Whether the shell becomes the profile. */
  readonly use?: true;
}

const SYNTAX: Readonly<Record<Shell, WordSyntax>> = {
  bash: "sh",
  zsh: "sh",
  fish: "fish",
  powershell: "powershell",
};

/** `alicred shell`: prints functions for a shell, or with `--use` the lines that make it a profile. */
export function shellCommand(shell: Shell, given: ShellOptions, program: ProgramOptions): Promise<void> {
  const syntax = SYNTAX[shell];
  const { profile, use } = given;
  return reportFailure(async () => {
    if (use && profile === undefined) throw wrongUse(shellText().noProfile);
    if (!use && profile !== undefined) throw wrongUse(shellText().profileWithoutUse(quote(profile)));
    if (!use) {
      printRaw(shellFunctions(shell, syntax));
      return;
    }
    await withResolver(given, program, async (tools) => {
      const identity = await resolveIdentity(tools, given);
      printRaw(
        useLines(identity, process.env, syntax)
          .map((line) => `${line}\n`)
          .join(""),
      );
      if (isatty(2)) printUseNote({ ...identity, shell, outer: process.env, isServed: false });
    });
  });
}
