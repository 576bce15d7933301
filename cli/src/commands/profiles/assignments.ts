import { text as readAll } from "node:stream/consumers";
import { isatty } from "node:tty";
import type { Host } from "@alicred/core";
import type { ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import { wrongUse } from "../../command/command-error.ts";
import { didYouMean } from "../../command/did-you-mean.ts";
import { fieldNames, isSecret, typeOf } from "../../command/profile-fields.ts";
import { modeNamed } from "../../command/profile-source.ts";
import { type Catalogue, catalogue } from "../../terminal/language.ts";
import { askSecret, askText } from "../../terminal/prompts.ts";
import { fieldLabel } from "./field-labels.ts";

const en = {
  form: (word: string): string =>
    `"${word}" is not an assignment. Write field=value, such as region_id=cn-hangzhou`,
  secret: (field: string): string =>
    `${field} is a secret: on the command line, other programs can read it, and the shell keeps it in its history. Give it by standard input, or at a terminal by a prompt: ${field}=- , or by a variable: ${field}=env:NAME`,
  field: (field: string, nearest: string): string =>
    `"${field}" is not a field that any tool is known to read.${nearest} To set it all the same: --force`,
  twice: (field: string): string => `${field} is given twice. Give it once.`,
  named: "The name of a profile is changed by: alicred profiles rename OLD NEW",
  mode: (nearest: string, all: string): string =>
    `mode names no mode that is known here.${nearest} The modes are: ${all}. A plugin adds others: --plugin`,
  number: (field: string): string => `${field} is a whole number. Correct its value.`,
  truth: (field: string): string => `${field} is true or false. Correct its value.`,
  noVariable: (field: string, variable: string): string =>
    `${field} is to come from the variable ${variable}, which is not set. Set it first.`,
  lines: (expected: number, found: number): string =>
    `Standard input has ${found} ${found === 1 ? "line" : "lines"}, and ${expected} fields are to come from it: one line each, in the order of the command line.`,
  empty: (field: string): string => `${field} is to come from standard input, which is empty.`,
};

const zh: typeof en = {
  form: (word) => `"${word}" 不是赋值。请写成 field=value，例如 region_id=cn-hangzhou`,
  secret: (field) =>
    `${field} 是密钥：写在命令行中会被其他程序读到，并留在 shell 的历史里。请从标准输入给出，或在终端中由本命令询问：${field}=- ，也可用环境变量：${field}=env:NAME`,
  field: (field, nearest) => `"${field}" 不是已知工具会读取的字段。${nearest}仍要设置：--force`,
  twice: (field) => `${field} 给出了两次。请只给出一次。`,
  named: "修改配置名称请用：alicred profiles rename OLD NEW",
  mode: (nearest, all) => `mode 不是已知的凭证类型。${nearest}可选：${all}。插件可以增加其他类型：--plugin`,
  number: (field) => `${field} 应为整数，请更正其值。`,
  truth: (field) => `${field} 应为 true 或 false，请更正其值。`,
  noVariable: (field, variable) => `${field} 取自环境变量 ${variable}，但它未设置。请先设置。`,
  lines: (expected, found) =>
    `标准输入有 ${found} 行，但有 ${expected} 个字段取自标准输入：每个一行，按命令行中的顺序。`,
  empty: (field) => `${field} 取自标准输入，但标准输入为空。`,
};

export const assignmentText: Catalogue<typeof en> = catalogue({ en, zh });

export interface AssignmentRules {
  readonly host: Host;
  readonly modes: readonly ProfileMode[];
  /** Whether fields that nobody knows are taken too. */
  readonly force?: boolean | undefined;
}

/**
 * The fields that words of the command line give: `field=value`; `field=` for one to remove, `field=-` for one that
 * comes from standard input, which is a line each if there are several, `field=env:NAME` for one from a variable.
 *
 * @returns the fields; `undefined` for those to remove
 * @throws {ConfigurationError} `INVALID_OPTION`, for a secret too; `CANCELLED` at a prompt
 */
export async function readAssignments(
  words: readonly string[],
  { host, modes, force }: AssignmentRules,
): Promise<ProfileFields> {
  const given = words.map(assignmentOf);
  checkOnce(given.map(({ field }) => field));
  // A field that nobody knows may be removed.
  for (const { field, value } of given) checkField(field, modes, force === true || value === "");
  const piped = given.filter(({ value }) => value === "-").map(({ field }) => field);
  const fromInput = await readInput(piped);
  const fields: Record<string, unknown> = {};
  for (const { field, value } of given)
    fields[field] =
      value === "" ? undefined : typed(field, await resolvedValue(field, value, fromInput, host), modes);
  return fields;
}

interface Assignment {
  readonly field: string;
  readonly value: string;
}

function assignmentOf(word: string): Assignment {
  const at = word.indexOf("=");
  // A word without `=` may be a secret by itself.
  if (at <= 0) throw wrongUse(assignmentText().form(/^[a-z_-]{1,30}$/.test(word) ? word : "…"));
  const field = word.slice(0, at).replaceAll("-", "_").toLowerCase();
  return { field, value: word.slice(at + 1).trim() };
}

/** @throws {ConfigurationError} `INVALID_OPTION` for a field that is given twice, because one of the values is not meant. */
function checkOnce(fields: readonly string[]): void {
  const twice = fields.find((field, index) => fields.indexOf(field) !== index);
  if (twice !== undefined) throw wrongUse(assignmentText().twice(twice));
}

function checkField(field: string, modes: readonly ProfileMode[], force: boolean): void {
  if (field === "name") throw wrongUse(assignmentText().named);
  const known = fieldNames(modes);
  if (force || known.includes(field)) return;
  throw wrongUse(assignmentText().field(field, didYouMean(field, known)));
}

async function resolvedValue(
  field: string,
  value: string,
  fromInput: ReadonlyMap<string, string>,
  { env }: Host,
): Promise<string> {
  const variable = /^env:(\w+)$/.exec(value)?.[1];
  if (value === "-") return fromInput.get(field) ?? "";
  if (variable !== undefined) {
    const found = env?.(variable)?.trim();
    if (!found) throw wrongUse(assignmentText().noVariable(field, variable));
    return found;
  }
  if (isSecret(field) && !isPath(field, value)) throw wrongUse(assignmentText().secret(field));
  return value;
}

/** The private key may be the path of its file, which is no secret. */
function isPath(field: string, value: string): boolean {
  return (
    field === "private_key" && /^(~|\.{0,2})\/|\.(pem|key)$|^[A-Z]:\\/i.test(value) && value.length < 500
  );
}

/** The values that come from standard input: from a terminal by prompts, else its lines. */
async function readInput(fields: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const values = new Map<string, string>();
  const [only] = fields;
  if (only === undefined) return values;
  if (isatty(0)) {
    for (const field of fields) values.set(field, await askField(field));
    return values;
  }
  const input = (await readAll(process.stdin)).replace(/^\uFEFF/, "").trim();
  const lines = fields.length === 1 ? [input] : input.split(/\r?\n/).map((line) => line.trim());
  if (input === "") throw wrongUse(assignmentText().empty(only));
  if (lines.length !== fields.length) throw wrongUse(assignmentText().lines(fields.length, lines.length));
  fields.forEach((field, index) => {
    values.set(field, lines[index] ?? "");
  });
  return values;
}

/** Asks for the value of a field; a secret is not echoed. */
export async function askField(field: string, initial?: string): Promise<string> {
  const question = { message: fieldLabel(field), option: `${field}=${isSecret(field) ? "-" : "VALUE"}` };
  if (isSecret(field)) return (await askSecret(question)).trim();
  return (await askText({ ...question, ...(initial !== undefined && { initial }) })).trim();
}

/** The value as its field holds it: numbers, truth values, and modes in their canonical spelling. */
export function typed(field: string, value: string, modes: readonly ProfileMode[]): unknown {
  const said = assignmentText();
  if (field === "mode") {
    const mode = modeNamed(modes, value)?.mode;
    const names = modes.map((each) => each.mode);
    if (mode === undefined) throw wrongUse(said.mode(didYouMean(value, names), names.join(", ")));
    return mode;
  }
  const type = typeOf(field);
  if (type === "number") {
    if (!/^\d{1,15}$/.test(value)) throw wrongUse(said.number(field));
    return Number(value);
  }
  if (type === "boolean") {
    if (!/^(true|false)$/i.test(value)) throw wrongUse(said.truth(field));
    return value.toLowerCase() === "true";
  }
  return value;
}
