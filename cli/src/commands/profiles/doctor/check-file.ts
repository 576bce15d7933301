import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { AlicredError, type Host } from "@alicred/core";
import { MAX_CONFIG_BYTES, parseJson, quote } from "@alicred/plugin-kit";
import type { Profiles } from "../../../command/config-file.ts";
import { fileWords } from "../../../command/profile-word.ts";
import { shadowsOf } from "../shadows.ts";
import { type Finding, finding, plainFinding, type Subject } from "./finding.ts";

/** `config.json` as a file: its permissions, its encoding, its list. */
export async function checkConfigFile(
  host: Host,
  path: string,
  file: string,
  read: Profiles | AlicredError,
): Promise<Subject> {
  const findings: Finding[] = [...(await permissionFindings(path)), ...(await encodingFindings(host, path))];
  const mode = await modeOf(path);
  if (read instanceof AlicredError) {
    const isUnread = read.code === "FILE_UNREADABLE";
    const code = isUnread ? "file-unreadable" : "file-broken";
    // Elsewhere the message sends people here.
    const message = read.message.replace(/ Fix it: alicred profiles doctor$/, "");
    findings.push(
      finding("error", code, (said) => said[code](message), isUnread ? undefined : (said) => said.correct),
    );
    return { kind: "file", name: file, path, findings };
  }
  if (!read.exists)
    return {
      kind: "file",
      name: file,
      path,
      findings: [plainFinding("info", "file-missing", (said) => said.begin(fileWords(read.configFile)))],
    };
  findings.push(...(await listFindings(host, path, read)));
  const count = read.profiles.length;
  return { kind: "file", name: file, path, findings, note: (said) => said.profiles(count, mode ?? "?") };
}

/** The permissions of a file as people write them: `0644`. `undefined` where there are none, as on Windows. */
export async function modeOf(path: string): Promise<string | undefined> {
  if (process.platform === "win32") return undefined;
  const status = await stat(path).catch(() => undefined);
  return status && octal(status.mode);
}

/**
 * Whether others than its owner can read a file, and change its folder. A folder in the place of the file, or a pipe, is
 * left alone: with the permissions of a file nobody could enter the folder.
 */
export async function permissionFindings(path: string): Promise<readonly Finding[]> {
  const isFile = (await stat(path).catch(() => undefined))?.isFile() === true;
  const mode = isFile ? await modeOf(path) : undefined;
  const folderMode = await modeOf(dirname(path));
  const findings: Finding[] = [];
  if (mode !== undefined && Number.parseInt(mode, 8) & 0o077)
    findings.push({
      ...finding("warning", "open-mode", (said) => said["open-mode"](mode), `chmod 600 ${quote(path)}`),
      repair: "itself",
    });
  if (folderMode !== undefined && Number.parseInt(folderMode, 8) & 0o022)
    findings.push({
      ...finding(
        "warning",
        "folder-writable",
        (said) => said["folder-writable"](folderMode),
        `chmod go-w ${quote(dirname(path))}`,
      ),
    });
  return findings;
}

function octal(mode: number): string {
  return (mode & 0o777).toString(8).padStart(4, "0");
}

async function encodingFindings({ files }: Host, path: string): Promise<readonly Finding[]> {
  const bytes = await files?.readBytes?.(path, MAX_CONFIG_BYTES).catch(() => undefined);
  if (bytes === undefined) return [];
  const [first, second, third] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff) || second === 0)
    return [plainFinding("error", "utf-16", (said) => said.saveUtf8)];
  const hasMark = first === 0xef && second === 0xbb && third === 0xbf;
  return [
    ...(hasMark ? [plainFinding("warning", "byte-order-mark", (said) => said.saveUtf8)] : []),
    ...(isUtf8(bytes) ? [] : [plainFinding("error", "not-utf-8", (said) => said.saveUtf8)]),
  ];
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

async function listFindings(host: Host, path: string, profiles: Profiles): Promise<readonly Finding[]> {
  const { current, profiles: all } = profiles;
  const of = fileWords(profiles.configFile);
  const { entryCount, hasBadCurrent } = await rawList(host, path);
  const findings: Finding[] = [];
  const counts = new Map<string, number>();
  for (const { name } of all) counts.set(name, (counts.get(name) ?? 0) + 1);
  const [first] = counts.keys();
  const use = first === undefined ? `alicred profiles add${of}` : `alicred profiles use ${quote(first)}${of}`;
  if (current !== undefined && !counts.has(current))
    findings.push({
      ...finding("error", "dangling-current", (said) => said["dangling-current"](current), use),
      repair: "asks",
    });
  if (hasBadCurrent) findings.push({ ...plainFinding("error", "current-not-text", use), repair: "asks" });
  else if (current === undefined && !counts.has("default") && first !== undefined)
    findings.push({ ...plainFinding("warning", "no-current", use), repair: "asks" });
  for (const [name, count] of counts)
    if (count > 1)
      findings.push(
        finding(
          "warning",
          "doubled-name",
          (said) => said["doubled-name"](name, count),
          (said) => said.rename,
        ),
      );
  const nameless = entryCount - all.length;
  if (nameless > 0)
    findings.push(
      finding(
        "warning",
        "nameless",
        (said) => said.nameless(nameless),
        (said) => said.correct,
      ),
    );
  for (const name of await leftOvers(path))
    findings.push(
      finding(
        "warning",
        "left-over",
        (said) => said["left-over"](name),
        `rm ${quote(join(dirname(path), name))}`,
      ),
    );
  for (const line of shadowsOf(host, current ?? "default"))
    findings.push(finding("info", "shadowed", (said) => said.shadowed(line)));
  return findings;
}

/** The list as it is written, entries without a name included. */
async function rawList(
  { files }: Host,
  path: string,
): Promise<{ readonly entryCount: number; readonly hasBadCurrent: boolean }> {
  const config = parseJson((await files?.readText(path, MAX_CONFIG_BYTES)) ?? "") ?? {};
  const rawValue = (field: string): unknown =>
    Object.entries(config).find(([key]) => key.toLowerCase() === field)?.[1];
  const list = rawValue("profiles");
  return {
    entryCount: Array.isArray(list) ? list.length : 0,
    hasBadCurrent: typeof (rawValue("current") ?? "") !== "string",
  };
}

/** Files in which other tools were writing when they were killed. */
async function leftOvers(path: string): Promise<readonly string[]> {
  const names = await readdir(dirname(path)).catch(() => []);
  const own = basename(path);
  return names.filter((name) => name.startsWith(`.${own}.tmp-`) || name.startsWith(`${own}.tmp-`));
}
