import { type LoginPlace, type ProfileFields, SESSION_FIELDS, textOf } from "@alicred/plugin-kit";
import { wrongUse } from "../../command/command-error.ts";
import type { FileProfile, ProfileEdits, Profiles } from "../../command/config-file.ts";
import type { LoginMode } from "../../command/login-modes.ts";
import { isFromSamePlace } from "./held.ts";
import { only } from "./keep.ts";
import { nameFrom, placeText } from "./names.ts";
import type { LoginOptions } from "./options.ts";
import { loginText } from "./text.ts";

/**
 * The field that marks a profile as made by `login --all`; its value says where somebody signed in. The SDKs for Node and
 * Python keep it. The aliyun CLI and the SDKs for Go and Java, and so Terraform, drop every field that they do not know
 * when they rewrite the file: the profile is then recognised by what it leads to, and marked again, but not pruned.
 */
export const MARK = "alicred_login_all";

/** A profile that `--all` wants. */
interface Wanted {
  readonly name: string;
  /** The place, in words. */
  readonly place: string;
  readonly fields: ProfileFields;
}

/** The changes that `--all` makes to a file. */
export interface Plan {
  readonly added: readonly Wanted[];
  /** Marked profiles whose names now stand for other places. */
  readonly changed: readonly Wanted[];
  /** Profiles that get the new login. */
  readonly renewed: readonly Wanted[];
  readonly unchanged: readonly Wanted[];
  /** Marked profiles that lead nowhere any longer, or whose place has another name now. */
  readonly stale: readonly StaleProfile[];
  /** Other profiles that had the same login before, and the one that was signed in for: they get the new one too. */
  readonly sharing: readonly string[];
}

interface StaleProfile extends FileProfile {
  /** Whether its place is still there, under another name. */
  readonly isRenamed: boolean;
  /** Whether it is the current profile, or others name it as their source. Such a one is not removed. */
  readonly isNeeded: boolean;
}

/** The input of a plan. */
export interface PlanInput {
  readonly mode: LoginMode;
  /** Those that every new profile has: mode, region, the address to sign in at, the login. */
  readonly base: ProfileFields;
  readonly places: readonly LoginPlace[];
  readonly options: Pick<LoginOptions, "name" | "prefix">;
  /** The profile that was signed in for, as it was; `undefined` for a new one. */
  readonly signedInFor: Pick<FileProfile, "name" | "fields"> | undefined;
}

/**
 * The difference between a file and a profile for every place.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when two places, or a place and a profile of another kind, would have one
 *   name.
 */
export function planAll(
  { profiles, current }: Pick<Profiles, "profiles" | "current">,
  input: PlanInput,
): Plan {
  const { mode, base, signedInFor } = input;
  const text = loginText();
  const at = mode.login.at(base);
  const wanted = wantedProfiles(input, at);
  const before = new Map([...profiles].reverse().map((each) => [each.name, each]));
  const plan = { added: [], changed: [], renewed: [], unchanged: [] } as Record<
    "added" | "changed" | "renewed" | "unchanged",
    Wanted[]
  >;
  for (const [index, each] of wanted.entries()) {
    const existing = before.get(each.name)?.fields;
    const choice = input.places[index]?.fields ?? {};
    const isThere =
      existing !== undefined && isFromSamePlace(mode, base, existing) && holds(existing, choice);
    if (existing === undefined) plan.added.push(each);
    else if (isThere) (holds(existing, each.fields) ? plan.unchanged : plan.renewed).push(each);
    else if (existing[MARK] === at) plan.changed.push(each);
    else throw wrongUse(text.nameTaken(each.name, each.place, textOf(existing["mode"])));
  }
  const names = new Set(wanted.map(({ name }) => name));
  const needed = new Set([current, ...profiles.map(({ fields }) => fields["source_profile"])]);
  const stale = profiles
    .filter(({ name, fields }) => fields[MARK] === at && !names.has(name))
    .map((each) => ({
      ...each,
      isRenamed: input.places.some(({ fields }) => holds(each.fields, fields)),
      isNeeded: needed.has(each.name),
    }));
  const loginOf = (fields: ProfileFields): string => JSON.stringify(only(fields, mode.login.fields));
  const isShared = mode.login.isShared === true && signedInFor && mode.login.held(signedInFor.fields);
  const had = isShared ? loginOf(signedInFor.fields) : undefined;
  const sharing = profiles
    .filter(({ name, fields }) => name === signedInFor?.name || loginOf(fields) === had)
    .filter(({ name, fields }) => !names.has(name) && loginOf(fields) !== loginOf(base))
    .map(({ name }) => name);
  return { ...plan, stale, sharing };
}

function wantedProfiles({ base, places, options }: PlanInput, at: string): readonly Wanted[] {
  const byName = new Map<string, Wanted>();
  return places.map(({ words, fields }) => {
    const name = nameFrom(options, words);
    const one = { name, place: placeText(words), fields: { ...base, ...fields, [MARK]: at } };
    const other = byName.get(name);
    if (other !== undefined) throw wrongUse(loginText().nameTwice(name, other.place, one.place));
    byName.set(name, one);
    return one;
  });
}

/** Whether a profile has these fields already; a region of its own is its owner's choice. */
function holds(profile: ProfileFields, fields: ProfileFields): boolean {
  return Object.entries(fields).every(
    ([name, value]) => name === "mode" || name === "region_id" || profile[name] === value,
  );
}

/**
 * The edits that make a file as planned.
 *
 * @param removed the stale profiles to remove
 */
export function editsOf(plan: Plan, { mode, base }: PlanInput, removed: ReadonlySet<string>): ProfileEdits {
  const cleared = Object.fromEntries(SESSION_FIELDS.map((each) => [each, undefined]));
  const renewing = [...mode.login.fields, MARK];
  return {
    set: [
      ...plan.added.map(({ name, fields }) => ({ name, fields })),
      ...plan.changed.map(({ name, fields: { region_id: _, ...fields } }) => ({
        name,
        fields: { ...fields, ...cleared },
      })),
      ...plan.renewed.map(({ name, fields }) => ({
        name,
        fields: { ...only(fields, renewing), ...cleared },
      })),
      ...plan.sharing.map((name) => ({ name, fields: { ...only(base, mode.login.fields), ...cleared } })),
    ],
    remove: plan.stale.filter(({ name, isNeeded }) => removed.has(name) && !isNeeded).map(({ name }) => name),
  };
}
