import { type ProfileFields, parseJson } from "@alicred/plugin-kit";
import { parseConfigFile, presentFields } from "@alicred/shared-config";
import { wrongUse } from "../../../command/command-error.ts";
import { type Catalogue, catalogue } from "../../../terminal/language.ts";
import { type Candidate, candidateOf } from "./candidate.ts";
import { readServerlessDevs } from "./serverless-devs.ts";

const en = {
  nothing: (file: string): string =>
    `${file} has no credentials in a form that is known here: an INI file of the SDKs, a key file (CSV) of the console, a config.json, access.yaml of Serverless Devs, .ossutilconfig, .aliyunlogcli.`,
};

const zh: typeof en = {
  nothing: (file) =>
    `${file} 中没有已知形式的凭证：SDK 的 INI 文件、控制台的密钥文件（CSV）、config.json、Serverless Devs 的 access.yaml、.ossutilconfig、.aliyunlogcli。`,
};

export const importFileText: Catalogue<typeof en> = catalogue({ en, zh });

/**
 * The profiles in a file of another tool, by its content.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` when it has none
 */
export async function readForeignFile(file: string, text: string): Promise<readonly Candidate[]> {
  const content = text.replace(/^\uFEFF/, "");
  const found = /^\s*\{/.test(content)
    ? fromJson(content, file)
    : /^[^\n]*access\s*key\s*id[^\n]*,/i.test(content)
      ? fromCsv(content)
      : /^\s*\[[^\]\n]+\]/m.test(content) && /[=:]/.test(content)
        ? fromIni(content, file)
        : await readServerlessDevs(content);
  if (found.length === 0) throw wrongUse(importFileText().nothing(file));
  return found;
}

function fromJson(text: string, file: string): readonly Candidate[] {
  if (parseJson(text)?.["profiles"] !== undefined)
    return parseConfigFile(text, file).profiles.flatMap((each): Candidate[] => {
      const { name, ...fields }: ProfileFields = presentFields(Object(each));
      return typeof name === "string" ? [{ name, fields }] : [];
    });
  const values = parseJson(text) ?? {};
  const texts = Object.entries(values).filter(
    (each): each is [string, string] => typeof each[1] === "string",
  );
  const candidate = candidateOf("imported", Object.fromEntries(texts));
  return candidate === undefined ? [] : [candidate];
}

/** The key file of the console: a line of heads, in English or Chinese, and a line for each key. */
function fromCsv(text: string): readonly Candidate[] {
  const [heads = [], ...rows] = text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== "")
    .map(cellsOf);
  const column = (pattern: RegExp): number => heads.findIndex((head) => pattern.test(head));
  const [id, secret] = [column(/access\s*key\s*id/i), column(/access\s*key\s*secret/i)];
  const user = column(/user|login|name|用户|登录/i);
  return rows.flatMap((row, index) => {
    const values = { access_key_id: row[id] ?? "", access_key_secret: row[secret] ?? "" };
    const name = row[user]?.split("@")[0]?.trim() || (index === 0 ? "imported" : `imported-${index + 1}`);
    return candidateOf(name, values) ?? [];
  });
}

/** The cells of a line of CSV (RFC 4180, without line breaks in cells). */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain = ""]) =>
    (quoted?.replaceAll('""', '"') ?? plain).trim(),
  );
}

/** The sections of tools that keep one identity, and the name that it gets. */
const NAME_OF: Readonly<Record<string, string>> = { credentials: "ossutil", main: "aliyunlog" };

function fromIni(text: string, file: string): readonly Candidate[] {
  const sections = new Map<string, Record<string, string>>();
  let section: Record<string, string> | undefined;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const content = line.trim();
    if (content === "" || /^[#;]/.test(content)) continue;
    const header = /^\[([^\]]+)\]/.exec(content)?.[1]?.trim();
    if (header !== undefined) {
      section = sections.get(header) ?? {};
      sections.set(header, section);
      continue;
    }
    const [, key, value = ""] = /^([^=:]+?)\s*[=:]\s*(.*)$/.exec(content) ?? [];
    if (key !== undefined && section !== undefined)
      section[key.toLowerCase()] = value.replace(/\s[#;].*$/, "").replace(/^(["'])(.*)\1$/, "$2");
  }
  return [...sections].flatMap(([header, values]) => {
    if (values["enable"]?.toLowerCase() === "false") return [];
    const name =
      /\.ossutil|\.aliyunlog/.test(file) || /^(credentials|main)$/i.test(header)
        ? NAME_OF[header.toLowerCase()]
        : undefined;
    // aliyunlog writes `id::token`.
    const token = values["sts-token"]?.split("::").at(-1);
    return (
      candidateOf(name ?? header.replace(/^profile\s+/, ""), {
        ...values,
        ...(token && { "sts-token": token }),
      }) ?? []
    );
  });
}
