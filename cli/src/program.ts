import { Command, InvalidArgumentError, Option } from "commander";
import { reportFailure } from "./failure.ts";
import { resolveCommand } from "./resolve-command.ts";
import { collect, parseInstant, parsePort, parseSpeed, type SimulateOptions } from "./simulate/options.ts";
import { type SourceOptions, TOOLS } from "./sources.ts";
import { whyCommand } from "./why-command.ts";

/** What both commands take. */
export interface CommandOptions extends Omit<SourceOptions, "providerBlock"> {
  readonly providerConfig?: string;
  readonly json?: boolean;
}

/** The command line of `alicred`. */
export function createProgram(): Command {
  const program = new Command("alicred")
    .description(
      "Resolves Alibaba Cloud credentials, explains where they come from, and simulates where they do.",
    )
    .version("0.1.0")
    .showHelpAfterError("(alicred --help lists the commands and options)");
  withSourceOptions(program.command("resolve"))
    .description("resolve credentials; prints who they are from, and with --json the credentials themselves")
    .action((options: CommandOptions) => reportFailure(() => resolveCommand(options)));
  withSourceOptions(program.command("why"))
    .description("ask every source and explain what each looked for, found and answered; prints no secret")
    .action((options: CommandOptions) => reportFailure(() => whyCommand(options)));
  program
    .command("simulate")
    .description("serve a simulated Alibaba Cloud on this machine, to test any client against")
    .option("--port <port>", "port for HTTP (default: any that is free)", parsePort, 0)
    .option("--https [port]", "serve HTTPS too, at this port or any that is free", parsePort)
    .option("--world <file>", "JSON that says what exists (default: a world with one of each thing)")
    .option("--seed <text>", "all that is random follows from it")
    .option("--start <instant>", "where the clock begins (default: now)", parseInstant)
    .option("--speed <factor>", "virtual seconds per real one; 0 freezes the clock", parseSpeed, 1)
    .option("--host <address>", "address to listen at", "127.0.0.1")
    .option("--allow-non-loopback", "serve other machines too: they can then sign in as anyone in this cloud")
    .option("--name <host>", "another name of this machine, for clients that use it; repeatable", collect, [])
    .option("--json", "print one line of JSON, for programs")
    .option("--quiet", "do not print requests as they come")
    .action(async (options: SimulateOptions) => {
      // Only here, so that the other commands start without it.
      const { simulateCommand } = await import("./simulate-command.ts");
      await simulateCommand(options);
    });
  return program;
}

function withSourceOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--as <tool>",
        "as this tool would (default: sdk; with --profile, that profile and nothing else)",
      ).choices(TOOLS),
    )
    .option("-p, --profile <name>", "a profile of config.json", parseFilled)
    .option("-c, --config-file <path>", "the file, instead of ~/.aliyun/config.json", parseFilled)
    .option("--provider-config <file>", "the provider block of Terraform as JSON, - for standard input")
    .addOption(
      new Option(
        "--compat <whom>",
        "what Terraform's provider does rather than what its documents say",
      ).choices(["provider"]),
    )
    .option("--json", "print JSON");
}

function parseFilled(value: string): string {
  if (value === "") throw new InvalidArgumentError("It is empty.");
  return value;
}
