import { editProfiles, readProfiles } from "../../command/config-file.ts";
import { commandHost } from "../../command/host.ts";
import { modesOf } from "../../command/login-modes.ts";
import type { ProgramOptions } from "../../command/options.ts";
import { profileNamed } from "../../command/profile-source.ts";
import { type Catalogue, catalogue, listed } from "../../terminal/language.ts";
import { printError, printWarning } from "../../terminal/terminal.ts";
import { readAssignments } from "./assignments.ts";
import { checkChange, withFields, withoutStaleSession } from "./draft.ts";
import type { FamilyOptions } from "./options.ts";

const en = {
  changed: (name: string, fields: string): string => `Profile "${name}" is changed: ${fields}.`,
  session: (name: string): string =>
    `The session that "${name}" kept is dropped, because it may be that of another identity.`,
  still: (complaint: string): string => `It is still not usable: ${complaint}`,
};

const zh: typeof en = {
  changed: (name, fields) => `已修改配置 "${name}"：${fields}。`,
  session: (name) => `"${name}" 保存的会话已丢弃，因为它可能属于另一个身份。`,
  still: (complaint) => `此配置仍不可用：${complaint}`,
};

export const setText: Catalogue<typeof en> = catalogue({ en, zh });

export interface SetOptions extends FamilyOptions {
  readonly force?: boolean;
}

/** `alicred profiles set NAME field=value…`: changes fields, and nothing else in the file. */
export async function setProfile(
  name: string,
  words: readonly string[],
  options: SetOptions,
  program: ProgramOptions,
): Promise<void> {
  const host = commandHost();
  const modes = await modesOf(options.plugin, program, host);
  profileNamed(await readProfiles(host, options.configFile), name);
  const fields = await readAssignments(words, { host, modes, force: options.force });
  let complaint: string | undefined;
  let dropsSession = false;
  await editProfiles(host, options.configFile, (profiles) => {
    const { fields: before } = profileNamed(profiles, name);
    const changes = withoutStaleSession(before, fields);
    dropsSession = Object.keys(changes).length > Object.keys(fields).length;
    const after = withFields(profiles, name, changes);
    if (!options.force) complaint = checkChange(profiles, after, name, modes);
    return { set: [{ name, fields: changes }] };
  });
  const said = setText();
  printError([
    said.changed(name, listed(Object.keys(fields))),
    ...(dropsSession ? [said.session(name)] : []),
  ]);
  if (complaint !== undefined) printWarning(said.still(complaint));
}
