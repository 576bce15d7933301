import { quote } from "@alicred/plugin-kit";
import { cancelled } from "../../command/command-error.ts";
import { editProfiles, type Profiles, readProfiles } from "../../command/config-file.ts";
import { commandHost } from "../../command/host.ts";
import { profileNamed } from "../../command/profile-source.ts";
import { type Catalogue, catalogue, listed } from "../../terminal/language.ts";
import { askChoice, askConsent, canAsk } from "../../terminal/prompts.ts";
import { printError, printWarning } from "../../terminal/terminal.ts";
import type { FamilyOptions } from "./options.ts";

const en = {
  consent: (names: string, file: string): string =>
    `Remove ${names} from ${file}? Its keys cannot be restored.`,
  needed: (name: string, others: string): string =>
    `${others} assumes a role by "${name}" (source_profile), and stops working.`,
  newCurrent: "Which profile is to be the current one?",
  removed: (names: string): string => `Removed: ${names}.`,
  current: (name: string): string => `The current profile is "${name}" now.`,
  none: "No profile is left, and none is current.",
};

const zh: typeof en = {
  consent: (names, file) => `从 ${file} 中删除 ${names}？其中的密钥无法恢复。`,
  needed: (name, others) => `${others} 通过 "${name}"（source_profile）扮演角色，删除后将不可用。`,
  newCurrent: "用哪个配置作为当前配置？",
  removed: (names) => `已删除：${names}。`,
  current: (name) => `当前配置现在是 "${name}"。`,
  none: "已没有任何配置，也没有当前配置。",
};

export const removeText: Catalogue<typeof en> = catalogue({ en, zh });

export interface RemoveOptions extends FamilyOptions {
  readonly yes?: boolean;
  /** The profile that is current afterwards. */
  readonly use?: string;
}

/** `alicred profiles remove NAME…`: asks first, and says which profile is current afterwards. */
export async function removeProfiles(given: readonly string[], options: RemoveOptions): Promise<void> {
  const names = [...new Set(given)];
  const host = commandHost();
  const said = removeText();
  const before = await readProfiles(host, options.configFile);
  for (const name of names) profileNamed(before, name);
  for (const warning of dependents(before, names)) printWarning(warning);
  const list = listed(names.map((name) => `"${name}"`));
  if (!options.yes && !(await askConsent({ message: said.consent(list, before.file), option: "--yes" })))
    throw cancelled();
  const current = await newCurrent(before, names, options);
  await editProfiles(host, options.configFile, () => ({
    remove: names,
    ...(current !== undefined && { current }),
  }));
  printError([said.removed(list)]);
  if (current === null) printError([said.none]);
  else if (current !== undefined) printError([said.current(current)]);
}

function dependents({ profiles }: Profiles, names: readonly string[]): readonly string[] {
  return names.flatMap((name) => {
    const others = profiles
      .filter(({ name: own, fields }) => fields["source_profile"] === name && !names.includes(own))
      .map(({ name: own }) => `"${own}"`);
    return others.length === 0 ? [] : [removeText().needed(name, listed(others))];
  });
}

/** The current profile afterwards: `undefined` where it stays, `null` where none is left. */
async function newCurrent(
  profiles: Profiles,
  gone: readonly string[],
  { use, yes }: RemoveOptions,
): Promise<string | null | undefined> {
  const left = [...new Set(profiles.profiles.map(({ name }) => name))].filter((name) => !gone.includes(name));
  if (use !== undefined) {
    const kept = profiles.profiles.filter(({ name }) => left.includes(name));
    return profileNamed({ ...profiles, profiles: kept }, use).name;
  }
  if (profiles.current === undefined || !gone.includes(profiles.current)) return undefined;
  const [first, ...others] = left;
  if (first === undefined) return null;
  if (others.length === 0 || (yes && !canAsk())) return first;
  const choices = left.map((name) => ({ value: name, label: name }));
  return askChoice({ message: removeText().newCurrent, option: `--use ${quote(first)}` }, choices);
}
