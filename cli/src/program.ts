import { Command } from "commander";
import { reportFailure } from "./failure.ts";
import { resolveCommand } from "./resolve-command.ts";
import type { SourceOptions } from "./sources.ts";
import { whyCommand } from "./why-command.ts";

/** What both commands take. */
export interface CommandOptions extends SourceOptions {
  readonly json?: boolean;
}

/** The command line of `alicred`. */
export function createProgram(): Command {
  const program = new Command("alicred")
    .description("Resolves Alibaba Cloud credentials and explains where they come from.")
    .version("0.1.0")
    .showHelpAfterError("(alicred --help lists the commands and options)");
  withSourceOptions(program.command("resolve"))
    .description("resolve credentials; prints who they are from, and with --json the credentials themselves")
    .action((options: CommandOptions) => reportFailure(() => resolveCommand(options)));
  withSourceOptions(program.command("why"))
    .description("ask every source and explain what each looked for, found and answered; prints no secret")
    .action((options: CommandOptions) => reportFailure(() => whyCommand(options)));
  return program;
}

function withSourceOptions(command: Command): Command {
  return command
    .option("-p, --profile <name>", "this profile of config.json, and nothing else")
    .option("-c, --config-file <path>", "the file, instead of ~/.aliyun/config.json")
    .option("--json", "print JSON");
}
