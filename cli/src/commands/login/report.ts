import type { ProfileFields } from "@alicred/plugin-kit";
import type { LoginMode } from "../../command/login-modes.ts";
import { profileWord } from "../../command/profile-word.ts";
import { describeExpiry } from "../../terminal/expiry.ts";
import { print, printJson } from "../../terminal/terminal.ts";
import { placeText } from "./names.ts";
import type { LoginRun } from "./sign-in.ts";
import { loginText } from "./text.ts";

/** Says that nobody has to sign in. */
export function sayValid({ options, target, host }: LoginRun, held: ProfileFields): void {
  const text = loginText();
  const { name = "", mode } = target;
  const endsAtMs = mode.login.held(held)?.endsAtMs;
  if (options.json) {
    printResult(name, mode, held, false);
    return;
  }
  const until = endsAtMs === undefined ? undefined : describeExpiry(new Date(endsAtMs), host.clock.now());
  print([
    until === undefined ? text.validOpen(name) : text.valid(name, until),
    text.forceHint,
    nextLine(name, options.configFile),
  ]);
}

/** Says what was written. */
export function report(
  { options, target, terminal, host }: LoginRun,
  name: string,
  fields: ProfileFields,
  shared: readonly string[],
): void {
  const text = loginText();
  const nowMs = host.clock.now();
  const { mode, file } = target;
  if (options.json) {
    printResult(name, mode, fields, true);
    return;
  }
  const place = placeText(terminal.words());
  print([
    [{ style: "green", text: text.written(name, file.file) }],
    ...(place === "" ? [] : [text.leads(place)]),
    ...loginEndLines(fields, mode, nowMs),
    ...(shared.length === 0 ? [] : [text.sharedToo(shared.length)]),
    nextLine(name, options.configFile),
  ]);
}

/** When a login ends, where that is known. */
export function loginEndLines(fields: ProfileFields, { login }: LoginMode, nowMs: number): readonly string[] {
  const endsAtMs = login.held(fields)?.endsAtMs;
  return endsAtMs === undefined ? [] : [loginText().loginEnds(describeExpiry(new Date(endsAtMs), nowMs))];
}

function printResult(
  profile: string,
  { mode, login }: LoginMode,
  fields: ProfileFields,
  isNew: boolean,
): void {
  const endsAtMs = login.held(fields)?.endsAtMs;
  printJson({
    profile,
    mode,
    signedIn: isNew,
    loginExpiration: endsAtMs === undefined ? undefined : new Date(endsAtMs).toISOString(),
  });
}

/** The next command to type. */
function nextLine(name: string, configFile: string | undefined): string {
  return loginText().next(`alicred exec ${profileWord(name, configFile)} -- aliyun sts GetCallerIdentity`);
}
