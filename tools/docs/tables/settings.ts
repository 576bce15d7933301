/**
 * Tables of settings: the variables and who reads them, and the fields of a profile by mode.
 *
 * @module
 */
import { bearerToken } from "@alicred/bearer-token";
import { cloudSsoLoginMode } from "@alicred/cloud-sso/login";
import type { CredentialSource } from "@alicred/core";
import { external } from "@alicred/external";
import { functionCompute } from "@alicred/function-compute";
import { oauthLoginMode } from "@alicred/oauth/login";
import { type PlatformOidcOptions, platformOidc } from "@alicred/platform-oidc";
import { aliyunCli } from "@alicred/presets/aliyun-cli";
import { edge } from "@alicred/presets/edge";
import { allModes } from "@alicred/presets/profile-modes";
import { sdkDefault } from "@alicred/presets/sdk-default";
import { terraform } from "@alicred/presets/terraform";
import { isSecret, typeOf } from "../../../cli/src/command/profile-fields.ts";
import { VARIABLES } from "../../../cli/src/commands/exec/variables.ts";
import { topicText } from "../../../cli/src/commands/help/text.ts";
import { platforms } from "../../../plugins/platforms/platform-oidc/src/platforms.ts";
import { codeList, inCode, markdownTable } from "./markdown-table.ts";
import { fieldsOf, refusingHost, variablesRead } from "./recording.ts";

type Make = () => CredentialSource;

/** The modes whose profile a preset is given while its variables are recorded. */
const MODES = ["AK", "RamRoleArn", "EcsRamRole", "OIDC", "CredentialsURI", "External", "BearerToken"];

const block = { assume_role: {} };

const PRESETS: Readonly<Record<string, readonly Make[]>> = {
  terraform: [() => terraform(), () => terraform(block), () => terraform(block, { compat: "provider" })],
  sdk: [() => sdkDefault()],
  cli: [() => aliyunCli()],
  edge: [() => edge(), () => edge({ assumeRole: { roleArn: "acs:ram::123456789012:role/docs" } })],
};

const OTHERS: Readonly<Record<string, Make>> = {
  "function-compute": () => functionCompute(),
  external: () => external({ command: ["true"] }),
  "bearer-token": () => bearerToken(),
};

/** Every variable that a preset or a source reads, by asking them. */
export async function variableReaders(): Promise<ReadonlyMap<string, readonly string[]>> {
  const readers = new Map<string, Set<string>>();
  const note = (reader: string, names: Iterable<string>): void => {
    for (const name of names) readers.set(name, (readers.get(name) ?? new Set()).add(reader));
  };
  const hosts = [refusingHost(), ...MODES.flatMap((mode) => [refusingHost(mode, false), refusingHost(mode)])];
  for (const [preset, makers] of Object.entries(PRESETS))
    for (const make of makers) for (const host of hosts) note(preset, await variablesRead(make, host));
  for (const [name, make] of Object.entries(OTHERS)) note(name, await variablesRead(make));
  for (const { name } of platforms) {
    const options = { platform: name, roleArn: "acs:ram::123456789012:role/docs" } as PlatformOidcOptions;
    note("platform-oidc", await variablesRead(() => platformOidc(options)));
  }
  return new Map([...readers].map(([name, by]) => [name, [...by]]));
}

/** Which variables each preset reads, and the sources that are in no preset. */
export async function variableTable(): Promise<string> {
  const presets = Object.keys(PRESETS);
  const rows = [...(await variableReaders())]
    .filter(([name]) => !/^(NO_COLOR|HTTPS?_PROXY|NO_PROXY)$/i.test(name))
    .sort(([one], [other]) => one.localeCompare(other, "en"))
    .map(([name, by]) => [
      inCode(name),
      [
        ...presets.filter((preset) => by.includes(preset)),
        ...by.filter((reader) => !presets.includes(reader)).map(inCode),
      ].join(", "),
    ]);
  return markdownTable(["variable", "read by"], rows);
}

/** The variables of alicred itself, as `alicred help environment` lists them. */
export function ownVariableTable(): string {
  return markdownTable(
    ["variable", "meaning"],
    topicText().ownRows.map(([name, what]) => [codeList(name.split(", ")), `${what}.`]),
  );
}

/** The variables of other tools that `alicred exec` sets or clears, and who reads them. */
export function toolVariableTable(): string {
  return markdownTable(
    ["variable", "who reads it"],
    VARIABLES.filter(({ names }) => !names.every((name) => name.startsWith("ALICRED_"))).map(
      ({ names, whom }) => [names.map(inCode).join(" "), whom],
    ),
  );
}

/** The fields that each mode reads or keeps. */
export async function fieldTable(): Promise<string> {
  const rows: string[][] = [];
  for (const mode of allModes) {
    const login = [cloudSsoLoginMode, oauthLoginMode].find((each) => each.mode === mode.mode)?.login;
    const fields = new Set([...(mode.fields ?? []), ...(await fieldsOf(mode)), ...(login?.fields ?? [])]);
    rows.push([inCode(mode.mode), [...fields].map(fieldText).join(", ")]);
  }
  return markdownTable(["mode", "fields"], rows);
}

function fieldText(field: string): string {
  const kind = typeOf(field) === "text" ? "" : ` (${typeOf(field)})`;
  return `${inCode(field)}${isSecret(field) ? "\\*" : ""}${kind}`;
}
