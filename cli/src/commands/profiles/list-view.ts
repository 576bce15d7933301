import type { AlicredError, Host } from "@alicred/core";
import type { ProfileMode } from "@alicred/plugin-kit";
import type { FileProfile, Profiles } from "../../command/config-file.ts";
import { modeNamed } from "../../command/profile-source.ts";
import { fileWords, profileWord } from "../../command/profile-word.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { cut, tableLines } from "../../terminal/table.ts";
import { type Line, outputColumns, type Piece, widthOf, wrap } from "../../terminal/terminal.ts";
import type { Identity } from "../whoami/identity.ts";
import { callerText, type State, stateText, type Target, targetText } from "./describe.ts";
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
  none: (file: string, of: string): string =>
    `${file} has no profiles. Sign in: alicred login${of}, or add one: alicred profiles add${of}`,
  dangling: (current: string, of: string): string =>
    `The current profile is "${current}", which does not exist. Choose one: alicred profiles use NAME${of}`,
  twice: (name: string, count: number): string =>
    `"${name}" is defined ${count} times: Terraform takes the last one, everything else the first.`,
  checking: "Asking the cloud about every profile",
  works: "works",
  fails: (code: string): string => `fails: ${code}`,
  next: (name: string, code: string, line: string): string => `"${name}" failed (${code}). Next: ${line}`,
};

const zh: typeof en = {
  profile: "配置",
  mode: "凭证类型",
  region: "地域",
  leadsTo: "身份",
  state: "状态",
  unasked: (count, file) => `${file} 中有 ${count} 个配置。未访问云端；--check 会向云端查询。`,
  asked: (count, file) => `${file} 中有 ${count} 个配置，均已检查。`,
  none: (file, of) => `${file} 中没有配置。请登录：alicred login${of}，或新增配置：alicred profiles add${of}`,
  dangling: (current, of) => `当前配置是 "${current}"，但它不存在。请选择：alicred profiles use NAME${of}`,
  twice: (name, count) => `"${name}" 定义了 ${count} 次：Terraform 使用最后一个，其他工具使用第一个。`,
  checking: "正在向云端查询每个配置",
  works: "可用",
  fails: (code) => `失败：${code}`,
  next: (name, code, line) => `"${name}" 失败（${code}）。下一步：${line}`,
};

export const listText: Catalogue<typeof en> = catalogue({ en, zh });

/** A profile in the list. */
export interface Row {
  readonly profile: FileProfile;
  readonly target: Target;
  readonly state: State;
  /** The identity, or why it could not be learnt; absent when nobody was asked. */
  readonly answer?: Identity | AlicredError;
}

/** The profiles as a table. */
export function tableOf(
  rows: readonly Row[],
  { current }: Profiles,
  modes: readonly ProfileMode[],
  nowMs: number,
): readonly Line[] {
  if (rows.length === 0) return [];
  const said = listText();
  const heads = [`  ${said.profile}`, said.mode, said.region, said.leadsTo, said.state];
  return tableLines(
    fitting([
      heads.map((text): Piece => ({ text, style: "bold" })),
      ...rows.map(({ profile, target, state, answer }): readonly Piece[] => {
        const { name, fields } = profile;
        const mode = modeNamed(modes, fields["mode"])?.mode ?? "?";
        return [
          `${name === current ? "*" : " "} ${name}`,
          fields["mode"] === undefined ? "-" : mode,
          typeof fields["region_id"] === "string" ? fields["region_id"] : "-",
          answer !== undefined && "arn" in answer ? callerText(answer) : targetText(target),
          stateOfRow(state, answer, nowMs),
        ];
      }),
    ]),
  );
}

/** The columns that may be cut, in this order, and the width that is left of them. */
const CUT_FIRST = [
  [3, 14],
  [1, 12],
  [2, 10],
  [0, 18],
] as const;
/** The columns that are left out of a terminal that is narrower still, in this order. */
const LEFT_OUT_FIRST = [2, 1, 3] as const;
const GAP = 2;

/** The rows, cut in their middle where the terminal is narrow, so that the state at the end stays readable. */
function fitting(rows: readonly (readonly Piece[])[]): readonly (readonly Piece[])[] {
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...rows.map((row) => widthOf(textOf(row[column] ?? "")))),
  );
  const shown = new Set(widths.keys());
  const excess = (): number =>
    [...shown].reduce((sum, column) => sum + (widths[column] ?? 0) + GAP, -GAP) - outputColumns();
  for (const [column, least] of CUT_FIRST) {
    const width = widths[column] ?? 0;
    if (excess() > 0) widths[column] = Math.min(width, Math.max(least, width - excess()));
  }
  for (const column of LEFT_OUT_FIRST) if (excess() > 0) shown.delete(column);
  return rows.map((row) => [...shown].map((column) => cut(row[column] ?? "", widths[column] ?? 0)));
}

function textOf(cell: Piece): string {
  return typeof cell === "string" ? cell : cell.text;
}

function stateOfRow(state: State, answer: Row["answer"], nowMs: number): Piece {
  const said = listText();
  if (answer !== undefined && "arn" in answer) return { text: said.works, style: "green" };
  if (answer !== undefined && answer !== state.error) return { text: said.fails(answer.code), style: "red" };
  const text = stateText(state, nowMs);
  if (state.error !== undefined) return { text, style: "red" };
  return state.code === "expired" || state.code === "login-needed" ? { text, style: "yellow" } : text;
}

/** The lines below the table. */
export function notesOf(
  profiles: Profiles,
  rows: readonly Row[],
  host: Host,
  isChecked: boolean,
): readonly Line[] {
  const said = listText();
  const { profiles: all, file, configFile, current } = profiles;
  if (all.length === 0) return [said.none(file, fileWords(configFile))];
  const counts = counted(all);
  const lines = [
    ...rows.flatMap((row) => nextOf(row, configFile)),
    isChecked ? said.asked(all.length, file) : said.unasked(all.length, file),
    ...[...counts].filter(([, count]) => count > 1).map(([name, count]) => said.twice(name, count)),
    ...(current !== undefined && !counts.has(current) ? [said.dangling(current, fileWords(configFile))] : []),
    ...shadowsOf(host, current ?? "default"),
  ];
  return lines.flatMap((line) => wrap([line], outputColumns()));
}

/** The command that helps with a profile that failed when it was asked about. */
export function nextOf({ profile, state, answer }: Row, configFile: string | undefined): readonly string[] {
  if (answer === undefined || "arn" in answer) return [];
  const name = profileWord(profile.name, configFile);
  const ofProfile = answer === state.error ? `alicred profiles doctor ${name}` : `alicred why -p ${name}`;
  const line = answer.code === "LOGIN_REQUIRED" ? `alicred login ${name}` : ofProfile;
  return [listText().next(profile.name, answer.code, line)];
}

function counted(all: readonly FileProfile[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
