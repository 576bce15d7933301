import { quote } from "@alicred/plugin-kit";
import { editProfiles, readProfiles } from "../../command/config-file.ts";
import { commandHost } from "../../command/host.ts";
import type { ProgramOptions } from "../../command/options.ts";
import { MODES_WITH_SESSIONS, SESSION_FIELDS } from "../../command/profile-fields.ts";
import { knownModes, profileNamed } from "../../command/profile-source.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { printError } from "../../terminal/terminal.ts";
import { readAssignments } from "./assignments.ts";
import { checkChange, checkNewName, withFields } from "./draft.ts";
import type { SetOptions } from "./set.ts";

const en = {
  copied: (from: string, to: string): string => `Profile "${to}" is a copy of "${from}".`,
  login: (word: string): string =>
    `Sign-in and session are not copied: a refresh token is good for one use. Next: alicred login ${word}`,
};

const zh: typeof en = {
  copied: (from, to) => `配置 "${to}" 是 "${from}" 的副本。`,
  login: (word) => `登录状态和会话不会复制：刷新令牌只能使用一次。下一步：alicred login ${word}`,
};

export const copyText: Catalogue<typeof en> = catalogue({ en, zh });

/** What only one profile may hold: two that share a one-time token end each other's sign-in. */
const OWN_FIELDS = [
  "oauth_access_token",
  "oauth_access_token_expire",
  "oauth_refresh_token",
  "oauth_refresh_token_expire",
];

/** `alicred profiles copy FROM TO [field=value…]` */
export async function copyProfile(
  from: string,
  to: string,
  words: readonly string[],
  options: SetOptions,
  program: ProgramOptions,
): Promise<void> {
  const host = commandHost();
  const modes = await knownModes(options.plugin, program, host);
  const before = await readProfiles(host, options.configFile);
  profileNamed(before, from);
  checkNewName(before, to);
  const changes = await readAssignments(words, { host, modes, force: options.force });
  let needsLogin = false;
  await editProfiles(host, options.configFile, (profiles) => {
    checkNewName(profiles, to);
    const { name: _name, ...copied } = profileNamed(profiles, from).fields;
    const mode = String(copied["mode"]).toLowerCase();
    needsLogin = mode === "oauth";
    const dropped = MODES_WITH_SESSIONS.has(mode) ? [...SESSION_FIELDS, ...OWN_FIELDS] : OWN_FIELDS;
    const entries = Object.entries({ ...copied, ...changes }).filter(
      ([field, value]) => value !== undefined && (field in changes || !dropped.includes(field)),
    );
    const fields = Object.fromEntries(entries);
    if (!options.force)
      checkChange(withFields(profiles, to, copied), withFields(profiles, to, fields), to, modes);
    return { set: [{ name: to, fields }] };
  });
  const said = copyText();
  printError([said.copied(from, to), ...(needsLogin ? [said.login(quote(to))] : [])]);
}
