import { AlicredError, createContext, type Host, NotConfiguredError } from "@alicred/core";
import { type ProfileFields, type ProfileMode, readTimeField, textOf } from "@alicred/plugin-kit";
import { wrongUse } from "../../command/command-error.ts";
import { editProfiles, readProfiles } from "../../command/config-file.ts";
import { errorText } from "../../command/error-text.ts";
import { reportFailure } from "../../command/failure.ts";
import { COMMAND_TIMEOUT_MS, commandHost } from "../../command/host.ts";
import { isLoginMode, modeOf, modesOf } from "../../command/login-modes.ts";
import type { ProgramOptions } from "../../command/options.ts";
import { MODES_WITH_SESSIONS, SESSION_FIELDS } from "../../command/profile-fields.ts";
import { profileWord } from "../../command/profile-word.ts";
import { type ChosenProfile, chosenProfile } from "../../command/selected-profile.ts";
import { describeExpiry } from "../../terminal/expiry.ts";
import { listed } from "../../terminal/language.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { print, printJson } from "../../terminal/terminal.ts";
import { dropKeptSessions } from "./kept.ts";
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
  readonly mode: ProfileMode;
}

/** `alicred logout`: drops tokens and sessions from the file, ends what the service lets end, and says what lives on. */
export function logoutCommand(options: LogoutOptions, program: ProgramOptions): Promise<void> {
  return reportFailure(async () => {
    const text = logoutText();
    if (options.all && options.profile !== undefined) throw wrongUse(text.profileAndAll);
    const host = commandHost();
    const modes = await modesOf(options.plugin, program, host);
    const named = options.all ? undefined : await namedProfile(host, options, modes);
    const dropped = await drop(host, options, modes, named?.name);
    const names = named === undefined ? dropped.map(({ name }) => name) : [named.name];
    const kept = await dropKeptSessions(host, options.configFile, names);
    const living = dropped.length === 0 ? NOTHING : await endAll(host, dropped);
    if (options.json) printJson(asJson(dropped, living, kept));
    else if (dropped.length > 0) print([...(await told(host, options, dropped, living)), ...keptLines(kept)]);
    else if (kept > 0) print(keptLines(kept));
    else print([named === undefined ? text.nothingAtAll : text.nothing(named.name)]);
  });
}

async function namedProfile(
  host: Host,
  { profile, configFile }: LogoutOptions,
  modes: readonly ProfileMode[],
): Promise<ChosenProfile> {
  const chosen = await chosenProfile(host, profile, configFile);
  if (chosen === undefined) throw new NotConfiguredError("NOT_CONFIGURED", errorText().notConfigured);
  const mode = modeOf(modes, chosen.fields);
  if (droppedFields(mode).length > 0) return chosen;
  const name = mode?.mode ?? textOf(chosen.fields["mode"]);
  throw wrongUse(logoutText().notALogin(chosen.name, name, profileWord(chosen.name, configFile)));
}

/** Drops the logins of a profile, or of all, with the fields that they have in the file under its lock. */
async function drop(
  host: Host,
  { configFile }: LogoutOptions,
  modes: readonly ProfileMode[],
  name: string | undefined,
): Promise<readonly Dropped[]> {
  let dropped: readonly Dropped[] = [];
  const { exists } = await readProfiles(host, configFile);
  if (!exists) return [];
  await editProfiles(host, configFile, ({ profiles }) => {
    dropped = profiles.flatMap((each): readonly Dropped[] => {
      const mode = modeOf(modes, each.fields);
      if (mode === undefined || (name !== undefined && each.name !== name)) return [];
      const isHeld = droppedFields(mode).some((field) => each.fields[field] !== undefined);
      return isHeld ? [{ name: each.name, fields: each.fields, mode }] : [];
    });
    return {
      set: dropped.map(({ name: of, mode }) => ({
        name: of,
        fields: Object.fromEntries(droppedFields(mode).map((each) => [each, undefined])),
      })),
    };
  });
  return dropped;
}

/** The end of the dropped credentials that stay valid, in epoch milliseconds. */
interface Living {
  readonly sessionUntilMs: number | undefined;
  /** `Infinity` when only the service knows. */
  readonly tokenUntilMs: number | undefined;
  /** Whether a service refused to end a login, or could not be asked. */
  readonly unended: AlicredError | undefined;
}

const NOTHING: Living = { sessionUntilMs: undefined, tokenUntilMs: undefined, unended: undefined };

/** Ends the logins at their services, and gathers what lives on. A service that is away must not keep a person signed in here. */
async function endAll(host: Host, dropped: readonly Dropped[]): Promise<Living> {
  const context = createContext({ host, signal: AbortSignal.timeout(COMMAND_TIMEOUT_MS) });
  const tokens: number[] = [];
  let unended: AlicredError | undefined;
  const end = async ({ mode: { login }, fields }: Dropped): Promise<void> => {
    let held = login?.held(fields);
    try {
      if (login?.end !== undefined && held !== undefined) held = await login.end(context, fields);
    } catch (thrown) {
      if (!(thrown instanceof AlicredError)) throw thrown;
      unended ??= thrown;
    }
    if (held !== undefined) tokens.push(held.endsAtMs ?? Number.POSITIVE_INFINITY);
  };
  await whileWaiting(logoutText().ending, Promise.all(dropped.map(end)));
  const nowMs = host.clock.now();
  const latest = (all: readonly number[]): number | undefined => {
    const living = all.filter((each) => each > nowMs);
    return living.length === 0 ? undefined : Math.max(...living);
  };
  return {
    sessionUntilMs: latest(dropped.map(({ fields }) => readTimeField(fields["sts_expiration"])?.ms ?? 0)),
    tokenUntilMs: latest(tokens),
    unended,
  };
}

/** The fields to drop: those of the login, and of the session that the profile keeps. None for credentials of its own. */
function droppedFields(mode: ProfileMode | undefined): readonly string[] {
  if (isLoginMode(mode)) return [...mode.login.fields, ...SESSION_FIELDS];
  return MODES_WITH_SESSIONS.has(mode?.mode.toLowerCase() ?? "") ? SESSION_FIELDS : [];
}

async function told(
  host: Host,
  { configFile }: LogoutOptions,
  dropped: readonly Dropped[],
  { sessionUntilMs, tokenUntilMs, unended }: Living,
): Promise<readonly string[]> {
  const text = logoutText();
  const nowMs = host.clock.now();
  const until = (ms: number): string => describeExpiry(new Date(ms), nowMs);
  const [only] = dropped;
  const others = await sharing(host, configFile, dropped);
  return [
    text.dropped(listed(dropped.map(({ name }) => name))),
    ...(unended === undefined ? [] : [text.unended(unended.code)]),
    ...(sessionUntilMs === undefined ? [] : [text.sessionLives(until(sessionUntilMs))]),
    ...(tokenUntilMs === undefined
      ? []
      : [
          tokenUntilMs === Number.POSITIVE_INFINITY
            ? text.tokenLivesOpen
            : text.tokenLives(until(tokenUntilMs)),
        ]),
    ...(sessionUntilMs === undefined && tokenUntilMs === undefined ? [text.nothingLives] : []),
    ...(others === 0 ? [] : [text.others(others)]),
    ...(dropped.length === 1 && isLoginMode(only?.mode)
      ? [text.next(profileWord(only.name, configFile))]
      : []),
  ];
}

function keptLines(count: number): readonly string[] {
  return count === 0 ? [] : [logoutText().kept(count)];
}

/** The number of other profiles that hold the same login still. */
async function sharing(
  host: Host,
  configFile: string | undefined,
  dropped: readonly Dropped[],
): Promise<number> {
  const { profiles } = await readProfiles(host, configFile);
  const loginOf = (fields: ProfileFields, { login }: ProfileMode): string =>
    JSON.stringify(login?.fields.map((each) => fields[each]));
  return profiles.filter(({ fields }) =>
    dropped.some(
      (each) =>
        each.mode.login?.held(each.fields) && loginOf(fields, each.mode) === loginOf(each.fields, each.mode),
    ),
  ).length;
}

function asJson(
  dropped: readonly Dropped[],
  { sessionUntilMs, tokenUntilMs, unended }: Living,
  keptSessionsRemoved: number,
): unknown {
  const instant = (ms: number | undefined): string | null =>
    ms === undefined || ms === Number.POSITIVE_INFINITY ? null : new Date(ms).toISOString();
  return {
    profiles: dropped.map(({ name }) => name),
    sessionsLiveUntil: instant(sessionUntilMs),
    tokensLiveUntil: instant(tokenUntilMs),
    unended: unended?.code,
    keptSessionsRemoved,
  };
}
