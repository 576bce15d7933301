import { NotConfiguredError } from "@alicred/core";
import { quote, readTimeField, SESSION_FIELDS } from "@alicred/plugin-kit";
import { wrongUse } from "../../command/command-error.ts";
import { editProfiles, type FileProfile, readProfiles } from "../../command/config-file.ts";
import { errorText } from "../../command/error-text.ts";
import { reportFailure } from "../../command/failure.ts";
import { commandHost } from "../../command/host.ts";
import { isLoginMode, type LoginMode, modeOf, modesOf } from "../../command/login-modes.ts";
import type { ProgramOptions } from "../../command/options.ts";
import { type ChosenProfile, chosenProfile } from "../../command/selected-profile.ts";
import { describeExpiry } from "../../terminal/expiry.ts";
import { print, printJson } from "../../terminal/terminal.ts";
import { logoutText } from "./text.ts";

/** The options of `alicred logout` at the prompt. */
export interface LogoutOptions {
  readonly profile?: string;
  readonly configFile?: string;
  readonly plugin: readonly string[];
  readonly all?: boolean;
  readonly json?: boolean;
}

/** A profile of which something is dropped. */
interface Dropped extends ChosenProfile {
  readonly mode: LoginMode;
}

/** What lives on of what was dropped, in epoch milliseconds. */
interface Living {
  readonly sessionUntilMs: number | undefined;
  /** `Infinity` when only the service knows. */
  readonly tokenUntilMs: number | undefined;
}

/** `alicred logout`: drops tokens and sessions from the file, and says what lives on. */
export function logoutCommand(options: LogoutOptions, program: ProgramOptions): Promise<void> {
  return reportFailure(async () => {
    const text = logoutText();
    if (options.all && options.profile !== undefined) throw wrongUse(text.profileAndAll);
    const host = commandHost();
    const modes = await modesOf(options.plugin, program, host);
    const signedIn = ({ name, fields }: Pick<FileProfile, "name" | "fields">): readonly Dropped[] => {
      const mode = modeOf(modes, fields);
      const isHeld = isLoginMode(mode) && droppedFields(mode).some((each) => fields[each] !== undefined);
      return isHeld ? [{ name, fields, mode }] : [];
    };
    const profiles = options.all
      ? (await readProfiles(host, options.configFile)).profiles
      : [await namedProfile()];
    const dropped = profiles.flatMap(signedIn);
    const [first] = profiles;
    if (dropped.length > 0)
      await editProfiles(host, options.configFile, () => ({
        set: dropped.map(({ name, mode }) => ({
          name,
          fields: Object.fromEntries(droppedFields(mode).map((each) => [each, undefined])),
        })),
      }));
    if (options.json) printJson(asJson(dropped, host.clock.now()));
    else if (dropped.length > 0) print(told(dropped, host.clock.now()));
    else print([options.all || first === undefined ? text.nothingAtAll : text.nothing(first.name)]);

    async function namedProfile(): Promise<ChosenProfile> {
      const chosen = await chosenProfile(host, options.profile, options.configFile);
      if (chosen === undefined) throw new NotConfiguredError("NOT_CONFIGURED", errorText().notConfigured);
      const mode = modeOf(modes, chosen.fields);
      if (!isLoginMode(mode))
        throw wrongUse(text.notALogin(chosen.name, mode?.mode ?? String(chosen.fields["mode"] ?? "")));
      return chosen;
    }
  });
}

function droppedFields({ login }: LoginMode): readonly string[] {
  return [...login.fields, ...SESSION_FIELDS];
}

function livingOf(dropped: readonly Dropped[], nowMs: number): Living {
  const latest = (all: readonly number[]): number | undefined => {
    const living = all.filter((each) => each > nowMs);
    return living.length === 0 ? undefined : Math.max(...living);
  };
  return {
    sessionUntilMs: latest(dropped.map(({ fields }) => readTimeField(fields["sts_expiration"])?.ms ?? 0)),
    tokenUntilMs: latest(
      dropped.map(({ mode, fields }) => {
        const held = mode.login.held(fields);
        return held === undefined ? 0 : (held.endsAtMs ?? Number.POSITIVE_INFINITY);
      }),
    ),
  };
}

function told(dropped: readonly Dropped[], nowMs: number): readonly string[] {
  const text = logoutText();
  const { sessionUntilMs, tokenUntilMs } = livingOf(dropped, nowMs);
  const until = (ms: number): string => describeExpiry(new Date(ms), nowMs);
  const [only] = dropped;
  return [
    text.dropped(dropped.map(({ name }) => name).join(", ")),
    ...(sessionUntilMs === undefined ? [] : [text.sessionLives(until(sessionUntilMs))]),
    ...(tokenUntilMs === undefined
      ? []
      : [
          tokenUntilMs === Number.POSITIVE_INFINITY
            ? text.tokenLivesOpen
            : text.tokenLives(until(tokenUntilMs)),
        ]),
    ...(sessionUntilMs === undefined && tokenUntilMs === undefined ? [text.nothingLives] : []),
    ...(dropped.length === 1 && only !== undefined ? [text.next(quote(only.name))] : []),
  ];
}

function asJson(dropped: readonly Dropped[], nowMs: number): unknown {
  const { sessionUntilMs, tokenUntilMs } = livingOf(dropped, nowMs);
  const instant = (ms: number | undefined): string | null =>
    ms === undefined || ms === Number.POSITIVE_INFINITY ? null : new Date(ms).toISOString();
  return {
    profiles: dropped.map(({ name }) => name),
    sessionsLiveUntil: instant(sessionUntilMs),
    tokensLiveUntil: instant(tokenUntilMs),
  };
}
