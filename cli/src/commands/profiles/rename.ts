import { editProfiles, readProfiles } from "../../command/config-file.ts";
import { commandHost } from "../../command/host.ts";
import { profileNamed } from "../../command/profile-source.ts";
import { type Catalogue, catalogue, listed } from "../../terminal/language.ts";
import { printError } from "../../terminal/terminal.ts";
import { checkNewName } from "./draft.ts";
import type { FamilyOptions } from "./options.ts";

const en = {
  renamed: (from: string, to: string): string => `Profile "${from}" is "${to}" now.`,
  follows: (names: string): string => `Changed with it: source_profile of ${names}.`,
  current: "It is still the current profile.",
};

const zh: typeof en = {
  renamed: (from, to) => `配置 "${from}" 已改名为 "${to}"。`,
  follows: (names) => `一并修改了 ${names} 的 source_profile。`,
  current: "它仍是当前配置。",
};

export const renameText: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred profiles rename OLD NEW`: the profiles that lead to it, and `current`, follow. */
export async function renameProfile(from: string, to: string, options: FamilyOptions): Promise<void> {
  const host = commandHost();
  profileNamed(await readProfiles(host, options.configFile), from);
  let isCurrent = false;
  let followers: readonly string[] = [];
  await editProfiles(host, options.configFile, (profiles) => {
    profileNamed(profiles, from);
    checkNewName(profiles, to);
    isCurrent = profiles.current === from;
    followers = profiles.profiles
      .filter(({ fields }) => fields["source_profile"] === from)
      .map(({ name }) => `"${name}"`);
    return { rename: [{ from, to }] };
  });
  const said = renameText();
  printError([
    said.renamed(from, to),
    ...(followers.length > 0 ? [said.follows(listed(followers))] : []),
    ...(isCurrent ? [said.current] : []),
  ]);
}
