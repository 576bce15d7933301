import { type AlicredError, type Host, refreshing } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import { sharedConfig } from "@alicred/shared-config";
import { type FileProfile, type Profiles, readProfiles } from "../../command/config-file.ts";
import { EXIT } from "../../command/exit-codes.ts";
import { commandHost } from "../../command/host.ts";
import type { ProgramOptions } from "../../command/options.ts";
import { knownModes, modeNamed } from "../../command/profile-source.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { whileWaiting } from "../../terminal/progress.ts";
import { tableLines } from "../../terminal/table.ts";
import { type Line, type Piece, print, printError, printJson } from "../../terminal/terminal.ts";
import { askCaller, type Caller } from "./caller.ts";
import { type State, stateOf, stateText, type Target, targetOf, targetText } from "./describe.ts";
import type { FamilyOptions } from "./options.ts";
import { shadowsOf } from "./shadows.ts";

const en = {
  profile: "PROFILE",
  mode: "MODE",
  region: "REGION",
  leadsTo: "LEADS TO",
  state: "STATE",
  unasked: (count: number, file: string): string =>
    `${count} ${count === 1 ? "profile" : "profiles"} in ${file}. Nothing was asked; --check asks the cloud.`,
  asked: (count: number, file: string): string =>
    `${count} ${count === 1 ? "profile" : "profiles"} in ${file}, all checked.`,
  none: (file: string): string =>
    `${file} has no profiles. Sign in: alicred login, or add one: alicred profiles add`,
  dangling: (current: string): string =>
    `The current profile is "${current}", which does not exist. Choose one: alicred profiles use NAME`,
  twice: (name: string, count: number): string =>
    `"${name}" is defined ${count} times: Terraform takes the last one, everything else the first.`,
  checking: "Asking the cloud about every profile",
  works: "works",
  fails: (code: string): string => `fails: ${code}`,
};

const zh: typeof en = {
  profile: "配置",
  mode: "凭证类型",
  region: "地域",
  leadsTo: "身份",
  state: "状态",
  unasked: (count, file) => `${file} 中有 ${count} 个配置。未访问云端；--check 会向云端查询。`,
  asked: (count, file) => `${file} 中有 ${count} 个配置，均已检查。`,
  none: (file) => `${file} 中没有配置。请登录：alicred login，或新增配置：alicred profiles add`,
  dangling: (current) => `当前配置是 "${current}"，但它不存在。请选择：alicred profiles use NAME`,
  twice: (name, count) => `"${name}" 定义了 ${count} 次：Terraform 使用最后一个，其他工具使用第一个。`,
  checking: "正在向云端查询每个配置",
  works: "可用",
  fails: (code) => `失败：${code}`,
};

export const listText: Catalogue<typeof en> = catalogue({ en, zh });

export interface ListOptions extends FamilyOptions {
  readonly check?: boolean;
  readonly quiet?: boolean;
  readonly json?: boolean;
  readonly sort: "name" | "used";
}

/** A profile in the list. */
interface Row {
  readonly profile: FileProfile;
  readonly target: Target;
  readonly state: State;
  /** Who it is, or why that could not be learnt; absent when nobody was asked. */
  readonly answer?: Caller | AlicredError;
}

/** `alicred profiles list` */
export async function listProfiles(options: ListOptions, program: ProgramOptions): Promise<void> {
  const host = commandHost();
  const modes = await knownModes(options.plugin, program, host);
  const profiles = await readProfiles(host, options.configFile);
  const nowMs = host.clock.now();
  const rows = sorted(
    profiles.profiles.map((profile) => ({
      profile,
      target: targetOf(profile.fields),
      state: stateOf(profiles, profile, modes, nowMs),
    })),
    options.sort,
    profiles.current,
  );
  if (options.quiet) {
    print([...new Set(rows.map(({ profile }) => profile.name))]);
    return;
  }
  const checked = options.check
    ? await whileWaiting(listText().checking, check(rows, profiles, modes, host))
    : rows;
  if (checked.some(({ answer }) => answer !== undefined && "code" in answer)) process.exitCode = EXIT.failed;
  if (options.json) {
    printJson({
      file: profiles.path,
      current: profiles.current,
      profiles: checked.map((row) => jsonOf(row, profiles)),
    });
    return;
  }
  print(linesOf(checked, profiles, modes, nowMs));
  printError(notes(profiles, host, options.check === true));
}

function sorted(rows: readonly Row[], by: ListOptions["sort"], current: string | undefined): readonly Row[] {
  const names = new Intl.Collator("en", { numeric: true });
  const isCurrent = ({ profile }: Row): number => Number(profile.name === current);
  return [...rows].sort((one, other) =>
    by === "name"
      ? names.compare(one.profile.name, other.profile.name)
      : isCurrent(other) - isCurrent(one) ||
        (other.state.expiresAtMs ?? 0) - (one.state.expiresAtMs ?? 0) ||
        one.profile.index - other.profile.index,
  );
}

/** The most profiles that are asked about at one time. */
const MOST_AT_ONCE = 8;

/** Asks for the identity of each profile, some at a time, renewing its session where that is due. */
async function check(
  rows: readonly Row[],
  { path }: Profiles,
  modes: readonly ProfileMode[],
  host: Host,
): Promise<readonly Row[]> {
  const answers = new Map<Row, Caller | AlicredError>();
  const waiting = rows.filter(({ state }) => state.error === undefined);
  await Promise.all(
    Array.from({ length: MOST_AT_ONCE }, async () => {
      for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
        const { name, fields } = row.profile;
        const source = sharedConfig({ profile: name, configFile: path, modes });
        answers.set(row, await askCaller(refreshing(source, { host }), host, fields));
      }
    }),
  );
  return rows.map((row) => {
    const answer = answers.get(row) ?? row.state.error;
    return answer === undefined ? row : { ...row, answer };
  });
}

function linesOf(
  rows: readonly Row[],
  { current }: Profiles,
  modes: readonly ProfileMode[],
  nowMs: number,
): readonly Line[] {
  if (rows.length === 0) return [];
  const said = listText();
  const heads = [`  ${said.profile}`, said.mode, said.region, said.leadsTo, said.state];
  const head = heads.map((text): Piece => ({ text, style: "bold" }));
  return tableLines([
    head,
    ...rows.map(({ profile, target, state, answer }): readonly Piece[] => {
      const { name, fields } = profile;
      const mode = modeNamed(modes, fields["mode"])?.mode ?? "?";
      return [
        `${name === current ? "*" : " "} ${name}`,
        fields["mode"] === undefined ? "-" : mode,
        typeof fields["region_id"] === "string" ? fields["region_id"] : "-",
        answer !== undefined && "arn" in answer ? answer.name : targetText(target),
        stateOfRow(state, answer, nowMs),
      ];
    }),
  ]);
}

function stateOfRow(state: State, answer: Row["answer"], nowMs: number): Piece {
  const said = listText();
  if (answer !== undefined && "arn" in answer) return { text: said.works, style: "green" };
  if (answer !== undefined && answer !== state.error) return { text: said.fails(answer.code), style: "red" };
  const text = stateText(state, nowMs);
  if (state.error !== undefined) return { text, style: "red" };
  return state.code === "expired" || state.code === "login-needed" ? { text, style: "yellow" } : text;
}

function notes(profiles: Profiles, host: Host, isChecked: boolean): readonly string[] {
  const said = listText();
  const { profiles: all, file, current } = profiles;
  if (all.length === 0) return [said.none(file)];
  const counts = counted(all);
  return [
    isChecked ? said.asked(all.length, file) : said.unasked(all.length, file),
    ...[...counts].filter(([, count]) => count > 1).map(([name, count]) => said.twice(name, count)),
    ...(current !== undefined && !counts.has(current) ? [said.dangling(current)] : []),
    ...shadowsOf(host, current ?? "default"),
  ];
}

function counted(all: readonly FileProfile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
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
