import { readProfiles } from "../../command/config-file.ts";
import { commandHost } from "../../command/host.ts";
import { FIELD_NAMES, isSecret, maskedValue } from "../../command/profile-fields.ts";
import { profileNamed } from "../../command/profile-source.ts";
import { profileWord } from "../../command/profile-word.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { fieldLines } from "../../terminal/table.ts";
import { print, printError, printJson } from "../../terminal/terminal.ts";
import type { FamilyOptions } from "./options.ts";

const en = {
  masked: (name: string): string => `Secrets are hidden. To see them: alicred profiles show ${name} --reveal`,
  twice: (name: string, count: number): string =>
    `"${name}" is defined ${count} times. This is the first one; Terraform takes the last one.`,
};

const zh: typeof en = {
  masked: (name) => `密钥已隐藏。查看：alicred profiles show ${name} --reveal`,
  twice: (name, count) => `"${name}" 定义了 ${count} 次。这里显示第一个；Terraform 使用最后一个。`,
};

export const showText: Catalogue<typeof en> = catalogue({ en, zh });

export interface ShowOptions extends FamilyOptions {
  readonly reveal?: boolean;
  readonly json?: boolean;
}

/** `alicred profiles show [NAME]`: the fields of a profile; its secrets only when asked for. */
export async function showProfile(given: string | undefined, options: ShowOptions): Promise<void> {
  const profiles = await readProfiles(commandHost(), options.configFile);
  const name = given ?? profiles.current ?? "default";
  const { fields } = profileNamed(profiles, name);
  const entries = Object.entries(fields)
    // A name in another case is shown as what it counts for.
    .filter(([field]) => field === field.toLowerCase() || !(field.toLowerCase() in fields))
    .sort(([one], [other]) => rank(one) - rank(other));
  const shown = (field: string, value: unknown): unknown =>
    options.reveal || (maskedValue(field, value) === value && !isSecret(field))
      ? value
      : shownText(field, value);
  if (options.json) {
    printJson(Object.fromEntries(entries.map(([field, value]) => [field, shown(field, value)])));
    return;
  }
  print(
    fieldLines(
      entries.map(([field, value]) => {
        const text = shown(field, value);
        return [{ text: field, style: "dim" }, typeof text === "string" ? text : JSON.stringify(text)];
      }),
    ),
  );
  const count = profiles.profiles.filter((each) => each.name === name).length;
  printError([
    ...(count > 1 ? [showText().twice(name, count)] : []),
    ...(options.reveal || entries.every(([field, value]) => shown(field, value) === value)
      ? []
      : [showText().masked(profileWord(name, options.configFile))]),
  ]);
}

/** Numbers and truth values stay what they are. */
function shownText(field: string, value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? value : maskedValue(field, value);
}

function rank(field: string): number {
  const place = FIELD_NAMES.indexOf(field);
  return place < 0 ? FIELD_NAMES.length : place;
}
