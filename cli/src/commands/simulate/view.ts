import { dirname } from "node:path";
import { tableLines } from "../../terminal/table.ts";
import { type Line, type Piece, widthOf } from "../../terminal/terminal.ts";
import type { ClientFiles, IdentityFiles, ProviderBlock } from "./files.ts";
import { dim, field, paragraph, styled } from "./layout.ts";
import { MAIN_ACCOUNT, type Samples } from "./samples.ts";
import { quoted, type Scripts, settingLines, sourcingLine } from "./shell.ts";
import { simulateText } from "./text.ts";
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
  const text = simulateText();
  return [
    ...paragraph(styled("bold", text.title), text.stop),
    "",
    ...field(text.fields.services, styled("cyan", url), text.services),
    ...field(text.fields.proxy, styled("cyan", url), text.proxy),
    ...(httpsUrl === undefined ? [] : field(text.fields.https, styled("cyan", httpsUrl), text.https)),
    ...field(text.fields.dashboard, styled("cyan", dashboardUrl)),
    ...field(text.fields.control, dim(`curl -H 'Authorization: Bearer ${controlToken}' ${controlUrl}/clock`)),
    ...field(text.fields.clock, clock.now, pace(clock.speed)),
    "",
    text.sign,
    "",
    ...settingLines(variables.key).map((line) => `  ${line}`),
    "",
    ...paragraph(dim(`${text.obeyedBy} ${text.exception}`)),
    ...identities(files.scripts),
    ...profiles(files),
    ...terraform(files),
    ...keys(samples),
    "",
    ...paragraph(dim(text.certifi)),
    ["  ", dim("$"), ` cat ${quoted(files.caFile)} >> "$(python -m certifi)"`],
  ];
}

/** Scripts, because each sets as many variables as are printed for the key. */
function identities(scripts: Scripts): readonly Line[] {
  const text = simulateText();
  const found = (["oidc", "uri", "metadata"] as const).flatMap((name) => {
    const path = scripts[name];
    return path === undefined ? [] : [[sourcingLine(path), text.identities[name]] as const];
  });
  if (found.length === 0) return [];
  const width = Math.max(...found.map(([line]) => line.length));
  return [
    "",
    ...paragraph(text.others),
    "",
    ...found.map(([line, what]) => [`  ${line.padEnd(width)}`, dim(`  # ${what}`)]),
  ];
}

function profiles({ configFile, profiles, scripts }: SimulateFiles): readonly Line[] {
  const [first] = profiles;
  if (configFile === undefined || first === undefined) return [];
  return [
    "",
    ...paragraph(simulateText().profile(profiles.map(({ name }) => name).join(", "), configFile)),
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
    ...paragraph(simulateText().terraform(providerFile)),
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
  const text = simulateText();
  const shown = keys.slice(0, 10);
  if (shown.length === 0) return [];
  const rows = shown.map(({ owner, id, secret, active }): readonly Piece[] => {
    const name = owner === MAIN_ACCOUNT ? text.mainAccount : owner;
    return [active ? name : text.inactive(name), id, secret];
  });
  const more = keys.length - shown.length;
  return [
    "",
    text.keys,
    "",
    ...tableLines(rows, { indent: "  " }),
    ...(more > 0 ? [[dim(`  ${text.more(more)}`)]] : []),
  ];
}

function pace(speed: number): string {
  const text = simulateText();
  if (speed === 0) return text.frozen;
  return speed === 1 ? text.realTime : text.faster(speed);
}

/** A warning that cannot be overlooked. */
export function describeExposure(host: string): readonly Line[] {
  const { exposed, exposure } = simulateText();
  const lines = [exposed(host), exposure];
  const width = Math.max(...lines.map(widthOf));
  const rule = "!".repeat(width + 4);
  const framed = [rule, ...lines.map((line) => `! ${line}${" ".repeat(width - widthOf(line))} !`), rule];
  return framed.map((text) => [{ style: ["bold", "red"], text }]);
}
