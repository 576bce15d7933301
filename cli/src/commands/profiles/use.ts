import { editProfiles } from "../../command/config-file.ts";
import { commandHost } from "../../command/host.ts";
import { profileNamed } from "../../command/profile-source.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { printError, printWarning } from "../../terminal/terminal.ts";
import type { FamilyOptions } from "./options.ts";
import { shadowsOf } from "./shadows.ts";

const en = {
  used: (name: string, before: string): string => `The current profile is "${name}" now; it was "${before}".`,
  first: (name: string): string => `The current profile is "${name}" now.`,
  same: (name: string): string => `The current profile is "${name}" already.`,
};

const zh: typeof en = {
  used: (name, before) => `当前配置现在是 "${name}"，之前是 "${before}"。`,
  first: (name) => `当前配置现在是 "${name}"。`,
  same: (name) => `当前配置已经是 "${name}"。`,
};

export const useText: Catalogue<typeof en> = catalogue({ en, zh });

/** `alicred profiles use NAME`: makes a profile the current one, and says what hides it. */
export async function useProfile(name: string, options: FamilyOptions): Promise<void> {
  const host = commandHost();
  let before: string | undefined;
  await editProfiles(host, options.configFile, (profiles) => {
    profileNamed(profiles, name);
    before = profiles.current;
    return before === name ? {} : { current: name };
  });
  const said = useText();
  if (before === name) printError([said.same(name)]);
  else printError([before === undefined ? said.first(name) : said.used(name, before)]);
  for (const line of shadowsOf(host, name)) printWarning(line);
}
