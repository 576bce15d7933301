import { dirname } from "node:path";
import { type Line, type Piece, type Style, widthOf } from "../../terminal/terminal.ts";
import type { ClientFiles, IdentityFiles, ProviderBlock } from "./files.ts";
import type { Samples } from "./samples.ts";
import { quoted, type Scripts, settingLines, sourcingLine } from "./shell.ts";
import type { Variables } from "./variables.ts";

/** All files that are kept while the cloud is served. */
export interface SimulateFiles extends ClientFiles, IdentityFiles {
  /** The OIDC token, if the world has an issuer. */
  readonly tokenFile: string | undefined;
  readonly scripts: Scripts;
}

/** All that a person or a program needs to reach a served cloud. */
export interface Simulation {
  readonly url: string;
  readonly httpsUrl: string | undefined;
  readonly controlUrl: string;
  readonly controlToken: string;
  readonly dashboardUrl: string;
  readonly clock: { readonly now: string; readonly speed: number };
  readonly samples: Samples;
  readonly files: SimulateFiles;
  readonly variables: Variables;
}

/** The output of the command at its start. */
export function describeSimulation(simulation: Simulation): readonly Line[] {
  const { url, httpsUrl, dashboardUrl, controlUrl, controlToken, clock, variables } = simulation;
  const { samples, files } = simulation;
  const services = "  STS at /, all services below /sts/, /ecs-metadata/, … and by Host header";
  return [
    [
      styled("bold", "Alibaba Cloud's authentication services, simulated on this machine."),
      " Ctrl+C stops them.",
    ],
    "",
    field("services", styled("cyan", url), dim(services)),
    field(
      "proxy",
      styled("cyan", url),
      dim("  the same: every service at its real address, and nothing else"),
    ),
    ...(httpsUrl === undefined
      ? []
      : [field("https", styled("cyan", httpsUrl), dim("  the same; certificates for every real host name"))]),
    field("dashboard", styled("cyan", dashboardUrl)),
    field("control", dim(`curl -H 'Authorization: Bearer ${controlToken}' ${controlUrl}/clock`)),
    field("clock", `${clock.now}, ${pace(clock.speed)}`),
    "",
    "To sign as a user of this cloud, paste into a shell of its own:",
    "",
    ...settingLines(variables.key).map((line) => `  ${line}`),
    "",
    ...OBEYED_BY.map((text) => [dim(text)]),
    ...identities(files.scripts),
    ...profiles(files),
    ...terraform(files),
    ...keys(samples),
    "",
    ...EXCEPTIONS.map((text) => [dim(text)]),
    [dim("Python's official clients trust the bundle of certifi alone, in their virtual environment:")],
    ["  ", dim("$"), ` cat ${quoted(files.caFile)} >> "$(python -m certifi)"`],
  ];
}

const OBEYED_BY: readonly string[] = [
  "Go, Python, Java, Node 20 and later, Bun, Deno, curl, the aliyun CLI and Terraform obey these variables: from such a",
  "shell they reach this cloud at the real addresses, and nothing else.",
];

const EXCEPTIONS: readonly string[] = [
  "Not for the mode rsa_key_pair of credentials-go, which goes past any proxy to the real STS.",
];

function field(name: string, ...value: readonly Piece[]): Line {
  return [`  ${name.padEnd(10)} `, ...value];
}

/** What an identity is taken from, by the script that sets it. */
const IDENTITIES: readonly (readonly [keyof Scripts, string])[] = [
  ["oidc", "an OIDC token, whose file is kept fresh"],
  ["uri", "a URI"],
  ["metadata", "the role of an ECS instance"],
];

/** Scripts, because each sets as many variables as are printed for the key. */
function identities(scripts: Scripts): readonly Line[] {
  const found = IDENTITIES.flatMap(([name, what]) => {
    const path = scripts[name];
    return path === undefined ? [] : [[sourcingLine(path), what] as const];
  });
  if (found.length === 0) return [];
  const width = Math.max(...found.map(([line]) => line.length));
  return [
    "",
    "Or take another identity; each script is complete by itself, for the same clients:",
    "",
    ...found.map(([line, what]) => [`  ${line.padEnd(width)}`, dim(`  # ${what}`)]),
  ];
}

function profiles({ configFile, profiles, scripts }: SimulateFiles): readonly Line[] {
  const [first] = profiles;
  if (configFile === undefined || first === undefined) return [];
  return [
    "",
    `Or by a profile of ~/.aliyun/config.json (${profiles.map(({ name }) => name).join(", ")}: in ${configFile}):`,
    "",
    ...JSON.stringify(first, null, 2)
      .split("\n")
      .map((line) => `  ${line}`),
    "",
    ...script(scripts.reach),
    command(`resolve --config-file ${quoted(configFile)} --profile ${first["name"]}`),
  ];
}

function terraform({ providerFile, providerBlock, scripts }: SimulateFiles): readonly Line[] {
  if (providerFile === undefined || providerBlock === undefined) return [];
  return [
    "",
    `Or by Terraform's provider (as JSON: in ${providerFile}), after terraform init, which needs its registry:`,
    "",
    '  provider "alicloud" {',
    ...blockLines(providerBlock, "    "),
    "  }",
    "",
    ...script(scripts.terraform),
    command(`resolve --provider-config ${quoted(dirname(providerFile))}`),
  ];
}

function script(path: string | undefined): readonly Line[] {
  return path === undefined ? [] : [["  ", dim("$"), ` ${sourcingLine(path)}`]];
}

/** The body of a block in Terraform's own syntax. */
function blockLines(block: ProviderBlock, indent: string): readonly string[] {
  return Object.entries(block).flatMap(([name, value]) =>
    typeof value === "string"
      ? [`${indent}${name} = ${literal(value)}`]
      : [`${indent}${name} {`, ...blockLines(value, `${indent}  `), `${indent}}`],
  );
}

/** A text in Terraform's own syntax, where `${` and `%{` begin a template. */
function literal(value: string): string {
  return JSON.stringify(value).replaceAll(/[$%]\{/g, (mark) => mark.charAt(0) + mark);
}

function command(line: string): Line {
  return ["  ", dim("$"), ` npx alicred ${line}`];
}

function keys({ keys }: Samples): readonly Line[] {
  const shown = keys.slice(0, 10);
  if (shown.length === 0) return [];
  const owner = Math.max(...shown.map((key) => key.owner.length));
  const id = Math.max(...shown.map((key) => key.id.length));
  return [
    "",
    "Keys of this cloud:",
    "",
    ...shown.map((key) => [
      `  ${key.owner.padEnd(owner)}  ${key.id.padEnd(id)}  ${key.secret}`,
      key.active ? "" : dim("  inactive"),
    ]),
    ...(keys.length > shown.length ? [[dim(`  and ${keys.length - shown.length} more`)]] : []),
  ];
}

function pace(speed: number): string {
  if (speed === 0) return "frozen";
  return speed === 1 ? "running in real time" : `running ${speed} times as fast as real time`;
}

/** A warning that cannot be overlooked. */
export function describeExposure(host: string): readonly Line[] {
  const lines = [
    `WARNING: this cloud is served at ${host}, not on loopback alone.`,
    "Anyone who reaches the port can sign in as any user of it. Use it in a closed network only.",
  ];
  const width = Math.max(...lines.map(widthOf));
  const rule = "!".repeat(width + 4);
  const framed = [rule, ...lines.map((line) => `! ${line}${" ".repeat(width - widthOf(line))} !`), rule];
  return framed.map((text) => [{ style: ["bold", "red"], text }]);
}

function styled(style: Style, text: string): Piece {
  return { style, text };
}

function dim(text: string): Piece {
  return styled("dim", text);
}
