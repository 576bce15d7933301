import { ask, type ResolveContext } from "@alicred/core";
import { type ProfileFields, SESSION_FIELDS } from "@alicred/plugin-kit";
import { editProfiles } from "../../command/config-file.ts";
import { draftSource } from "../../command/profile-source.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import type { LoginRun } from "./sign-in.ts";
import type { Target } from "./target.ts";
import { loginText } from "./text.ts";

/** Gets credentials by the new login, before anything is written: what does not work is not kept. */
export async function prove(
  context: ResolveContext,
  { name = "new", mode, file }: Target,
  fields: ProfileFields,
): Promise<ProfileFields> {
  const others = file.profiles.filter((each) => each.name !== name);
  const profiles = [...others, { name, fields: { ...fields, mode: mode.mode }, index: others.length }];
  const { source, changes } = draftSource({ ...file, profiles }, name, [mode]);
  const answer = await whileWaiting(loginText().checking, ask(context, source));
  if (answer.outcome === "failed") throw answer.error;
  return { ...fields, ...changes.get(name) };
}

/** Writes the profile, and the login into others that had the same one. @returns the names of those. */
export async function write(
  { host, options, target }: LoginRun,
  name: string,
  fields: ProfileFields,
): Promise<readonly string[]> {
  const { login } = target.mode;
  const before = only(target.fields, login.fields);
  const cleared = Object.fromEntries(SESSION_FIELDS.map((each) => [each, undefined]));
  let shared: readonly string[] = [];
  await editProfiles(host, options.configFile, ({ profiles, current }) => {
    const isSharing = login.isShared === true && login.held(before) !== undefined;
    shared = profiles
      .filter((each) => isSharing && each.name !== name && isSame(only(each.fields, login.fields), before))
      .map((each) => each.name);
    const gone = SESSION_FIELDS.filter((each) => fields[each] === undefined);
    const own = {
      ...without(fields, ["name"]),
      ...Object.fromEntries(gone.map((each) => [each, undefined])),
    };
    return {
      set: [
        { name, fields: own },
        ...shared.map((each) => ({ name: each, fields: { ...cleared, ...only(fields, login.fields) } })),
      ],
      ...(current === undefined && profiles.length === 0 && { current: name }),
    };
  });
  return shared;
}

function isSame(one: ProfileFields, other: ProfileFields): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** The fields of these names, in their order. */
export function only(fields: ProfileFields, names: readonly string[]): ProfileFields {
  return Object.fromEntries(
    names.flatMap((name) => (fields[name] === undefined ? [] : [[name, fields[name]]])),
  );
}

/** The other fields. */
export function without(fields: ProfileFields, names: readonly string[]): ProfileFields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));
}
