import { Command, InvalidArgumentError, Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import { type CommandOptions, type ProgramOptions, TOOLS } from "./command-options.ts";
import { collect, parseInstant, parsePort, parseSpeed, type SimulateOptions } from "./simulate/options.ts";
import { print, printError } from "./terminal.ts";

/**
 * The command line of `alicred`. What a subcommand does is loaded when it is asked for.
 *
 * @example
 * ```ts
 * import { createProgram } from "alicred/command";
 * import { vaultPlugin } from "./vault-plugin.ts";
 *
 * await createProgram({ plugins: [vaultPlugin] }).parseAsync();
 * ```
 */
export function createProgram(options: ProgramOptions = {}): Command {
  const program = new Command("alicred")
    .description(
      "Resolves Alibaba Cloud credentials, explains where they come from, and simulates the services that issue them.",
    )
    .version(manifest.version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showHelpAfterError("(alicred --help lists the commands)")
    .configureOutput({
      writeOut: (text) => print(linesOf(text)),
      writeErr: (text) => printError(linesOf(text)),
    });
  withSourceOptions(subcommand(program, "resolve"), "print the credentials as JSON, secrets included")
    .description("resolve credentials; print who they are from, and with --json the credentials themselves")
    .option("--allow-unsaved", "renew a login even where the file cannot keep it: it ends with this command")
    .action(async (given: CommandOptions) => {
      const { resolveCommand } = await import("./resolve-command.ts");
      await resolveCommand(given, options);
    });
  withSourceOptions(subcommand(program, "why"), "print the explanation as JSON, without secrets")
    .description(
      "ask every source, and explain what each looked for, found and answered; no secret is printed",
    )
    .action(async (given: CommandOptions) => {
      const { whyCommand } = await import("./why-command.ts");
      await whyCommand(given, options);
    });
  subcommand(program, "simulate")
    .description("serve a simulated Alibaba Cloud on this machine, to test any client against, until Ctrl+C")
    .addOption(
      new Option("--port <port>", "port for HTTP").argParser(parsePort).default(0, "any that is free"),
    )
    .option("--https [port]", "serve HTTPS too, at this port or any that is free", parsePort)
    .option("--world <file>", "JSON that says what exists (default: a world with one of each thing)")
    .option("--seed <text>", "all that is random follows from it")
    .option("--start <instant>", "where the clock begins (default: now)", parseInstant)
    .option("--speed <factor>", "virtual seconds per real one, 0 to freeze the clock", parseSpeed, 1)
    .option("--host <address>", "address to listen at", "127.0.0.1")
    .option("--allow-non-loopback", "serve other machines too: they can then sign in as anyone in this cloud")
    .addOption(
      new Option("--name <host>", "another name of this machine, for clients that use it; repeatable")
        .argParser(collect)
        .default([], "none"),
    )
    .option("--json", "print one line of JSON, for programs")
    .option("--quiet", "do not print requests as they come")
    .action(async (given: SimulateOptions) => {
      const { simulateCommand } = await import("./simulate-command.ts");
      await simulateCommand(given);
    });
  return program;
}

function subcommand(program: Command, name: string): Command {
  return program.command(name).showHelpAfterError(`(alicred ${name} --help lists its options)`);
}

function withSourceOptions(command: Command, json: string): Command {
  return command
    .addOption(
      new Option(
        "--as <tool>",
        "follow the precedence of this tool (default: sdk; with --profile, that profile and nothing else)",
      ).choices(TOOLS),
    )
    .option("-p, --profile <name>", "a profile of config.json", parseFilled)
    .option("-c, --config-file <path>", "the file to read instead of ~/.aliyun/config.json", parseFilled)
    .option(
      "--provider-config <file>",
      "Terraform's provider block as a JSON object, - for standard input; implies --as terraform",
    )
    .addOption(
      new Option(
        "--compat <whom>",
        "what Terraform's provider does rather than what its documents say",
      ).choices(["provider"]),
    )
    .addOption(
      new Option(
        "--plugin <module>",
        "a module that exports plugins, whose profile modes are understood too: a path or a package; repeatable",
      )
        .argParser((module, before: readonly string[]) => [...before, parseFilled(module)])
        .default([], "none"),
    )
    .option("--json", json);
}

/** The lines of a text that ends in a line break. */
function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, "").split("\n");
}

function parseFilled(value: string): string {
  if (value === "") throw new InvalidArgumentError("It must not be empty.");
  return value;
}
