import { createContext } from "@alicred/core";
import { type ProfileFields, SESSION_FIELDS, textOf } from "@alicred/plugin-kit";
import { noTerminal, wrongUse } from "../../command/command-error.ts";
import { reportFailure } from "../../command/failure.ts";
import { commandHost } from "../../command/host.ts";
import { untilInterrupted } from "../../command/interrupt.ts";
import { modesOf } from "../../command/login-modes.ts";
import type { ProgramOptions } from "../../command/options.ts";
import { debugListener } from "../../command/resolver.ts";
import { canAsk } from "../../terminal/prompts.ts";
import { hasChoice, heldLogin, isFromSamePlace } from "./held.ts";
import { prove, without, write } from "./keep.ts";
import { CHOICE_OPTIONS, loginTerminal } from "./login-terminal.ts";
import { nameFrom, placeText } from "./names.ts";
import type { LoginOptions } from "./options.ts";
import { report, sayValid } from "./report.ts";
import { type LoginRun, signIn } from "./sign-in.ts";
import { targetOf } from "./target.ts";
import { loginText } from "./text.ts";

/** `alicred login`. Nothing is written before everything has succeeded. */
export function loginCommand(options: LoginOptions, program: ProgramOptions): Promise<void> {
  return reportFailure(() =>
    untilInterrupted(async (signal) => {
      const host = commandHost();
      const target = await targetOf(host, options, await modesOf(options.plugin, program, host));
      const { onEvent } = debugListener(host, options.debug);
      const context = createContext({ host, signal, onEvent: host.listener?.(onEvent) ?? onEvent });
      const run = { host, options, target, context, terminal: loginTerminal(host, options, signal) };
      if (!options.all) {
        await loginOne(run);
        return;
      }
      const { loginAll } = await import("./all.ts");
      await loginAll(run);
    }),
  );
}

async function loginOne(run: LoginRun): Promise<void> {
  const { options, target, context, terminal } = run;
  const { login } = target.mode;
  const { account, accessConfig, pick } = options;
  const isPicking = Boolean(pick) || account !== undefined || accessConfig !== undefined;
  if (isPicking && login.choose === undefined)
    throw wrongUse(loginText().onePlace(target.name ?? target.mode.mode));
  const isChosen = !isPicking && (await hasChoice(context, target));
  // Before somebody has signed in for nothing.
  if (!isChosen && !canAsk() && (account === undefined || accessConfig === undefined))
    throw noTerminal(CHOICE_OPTIONS);
  const held = await heldLogin(run);
  if (held !== undefined && isChosen && !target.isNew) {
    sayValid(run, held);
    return;
  }
  const signedIn = { ...target.fields, ...(held ?? (await signIn(run))) };
  const choice = (await login.choose?.(context, signedIn, terminal)) ?? {};
  const proven = await prove(context, target, without({ ...signedIn, ...choice }, SESSION_FIELDS));
  const name = target.name ?? newName(run, proven, Object.keys(choice));
  const shared = await write(run, name, proven);
  report(run, name, proven, shared);
}

/** The name of a new profile. A profile of this name that leads to the same place is updated. */
function newName(
  { options, target, terminal }: LoginRun,
  fields: ProfileFields,
  choice: readonly string[],
): string {
  const { mode, file } = target;
  const name = nameFrom(options, terminal.words());
  const before = file.profiles.find((each) => each.name === name)?.fields;
  const isSame =
    before === undefined ||
    (isFromSamePlace(mode, fields, before) && choice.every((each) => before[each] === fields[each]));
  if (isSame) return name;
  const place = placeText(terminal.words());
  throw wrongUse(loginText().nameTaken(name, place, textOf(before["mode"] ?? mode.mode)));
}
