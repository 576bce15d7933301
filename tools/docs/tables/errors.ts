/**
 * The codes of errors: English from the tables of the READMEs, which tests compare with the types, Chinese from the texts of
 * the command.
 *
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { errorText, hintText } from "../../../cli/src/command/error-text.ts";
import { tableRows } from "../../../test/readme-tables.ts";
import { rootDir } from "../../workspace.ts";
import { inCode, markdownTable } from "./markdown-table.ts";

/** A code of the kernel or of the plugins. */
export interface CodeRow {
  readonly code: string;
  /** With what is said about `retryable`. */
  readonly className: string;
  readonly when: string;
  readonly remedy: string;
}

const READMES = [
  "core/README.md",
  "plugins/shared/plugin-kit/README.md",
  "plugins/stores/shared-cache/README.md",
];

/** Every code, in the order of the READMEs. */
export async function codeRows(): Promise<readonly CodeRow[]> {
  const tables = await Promise.all(
    READMES.map((file) => tableRows(pathToFileURL(join(rootDir, file)), "code")),
  );
  const rows = tables.flat().filter((cells) => cells.length > 0);
  return rows.map((cells) => {
    const [code = "", className = "", when = "", remedy = ""] = cells.map((cell) => cell.trim());
    const full = className.replace(/`(\w+?)(Error)?`/, (_, name: string) => `\`${name}Error\``);
    return { code: code.replaceAll("`", ""), className: full, when, remedy };
  });
}

/** All codes, each with a link to its section. */
export async function codeTable(): Promise<string> {
  const rows = (await codeRows()).map(({ code, className, when }) => [linkTo(code), className, when]);
  return markdownTable(["code", "class", "when"], rows);
}

/** All codes with the Chinese text of the command. */
export async function chineseCodeTable(): Promise<string> {
  const rows = (await codeRows()).map(({ code, className }) => [
    linkTo(code),
    classOf(className),
    chineseText(code),
  ]);
  return markdownTable(["错误码", "类", "含义"], rows);
}

function linkTo(code: string): string {
  return `[${inCode(code)}](#${code.toLowerCase()})`;
}

function classOf(className: string): string {
  return /`\w+`/.exec(className)?.[0] ?? "";
}

/** The facts about one code. */
export async function codeFacts(wanted: string): Promise<string> {
  const { className, when, remedy } = await rowOf(wanted);
  return [`- **When**: ${when}`, `- **What to do**: ${remedy}`, `- **Class**: ${className}`].join("\n");
}

/** The facts about one code in Chinese. */
export async function chineseCodeFacts(wanted: string): Promise<string> {
  const { className } = await rowOf(wanted);
  return [`- **含义**：${chineseText(wanted)}`, `- **类**：${classOf(className)}`].join("\n");
}

async function rowOf(wanted: string): Promise<CodeRow> {
  const row = (await codeRows()).find(({ code }) => code === wanted);
  if (row === undefined) throw new Error(`no README lists the code ${wanted}`);
  return row;
}

function chineseText(code: string): string {
  const { byCode, notConfigured } = errorText.texts.zh;
  const text = code === "NOT_CONFIGURED" ? notConfigured : byCode[code];
  if (text === undefined) throw new Error(`the command has no Chinese text for ${code}`);
  return text;
}

/** The codes of the services, with the cause and the remedy that the command prints. */
export function serverCodeTable(): string {
  return markdownTable(
    ["server code", "cause, and what to do"],
    Object.entries(hintText.texts.en).map(([code, text]) => [inCode(code), text]),
  );
}
