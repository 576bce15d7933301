import { type ProfileFields, SESSION_FIELDS } from "@alicred/plugin-kit";
import { noTerminal, wrongUse } from "../../command/command-error.ts";
import { editProfiles, type Profiles } from "../../command/config-file.ts";
import { listed } from "../../terminal/language.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { askConsent, canAsk } from "../../terminal/prompts.ts";
import { tableLines } from "../../terminal/table.ts";
import { type Line, print, printError, printJson } from "../../terminal/terminal.ts";
import { heldLogin } from "./held.ts";
import { only, without } from "./keep.ts";
import { editsOf, MARK, type Plan, type PlanInput, planAll } from "./plan.ts";
import { loginEndLines } from "./report.ts";
import { type LoginRun, signIn } from "./sign-in.ts";
import { loginText } from "./text.ts";

/** Profiles that are listed one by one outside of `--dry-run`. */
const MOST_LISTED = 20;
/** Names in the question whether to remove them. */
const MOST_ASKED = 8;

/** `alicred login --all`: a profile for every place to which the login leads. */
export async function loginAll(run: LoginRun): Promise<void> {
  const { host, options, target, context } = run;
  const { mode, file, fields } = target;
  const text = loginText();
  const { login } = mode;
  if (login.places === undefined) throw wrongUse(text.onePlace(target.name ?? mode.mode));
  if (options.prune && !options.yes && !options.dryRun && !canAsk()) throw noTerminal("--prune --yes");
  const held = (await heldLogin(run)) ?? (await signIn(run));
  const begun = { ...fields, ...held };
  const places = await whileWaiting(text.reading, login.places(context, begun));
  const choice = places[0] === undefined ? [] : Object.keys(places[0].fields);
  const base = { ...without(begun, ["name", MARK, ...SESSION_FIELDS, ...choice]), mode: mode.mode };
  const signedInFor = target.isNew ? undefined : file.profiles.find(({ name }) => name === target.name);
  const input: PlanInput = { mode, base: basic(base), places, options, signedInFor };
  const preview = planAll(file, input);
  if (options.dryRun) {
    tell(run, preview, [], held);
    return;
  }
  const removed = await consented(options, preview);
  let plan = preview;
  await editProfiles(host, options.configFile, (latest: Profiles) => {
    context.signal.throwIfAborted();
    plan = planAll(latest, input);
    const [first] = plan.added;
    const isFirst = latest.current === undefined && latest.profiles.length === 0 && first !== undefined;
    return { ...editsOf(plan, input, removed), ...(isFirst && { current: first.name }) };
  });
  tell(run, plan, [...removed], held);
}

/** The fields that profiles have in common; those that say nothing are left out. */
function basic(fields: ProfileFields): ProfileFields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The stale profiles that are to be removed. */
async function consented({ prune, yes }: LoginRun["options"], { stale }: Plan): Promise<ReadonlySet<string>> {
  const names = stale.filter(({ isNeeded }) => !isNeeded).map(({ name }) => name);
  if (!prune || names.length === 0) return new Set();
  const shown = names.slice(0, MOST_ASKED).join(", ") + (names.length > MOST_ASKED ? ", …" : "");
  const message = loginText().pruneQuestion(names.length, shown);
  if (yes || (await askConsent({ message, option: "--prune --yes" }))) return new Set(names);
  printError([loginText().notPruned]);
  return new Set();
}

function tell(
  { options, target, host }: LoginRun,
  plan: Plan,
  removed: readonly string[],
  login: ProfileFields,
): void {
  const text = loginText();
  const { added, changed, renewed, unchanged, stale } = plan;
  const { file, mode } = target;
  if (options.json) {
    printJson(asJson(plan, removed, options.dryRun ?? false));
    return;
  }
  const rows = planRows(plan);
  const isListed = options.dryRun || rows.length <= MOST_LISTED;
  const kept = stale.length - removed.length;
  const needed = stale.filter(({ isNeeded }) => isNeeded).map(({ name }) => name);
  print([
    ...(isListed ? tableLines(rows) : []),
    text.planSummary(added.length, changed.length, renewed.length, unchanged.length, stale.length),
    outcomeText(options, plan, removed, file.file),
    ...(removed.length > 0 ? [text.pruned(removed.length)] : []),
    ...(kept > 0 && !options.prune ? [text.planStays] : []),
    ...(options.prune && needed.length > 0 ? [text.planNeeded(listed(needed))] : []),
    ...(plan.sharing.length > 0 && !options.dryRun ? [text.sharedToo(plan.sharing.length)] : []),
    ...(options.dryRun ? [] : loginEndLines(only(login, mode.login.fields), mode, host.clock.now())),
  ] satisfies readonly Line[]);
}

function outcomeText(
  { dryRun }: LoginRun["options"],
  { added, changed, renewed, sharing }: Plan,
  removed: readonly string[],
  file: string,
): string {
  const text = loginText();
  if (dryRun) return text.planDry;
  const edits = [added, changed, renewed, sharing, removed].reduce((sum, { length }) => sum + length, 0);
  return edits === 0 ? text.planNothing : text.planWritten(file);
}

function planRows({ added, changed, stale }: Plan): Parameters<typeof tableLines>[0] {
  const text = loginText();
  return [
    ...added.map(
      ({ name, place }) => [{ style: "green", text: `+ ${name}` }, text.planAdded, place] as const,
    ),
    ...changed.map(
      ({ name, place }) => [{ style: "yellow", text: `~ ${name}` }, text.planChanged, place] as const,
    ),
    ...stale.map(
      ({ name, isRenamed }) =>
        [{ style: "red", text: `- ${name}` }, isRenamed ? text.planRenamed : text.planStale] as const,
    ),
  ];
}

function asJson(
  { added, changed, renewed, unchanged, stale, sharing }: Plan,
  removed: readonly string[],
  dryRun: boolean,
): unknown {
  const names = (list: readonly { readonly name: string }[]): readonly string[] =>
    list.map(({ name }) => name);
  return {
    added: names(added),
    changed: names(changed),
    renewed: names(renewed),
    unchanged: names(unchanged),
    sharing,
    stale: names(stale),
    removed,
    dryRun,
  };
}
