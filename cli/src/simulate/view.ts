import { styleText } from "node:util";
import type { SimulateFiles } from "./files.ts";
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

/** What the command prints at its start. */
export function describeSimulation(simulation: Simulation): string {
  const { url, httpsUrl, dashboardUrl, controlUrl, controlToken, clock, variables } = simulation;
  const { samples, files } = simulation;
  return [
    `${bold("Alibaba Cloud's authentication services, simulated on this machine.")} Ctrl+C stops them.`,
    "",
    ...fields([
      [
        "services",
        `${cyan(url)}  ${dim("STS at /, all services below /sts/, /ecs-metadata/, … and by Host header")}`,
      ],
      ["https", httpsUrl && `${cyan(httpsUrl)}  ${dim("the same; certificates for every real host name")}`],
      ["dashboard", cyan(dashboardUrl)],
      ["control", dim(`curl -H 'Authorization: Bearer ${controlToken}' ${controlUrl}/clock`)],
      ["clock", `${clock.now}, ${pace(clock.speed)}`],
    ]),
    ...section("To sign as a user of this cloud, paste into a shell:", {
      ...variables.key,
      ...variables.trust,
    }),
    ...section("Or take credentials from a URI:", variables.uri),
    ...section("Or by an OIDC token, whose file is kept fresh:", variables.oidc),
    ...profiles(files),
    ...keys(samples),
    "",
    httpsUrl === undefined
      ? dim("Clients that insist on HTTPS, such as the official SDKs: start again with --https.")
      : dim("Python's requests reads REQUESTS_CA_BUNDLE, curl --cacert, Java a trust store: the same file."),
    "",
  ].join("\n");
}

function section(title: string, variables: Readonly<Record<string, string>>): readonly string[] {
  const lines = Object.entries(variables).map(([name, value]) => `  ${exported(name, value)}`);
  return lines.length === 0 ? [] : ["", title, "", ...lines];
}

function exported(name: string, value: string): string {
  return process.platform === "win32" ? `$env:${name} = '${value}'` : `export ${name}=${quoted(value)}`;
}

function quoted(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replaceAll("'", `'\\''`)}'`;
}

function profiles({ configFile, profiles }: SimulateFiles): readonly string[] {
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
    `  ${dim("$")} npx alicred resolve --config-file ${quoted(configFile)} --profile ${first["name"]}`,
  ];
}

function keys({ keys }: Samples): readonly string[] {
  const shown = keys.slice(0, 10);
  if (shown.length === 0) return [];
  const owner = Math.max(...shown.map((key) => key.owner.length));
  const id = Math.max(...shown.map((key) => key.id.length));
  return [
    "",
    "Keys of this cloud:",
    "",
    ...shown.map(
      (key) =>
        `  ${key.owner.padEnd(owner)}  ${key.id.padEnd(id)}  ${key.secret}${key.active ? "" : dim("  inactive")}`,
    ),
    ...(keys.length > shown.length ? [dim(`  and ${keys.length - shown.length} more`)] : []),
  ];
}

function fields(rows: readonly (readonly [string, string | undefined])[]): readonly string[] {
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [`  ${name.padEnd(10)} ${value}`]));
}

function pace(speed: number): string {
  if (speed === 0) return "frozen";
  return speed === 1 ? "running in real time" : `running ${speed} times as fast as real time`;
}

/** The same for programs: one line of JSON. */
export function summarize(simulation: Simulation): string {
  const { url, httpsUrl, dashboardUrl, controlUrl, controlToken, clock, variables, files } = simulation;
  const { caFile, configFile } = files;
  const control = { url: controlUrl, token: controlToken, dashboardUrl };
  return `${JSON.stringify({ url, httpsUrl, control, clock, caFile, configFile, variables })}\n`;
}

/** A warning that cannot be overlooked. */
export function describeExposure(host: string): string {
  const lines = [
    `WARNING: this cloud is served at ${host}, not on loopback alone.`,
    "Whoever reaches the port can sign in as anyone in it. Use it in a closed network only.",
  ];
  const width = Math.max(...lines.map((line) => line.length));
  const rule = "!".repeat(width + 4);
  const framed = [rule, ...lines.map((line) => `! ${line.padEnd(width)} !`), rule].join("\n");
  return `${styleText(["bold", "red"], framed, { stream: process.stderr })}\n`;
}

const bold = (text: string): string => styleText("bold", text, { stream: process.stdout });
const cyan = (text: string): string => styleText("cyan", text, { stream: process.stdout });
const dim = (text: string): string => styleText("dim", text, { stream: process.stdout });
