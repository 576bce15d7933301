import { editProfiles, readProfiles } from "../../command/config-file.ts";
import { commandHost } from "../../command/host.ts";
import { modesOf } from "../../command/login-modes.ts";
import type { ProgramOptions } from "../../command/options.ts";
import { MODES_WITH_SESSIONS, SESSION_FIELDS } from "../../command/profile-fields.ts";
import { modeNamed, profileNamed } from "../../command/profile-source.ts";
import { profileWord } from "../../command/profile-word.ts";
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

/** `alicred profiles copy FROM TO [field=value…]` */
export async function copyProfile(
  from: string,
  to: string,
  words: readonly string[],
  options: SetOptions,
  program: ProgramOptions,
): Promise<void> {
  const host = commandHost();
  const modes = await modesOf(options.plugin, program, host);
  const before = await readProfiles(host, options.configFile);
  profileNamed(before, from);
  checkNewName(before, to);
  const changes = await readAssignments(words, { host, modes, force: options.force });
  let needsLogin = false;
  await editProfiles(host, options.configFile, (profiles) => {
    checkNewName(profiles, to);
    const { name: _name, ...copied } = profileNamed(profiles, from).fields;
    const mode = modeNamed(modes, copied["mode"]);
    const isKeeping = MODES_WITH_SESSIONS.has(mode?.mode.toLowerCase() ?? "");
    // Two profiles that share a token which is good for one use end each other's sign-in.
    const own = mode?.login !== undefined && !mode.login.isShared ? mode.login.fields : [];
    needsLogin = own.length > 0;
    const dropped: readonly string[] = [...(isKeeping ? SESSION_FIELDS : []), ...own];
    const entries = Object.entries({ ...copied, ...changes }).filter(
      ([field, value]) => value !== undefined && (field in changes || !dropped.includes(field)),
    );
    const fields = Object.fromEntries(entries);
    if (!options.force)
      checkChange(withFields(profiles, to, copied), withFields(profiles, to, fields), to, modes);
    return { set: [{ name: to, fields }] };
  });
  const said = copyText();
  printError([
    said.copied(from, to),
    ...(needsLogin ? [said.login(profileWord(to, options.configFile))] : []),
  ]);
}
