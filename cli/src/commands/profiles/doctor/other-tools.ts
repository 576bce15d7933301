import type { Host } from "@alicred/core";
import { expandHome, quote } from "@alicred/plugin-kit";
import { shortKeyId } from "../../../command/profile-fields.ts";
import { permissionFindings } from "./check-file.ts";
import { type Finding, finding, plainFinding, type Subject } from "./finding.ts";

/** A file in which another tool keeps keys. */
interface ToolFile {
  readonly path: string;
  /** Whether `alicred profiles import` reads it. */
  readonly isImported?: true;
  readonly holds?: "encrypted" | "api-key";
}

/** Where other tools keep keys, all below the home folder. */
export const TOOL_FILES: readonly ToolFile[] = [
  { path: "~/.alibabacloud/credentials", isImported: true },
  { path: "~/.alibabacloud/credentials.ini", isImported: true },
  { path: "~/.aliyuncli/credentials", isImported: true },
  { path: "~/.s/access.yaml", isImported: true, holds: "encrypted" },
  { path: "~/.ossutilconfig", isImported: true },
  { path: "~/.aliyunlogcli", isImported: true },
  { path: "~/.esa/config/default.toml" },
  { path: "~/.fcli/config.yaml" },
  { path: "~/.odpscmd/odps_config.ini" },
  { path: "~/odpscmd/conf/odps_config.ini" },
  { path: "~/.pai/config.json" },
  { path: "~/.dashscope/api_key", holds: "api-key" },
];

const MAX_BYTES = 1_000_000;

/** The files of other tools that exist, with what is wrong with them. */
export async function checkOtherTools(host: Host): Promise<readonly Subject[]> {
  const subjects = await Promise.all(TOOL_FILES.map((file) => checkToolFile(host, file)));
  return subjects.filter((each): each is Subject => each !== undefined && each.findings.length > 0);
}

async function checkToolFile(
  host: Host,
  { path: file, isImported, holds }: ToolFile,
): Promise<Subject | undefined> {
  const path = expandHome(host, file);
  const text = path === undefined ? undefined : await host.files?.readText(path, MAX_BYTES).catch(() => "");
  if (path === undefined || text === undefined) return undefined;
  const findings: Finding[] = [];
  const fix = isImported ? `alicred profiles import ${quote(file)}` : undefined;
  if (holds === "api-key" && text.trim() !== "") findings.push(plainFinding("info", "foreign-api-key"));
  else if (holds === "encrypted") {
    const count = text.match(/^\s+AccessKeySecret:/gm)?.length ?? 0;
    if (count > 0)
      findings.push(finding("warning", "foreign-encrypted", (said) => said["foreign-encrypted"](count), fix));
  }
  for (const id of new Set(text.match(/\bLTAI\w{8,40}\b/g) ?? []))
    findings.push(finding("warning", "foreign-key", (said) => said["foreign-key"](shortKeyId(id)), fix));
  if (findings.length === 0) return undefined;
  const permissions = (await permissionFindings(path)).filter(({ code }) => code === "open-mode");
  return { kind: "file", name: file, path, findings: [...permissions, ...findings] };
}
