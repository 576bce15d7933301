import { type Line, type Piece, type Style, widthOf } from "../../terminal/terminal.ts";
import type { ProviderBlock, SimulateFiles } from "./files.ts";
import type { Samples } from "./samples.ts";
import type { Variables } from "./variables.ts";

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
    ...(httpsUrl === undefined
      ? []
      : [field("https", styled("cyan", httpsUrl), dim("  the same; certificates for every real host name"))]),
    field("dashboard", styled("cyan", dashboardUrl)),
    field("control", dim(`curl -H 'Authorization: Bearer ${controlToken}' ${controlUrl}/clock`)),
    field("clock", `${clock.now}, ${pace(clock.speed)}`),
    ...section("To sign as a user of this cloud, paste into a shell:", {
      ...variables.key,
      ...variables.trust,
    }),
    ...section("Or take credentials from a URI:", variables.uri),
    ...section("Or by an OIDC token, whose file is kept fresh:", variables.oidc),
    ...profiles(files),
    ...terraform(files, { ...variables.terraform, ...variables.trust }),
    ...keys(samples),
    "",
    ...(httpsUrl === undefined ? WITHOUT_HTTPS : WITH_HTTPS).map((text) => [dim(text)]),
  ];
}

const WITHOUT_HTTPS = [
  "The aliyun CLI, Terraform and the official SDKs speak HTTPS alone, and cannot use the addresses above:",
  "start again with --https. alicred itself can use them.",
];

const WITH_HTTPS = [
  "Python's requests reads REQUESTS_CA_BUNDLE, curl --cacert, Java a trust store: the same file.",
];

function field(name: string, ...value: readonly Piece[]): Line {
  return [`  ${name.padEnd(10)} `, ...value];
}

function section(title: string, variables: Readonly<Record<string, string>>): readonly Line[] {
  const lines = exports(variables);
  return lines.length === 0 ? [] : ["", title, "", ...lines];
}

function exports(variables: Readonly<Record<string, string>>): readonly Line[] {
  return Object.entries(variables).map(([name, value]) => `  ${exported(name, value)}`);
}

function exported(name: string, value: string): string {
  return process.platform === "win32" ? `$env:${name} = '${value}'` : `export ${name}=${quoted(value)}`;
}

function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function profiles({ configFile, profiles }: SimulateFiles): readonly Line[] {
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
    command(`resolve --config-file ${quoted(configFile)} --profile ${first["name"]}`),
  ];
}

function terraform(
  { providerFile, providerBlock }: SimulateFiles,
  variables: Readonly<Record<string, string>>,
): readonly Line[] {
  if (providerFile === undefined || providerBlock === undefined) return [];
  return [
    "",
    `Or by Terraform's provider, whose STS alone is simulated (as JSON: in ${providerFile}):`,
    "",
    '  provider "alicloud" {',
    ...blockLines(providerBlock, "    "),
    "  }",
    "",
    ...exports(variables),
    "",
    command(`resolve --provider-config ${quoted(providerFile)}`),
  ];
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

/** The same for programs. */
export function summarize(simulation: Simulation): unknown {
  const { url, httpsUrl, dashboardUrl, controlUrl, controlToken, clock, variables, files } = simulation;
  const { caFile, configFile, providerFile } = files;
  const control = { url: controlUrl, token: controlToken, dashboardUrl };
  return { url, httpsUrl, control, clock, caFile, configFile, providerFile, variables };
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
