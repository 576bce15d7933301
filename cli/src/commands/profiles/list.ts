import { type AlicredError, type Host, refreshing } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { sharedConfig } from "@alicred/shared-config";
import { type Profiles, readProfiles } from "../../command/config-file.ts";
import { EXIT } from "../../command/exit-codes.ts";
import { commandHost } from "../../command/host.ts";
import { modesOf } from "../../command/login-modes.ts";
import type { ProgramOptions } from "../../command/options.ts";
import { debugListener } from "../../command/resolver.ts";
import { keptUntil } from "../../command/sessions/kept.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { print, printError, printErrorSentences, printJson } from "../../terminal/terminal.ts";
import type { Identity } from "../whoami/identity.ts";
import { askCaller } from "./caller.ts";
import { type State, stateOf, targetOf } from "./describe.ts";
import { listText, nextOf, notesOf, type Row, tableOf } from "./list-view.ts";
import type { FamilyOptions } from "./options.ts";

export interface ListOptions extends FamilyOptions {
  readonly check?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly sort: "name" | "used";
}

/** `alicred profiles list` */
export async function listProfiles(options: ListOptions, program: ProgramOptions): Promise<void> {
  const host = commandHost();
  const modes = await modesOf(options.plugin, program, host);
  const profiles = await readProfiles(host, options.configFile);
  const nowMs = host.clock.now();
  const kept = await keptUntil(host, profiles.path);
  const rows = sorted(
    profiles.profiles.map((profile) => ({
      profile,
      target: targetOf(profile.fields),
      state: withKept(stateOf(profiles, profile, modes, nowMs), kept.get(profile.name)),
    })),
    options.sort,
    profiles.current,
  );
  const checked = options.check
    ? await whileWaiting(listText().checking, check(rows, profiles, modes, host, options.debug))
    : rows;
  if (checked.some(({ answer }) => answer !== undefined && "code" in answer)) process.exitCode = EXIT.failed;
  if (options.quiet) {
    print([...new Set(rows.map(({ profile }) => profile.name))]);
    printErrorSentences(checked.flatMap((row) => nextOf(row, options.configFile)));
    return;
  }
  if (options.json) {
    printJson({
      file: profiles.path,
      current: profiles.current,
      profiles: checked.map((row) => jsonOf(row, profiles)),
    });
    return;
  }
  print(tableOf(checked, profiles, modes, nowMs));
  printError(notesOf(profiles, checked, host, options.check === true));
}

function sorted(rows: readonly Row[], by: ListOptions["sort"], current: string | undefined): readonly Row[] {
  const names = new Intl.Collator("en", { numeric: true });
  const isCurrent = ({ profile }: Row): number => Number(profile.name === current);
  return [...rows].sort((one, other) =>
    by === "name"
      ? names.compare(one.profile.name, other.profile.name)
      : isCurrent(other) - isCurrent(one) ||
        livesUntilMs(other) - livesUntilMs(one) ||
        one.profile.index - other.profile.index,
  );
}

/** The end of a session or login that still lives: it was used not long ago. */
function livesUntilMs({ state: { code, expiresAtMs = 0 } }: Row): number {
  return code === "valid" || code === "kept" || code === "login-valid" ? expiresAtMs : 0;
}

/** The state of a profile without a session of its own, of which one is kept between runs. */
function withKept(state: State, expiresAtMs: number | undefined): State {
  return state.code === "no-session" && expiresAtMs !== undefined ? { code: "kept", expiresAtMs } : state;
}

/** The most profiles that are asked about at one time. */
const MOST_AT_ONCE = 8;

/** Asks for the identity of each profile, some at a time, renewing its session where that is due. */
async function check(
  rows: readonly Row[],
  { path }: Profiles,
  modes: readonly ProfileMode[],
  host: Host,
  isDebug = false,
): Promise<readonly Row[]> {
  const answers = new Map<Row, Identity | AlicredError>();
  const waiting = rows.filter(({ state }) => state.error === undefined);
  await Promise.all(
    Array.from({ length: MOST_AT_ONCE }, async () => {
      for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
        const { name, fields } = row.profile;
        const source = sharedConfig({ profile: name, configFile: path, modes });
        answers.set(
          row,
          await askCaller(refreshing(source, { host, ...debugListener(host, isDebug) }), host, fields),
        );
      }
    }),
  );
  return rows.map((row) => {
    const answer = answers.get(row) ?? row.state.error;
    return answer === undefined ? row : { ...row, answer };
  });
}

function jsonOf({ profile, target, state, answer }: Row, { current }: Profiles): unknown {
  const { name, fields } = profile;
  const { note: _words, ...leadsTo } = target;
  const { expiresAtMs, code, error } = state;
  return {
    name,
    mode: fields["mode"],
    region: fields["region_id"],
    isCurrent: name === current,
    leadsTo,
    state: code,
    expiration: expiresAtMs === undefined ? undefined : new Date(expiresAtMs).toISOString(),
    error: error?.message,
    ...(answer !== undefined && {
      check:
        "arn" in answer
          ? { arn: answer.arn, accountId: answer.accountId }
          : { code: answer.code, message: answer.message },
    }),
  };
}
