import type { Host } from "@alicred/core";
import { expandHome, quote, textOf } from "@alicred/plugin-kit";
import { wrongUse } from "../../../command/command-error.ts";
import { editProfiles, type Profiles, readProfiles } from "../../../command/config-file.ts";
import { commandHost } from "../../../command/host.ts";
import { isSecret } from "../../../command/profile-fields.ts";
import { type Catalogue, catalogue, listed } from "../../../terminal/language.ts";
import { tableLines } from "../../../terminal/table.ts";
import { print, printError } from "../../../terminal/terminal.ts";
import { targetOf, targetText } from "../describe.ts";
import { TOOL_FILES } from "../doctor/other-tools.ts";
import type { FamilyOptions } from "../options.ts";
import type { Candidate } from "./candidate.ts";
import { fromEnvironment } from "./from-environment.ts";
import { readForeignFile } from "./read-file.ts";

const en = {
  what: "Say what to import: a file, or --env for the variables of the environment.",
  both: (file: string): string => `${file} and --env are two places. Import one, then the other.`,
  found: (files: string): string => ` Found here: ${files}.`,
  missing: (file: string): string => `${file} does not exist. Check the path.`,
  noVariables: "No variables of an access key or of OIDC are set. Set them, or name a file.",
  oneName: (count: number): string =>
    `--name is for one profile, and there are ${count}. Use --prefix for several.`,
  collision: (name: string, file: string): string =>
    `Both ${file} and the source have a profile "${name}", and they differ. Give the new one another name: --name NAME, or --prefix TEXT for all.`,
  same: (name: string): string => `"${name}" exists already, with the same values.`,
  imported: (names: string, file: string): string => `Imported into ${file}: ${names}.`,
  would: (names: string): string => `Would be imported: ${names}. Nothing was written.`,
  old: (file: string): string =>
    `${file} still holds its keys. Once nothing reads it any longer, delete it, and rotate the keys: alicred profiles rotate NAME`,
};

const zh: typeof en = {
  what: "请说明导入什么：一个文件，或用 --env 导入环境变量。",
  both: (file) => `${file} 和 --env 是两个来源。请分别导入。`,
  found: (files) => ` 这里有：${files}。`,
  missing: (file) => `${file} 不存在，请检查路径。`,
  noVariables: "没有设置访问密钥或 OIDC 的环境变量。请先设置，或指定一个文件。",
  oneName: (count) => `--name 只用于一个配置，但这里有 ${count} 个。多个请用 --prefix。`,
  collision: (name, file) =>
    `${file} 与导入来源都有配置 "${name}"，且内容不同。请为新配置另起名称：--name NAME，或用 --prefix TEXT 统一加前缀。`,
  same: (name) => `已有相同的配置 "${name}"。`,
  imported: (names, file) => `已导入 ${file}：${names}。`,
  would: (names) => `将导入：${names}。尚未写入。`,
  old: (file) =>
    `${file} 中仍有密钥。确认不再有程序读取后请删除它，并轮转这些密钥：alicred profiles rotate NAME`,
};

export const importText: Catalogue<typeof en> = catalogue({ en, zh });

export interface ImportOptions extends FamilyOptions {
  readonly env?: boolean;
  readonly name?: string;
  readonly prefix?: string;
  readonly dryRun?: boolean;
}

const MAX_BYTES = 4_000_000;

/** `alicred profiles import [FILE]`: profiles from the files of other tools, a key file of the console, or variables. */
export async function importProfiles(given: string | undefined, options: ImportOptions): Promise<void> {
  const host = commandHost();
  const said = importText();
  const found = named(await candidates(host, given, options), options);
  const before = await readProfiles(host, options.configFile);
  const fresh = newOnes(before, found);
  for (const { name } of found) if (!fresh.some((each) => each.name === name)) printError([said.same(name)]);
  const names = listed(fresh.map(({ name }) => `"${name}"`));
  print(
    tableLines(
      fresh.map(({ name, fields }) => [name, textOf(fields["mode"] ?? "-"), targetText(targetOf(fields))]),
    ),
  );
  if (fresh.length === 0) return;
  if (options.dryRun) {
    printError([said.would(names)]);
    return;
  }
  await editProfiles(host, options.configFile, (latest) => {
    const [first] = newOnes(latest, fresh);
    return {
      set: newOnes(latest, fresh),
      ...(latest.current === undefined && first && { current: first.name }),
    };
  });
  printError([said.imported(names, before.file)]);
  const holdsSecret = fresh.some(({ fields }) => Object.keys(fields).some(isSecret));
  if (given !== undefined && holdsSecret) printError([said.old(given)]);
}

async function candidates(
  host: Host,
  given: string | undefined,
  { env, name = "imported" }: ImportOptions,
): Promise<readonly Candidate[]> {
  const said = importText();
  if (env && given !== undefined) throw wrongUse(said.both(given));
  if (env) {
    const found = fromEnvironment(host, name);
    if (found === undefined) throw wrongUse(said.noVariables);
    return [found];
  }
  if (given === undefined) throw wrongUse(said.what + (await present(host)));
  const path = expandHome(host, given);
  const text = path === undefined ? undefined : await host.files?.readText(path, MAX_BYTES);
  if (text === undefined) throw wrongUse(said.missing(given));
  return readForeignFile(given, text);
}

/** The files of other tools that are here. */
async function present(host: Host): Promise<string> {
  const files: string[] = [];
  for (const { path, isImported } of TOOL_FILES) {
    const expanded = isImported && expandHome(host, path);
    const text = expanded && (await host.files?.readText(expanded, MAX_BYTES).catch(() => undefined));
    if (text) files.push(quote(path));
  }
  return files.length === 0 ? "" : importText().found(files.join(", "));
}

function named(found: readonly Candidate[], { name, prefix = "" }: ImportOptions): readonly Candidate[] {
  const [first] = found;
  if (name !== undefined && found.length > 1) throw wrongUse(importText().oneName(found.length));
  if (name !== undefined && first !== undefined) return [{ ...first, name: prefix + name }];
  return found.map((each) => ({ ...each, name: prefix + each.name }));
}

/**
 * The profiles that are not in the file yet.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for one that differs from that of its name in the file
 */
function newOnes({ profiles, file }: Profiles, found: readonly Candidate[]): readonly Candidate[] {
  return found.filter(({ name, fields }, index) => {
    const own = profiles.find((each) => each.name === name);
    const isTwice = found.findIndex((each) => each.name === name) < index;
    if (own === undefined && !isTwice) return true;
    const isSame =
      own !== undefined && Object.entries(fields).every(([field, value]) => own.fields[field] === value);
    if (isSame) return false;
    throw wrongUse(importText().collision(name, file));
  });
}
