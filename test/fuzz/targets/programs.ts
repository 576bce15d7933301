// The output of programs, and the lines by which they are started.
import { external, externalMode } from "@alicred/external";
import { allModes } from "@alicred/presets";
import { sharedConfig } from "@alicred/shared-config";
import * as fc from "fast-check";
import { type CommandLine, splitCommand } from "../../../plugins/modes/external/src/split-command.ts";
import { CANARY_SECRET, CANARY_TOKEN } from "../support/canaries.ts";
import { nearJson } from "../support/hostile.ts";
import { fuzzHost, resolveAll } from "../support/resolve.ts";
import type { FuzzTarget } from "../target.ts";

const session = {
  mode: "StsToken",
  access_key_id: "STS.fuzz",
  access_key_secret: CANARY_SECRET,
  sts_token: CANARY_TOKEN,
  expiration: "2026-01-07T09:00:00Z",
};
const FILE = "/home/test/.aliyun/config.json";
const profile = { name: "p", mode: externalMode.mode, process_command: "helper" };

export const processOutput: FuzzTarget = {
  name: "process-output",
  grammar: nearJson([
    session,
    { mode: "AK", access_key_id: "LTAIfuzz", access_key_secret: CANARY_SECRET },
    {
      mode: "RamRoleArn",
      ram_role_arn: "acs:ram::1:role/x",
      access_key_id: "LTAI",
      access_key_secret: CANARY_SECRET,
    },
    { mode: "External", process_command: "helper" },
    { mode: "ChainableRamRoleArn", source_profile: "p", ram_role_arn: "acs:ram::1:role/x" },
  ]),
  words: ["access_key_id", "sts_token", "expiration", "mode", "AK", "StsToken"],
  async feed(input) {
    const host = fuzzHost({ stdout: input, files: { [FILE]: JSON.stringify({ profiles: [profile] }) } });
    const plain = await resolveAll(() => external({ command: "helper" }), host);
    return [...plain, ...(await resolveAll(() => sharedConfig({ modes: allModes, profile: "p" }), host))];
  },
};

const piece = fc.oneof(
  fc.constantFrom(
    '"',
    "'",
    "\\",
    '\\"',
    "\\'",
    " ",
    "\t",
    "\n",
    "\r\n",
    "\\\n",
    "$HOME",
    "`id`",
    ";",
    "|",
    "&&",
    "*",
    "~",
  ),
  fc.constantFrom(
    "C:\\Program Files\\x.exe",
    "/usr/bin/helper",
    "--flag=a b",
    "''",
    '""',
    "%PATH%",
    "^",
    "\u0000",
    "\u2028",
  ),
  fc.string({ unit: "binary", maxLength: 6 }),
);

export const commandLine: FuzzTarget = {
  name: "command-line",
  grammar: fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join("")),
  async feed(input) {
    for (const rules of ["posix", "windows"] as const) checkSplit(input, rules);
    return [];
  },
};

/** A line that is split, quoted and split again stays the same, and nothing is added to it. */
function checkSplit(line: string, rules: CommandLine): void {
  const argv = splitCommand(line, rules);
  if ("problem" in argv) return;
  const characters = argv.reduce((sum, each) => sum + each.length, 0);
  if (characters > line.length) throw new Error("arguments longer than their line");
  const quote = rules === "posix" ? quotePosix : quoteWindows;
  const again = splitCommand(argv.map(quote).join(" "), rules);
  if (JSON.stringify(again) !== JSON.stringify(argv))
    throw new Error(`split again by ${rules}: other arguments`);
}

function quotePosix(argument: string): string {
  return `'${argument.replaceAll("'", `'\\''`)}'`;
}

function quoteWindows(argument: string): string {
  return argument
    .split('"')
    .map((part) => `'${part.replaceAll("'", `'"'"'`)}'`)
    .join(`"\\""`);
}
