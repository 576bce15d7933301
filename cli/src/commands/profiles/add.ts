import { type Host, refreshing } from "@alicred/core";
import type { ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { editProfiles, type Profiles, readProfiles } from "../../command/config-file.ts";
import { COMMAND_TIMEOUT_MS, commandHost } from "../../command/host.ts";
import { modesOf } from "../../command/login-modes.ts";
import type { ProgramOptions } from "../../command/options.ts";
import { draftSource, modeNamed } from "../../command/profile-source.ts";
import { profileWord } from "../../command/profile-word.ts";
import { debugListener } from "../../command/resolver.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { askChoice, askText } from "../../terminal/prompts.ts";
import { printError, printWarning } from "../../terminal/terminal.ts";
import { identityText } from "../whoami/identity.ts";
import { askField, readAssignments, typed } from "./assignments.ts";
import { askingContext, callerOf } from "./caller.ts";
import { checkChange, checkNewName, withFields } from "./draft.ts";
import { fieldLabel } from "./field-labels.ts";
import { guideOf, type ModeGuide } from "./guides.ts";
import type { FamilyOptions } from "./options.ts";

const en = {
  name: "Name of the profile",
  checking: "Asking the cloud who this is",
  works: (identity: string): string => `It works: ${identity}.`,
  added: (name: string, file: string): string => `Profile "${name}" is written to ${file}.`,
  current: (name: string): string =>
    `It is the current profile. Next: alicred exec ${name} -- aliyun sts GetCallerIdentity`,
  next: (name: string): string => `Next: alicred profiles use ${name}, or alicred exec ${name} -- COMMAND`,
  login: (name: string): string => `Next: alicred login ${name}`,
  noRegion: (name: string): string =>
    `It has no region_id: the aliyun CLI refuses a profile without one. Set it: alicred profiles set ${name} region_id=cn-hangzhou`,
};

const zh: typeof en = {
  name: "配置名称",
  checking: "正在向云端查询身份",
  works: (identity) => `可用：${identity}。`,
  added: (name, file) => `配置 "${name}" 已写入 ${file}。`,
  current: (name) => `它是当前配置。下一步：alicred exec ${name} -- aliyun sts GetCallerIdentity`,
  next: (name) => `下一步：alicred profiles use ${name}，或 alicred exec ${name} -- COMMAND`,
  login: (name) => `下一步：alicred login ${name}`,
  noRegion: (name) =>
    `它没有 region_id：aliyun CLI 不接受没有地域的配置。设置：alicred profiles set ${name} region_id=cn-hangzhou`,
};

export const addText: Catalogue<typeof en> = catalogue({ en, zh });

export interface AddOptions extends FamilyOptions {
  readonly use?: boolean;
  readonly check?: boolean;
  readonly force?: boolean;
}

/** `alicred profiles add [NAME] [field=value…]`: asks at a terminal for what is missing, and needs no network. */
export async function addProfile(
  given: string | undefined,
  words: readonly string[],
  options: AddOptions,
  program: ProgramOptions,
): Promise<void> {
  const host = commandHost();
  const said = addText();
  const modes = await modesOf(options.plugin, program, host);
  const before = await readProfiles(host, options.configFile);
  const name = given ?? (await askName(before));
  checkNewName(before, name);
  const assigned = await readAssignments(words, { host, modes, force: options.force });
  const mode = await modeOf(assigned, modes);
  const guide = guideOf(mode);
  const asked = await askFields(guide, assigned, words.length === 0, before, modes);
  let fields: ProfileFields = present({ mode: mode.mode, ...asked, ...assigned });
  checkChange(before, withFields(before, name, fields), name, modes);
  if (options.check)
    fields = await proved(withFields(before, name, fields), name, modes, host, options.debug);

  let isCurrent = false;
  await editProfiles(host, options.configFile, (profiles) => {
    checkNewName(profiles, name);
    isCurrent = options.use === true || profiles.current === undefined || profiles.current === name;
    return { set: [{ name, fields }], ...(isCurrent && { current: name }) };
  });
  const next = mode.login !== undefined ? said.login : isCurrent ? said.current : said.next;
  printError([said.added(name, before.file), next(profileWord(name, options.configFile))]);
  if (fields["region_id"] === undefined && mode.mode !== "Anonymous")
    printWarning(said.noRegion(profileWord(name, options.configFile)));
}

async function askName({ profiles }: Profiles): Promise<string> {
  const isTaken = profiles.some(({ name }) => name === "default");
  const question = { message: addText().name, option: "alicred profiles add NAME" };
  return (await askText({ ...question, ...(isTaken ? {} : { initial: "default" }) })).trim();
}

async function modeOf(assigned: ProfileFields, modes: readonly ProfileMode[]): Promise<ProfileMode> {
  const named = modeNamed(modes, assigned["mode"]);
  if (named !== undefined) return named;
  const choices = modes.map((value) => ({ value, label: value.mode }));
  return askChoice({ message: fieldLabel("mode"), option: "mode=AK" }, choices);
}

/** Asks for the fields that are missing; for optional ones only where nothing was given on the command line. */
async function askFields(
  { required, optional }: ModeGuide,
  assigned: ProfileFields,
  isGuided: boolean,
  { profiles }: Profiles,
  modes: readonly ProfileMode[],
): Promise<ProfileFields> {
  const answers: Record<string, unknown> = {};
  for (const field of required.filter((each) => assigned[each] === undefined)) {
    if (field === "source_profile") {
      const choices = profiles.map(({ name }) => ({ value: name, label: name }));
      answers[field] = await askChoice(
        { message: fieldLabel(field), option: "source_profile=NAME" },
        choices,
      );
    } else answers[field] = typed(field, await askField(field), modes);
  }
  if (!isGuided) return answers;
  for (const [field, initial] of Object.entries(optional))
    answers[field] = (await askField(field, initial)) || undefined;
  return answers;
}

/** Tests a profile that is not in the file yet. Its fields may change: a token may be renewed by the test. */
async function proved(
  draft: Profiles,
  name: string,
  modes: readonly ProfileMode[],
  host: Host,
  isDebug = false,
): Promise<ProfileFields> {
  const said = addText();
  const { source, changes } = draftSource(draft, name, modes);
  const resolver = refreshing(source, {
    host,
    refreshTimeoutMs: COMMAND_TIMEOUT_MS,
    ...debugListener(host, isDebug),
  });
  const fields = draft.profiles.find((each) => each.name === name)?.fields ?? {};
  try {
    const caller = await whileWaiting(
      said.checking,
      resolver.get().then((key) => callerOf(key, askingContext(host), fields)),
    );
    printError([said.works(identityText(caller))]);
  } finally {
    resolver.close();
  }
  const { name: _own, ...others } = present({ ...fields, ...changes.get(name) });
  return others;
}

function present(fields: ProfileFields): ProfileFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => (value ?? "") !== ""));
}
