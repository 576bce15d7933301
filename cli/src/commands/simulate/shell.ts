import { writePrivate, writeWhole } from "./files.ts";
import { type Environment, KEY_VARIABLES, type Variables } from "./variables.ts";

/** Scripts for a shell, each of which sets one list of variables. */
export type Scripts = Readonly<Partial<Record<keyof Variables, string>>>;

const IDENTITIES: readonly (keyof Variables)[] = ["key", "oidc", "uri", "metadata"];

const isWindows = process.platform === "win32";

/**
 * Writes a script for each list of variables that is not empty, for PowerShell on Windows and else for any shell of Unix.
 * One that sets an identity unsets the variables of another.
 */
export async function writeScripts(directory: string, variables: Variables): Promise<Scripts> {
  const scripts: Partial<Record<keyof Variables, string>> = {};
  for (const [name, list] of Object.entries(variables) as [keyof Variables, Environment][]) {
    if (Object.keys(list).length === 0) continue;
    const stale = IDENTITIES.includes(name) ? KEY_VARIABLES.filter((variable) => !(variable in list)) : [];
    const lines = [...(stale.length > 0 ? [unsettingLine(stale)] : []), ...settingLines(list), ""];
    scripts[name] = await writePrivate(directory, `${name}.${isWindows ? "ps1" : "sh"}`, lines.join("\n"));
  }
  return scripts;
}

/**
 * Writes variables as lines of `NAME=value`, as containers and CI read them, readable for this user alone. The file is
 * complete as soon as it exists.
 */
export async function writeEnvFile(path: string, variables: Environment): Promise<void> {
  const lines = Object.entries(variables).map(([name, value]) => `${name}=${value}\n`);
  await writeWhole(path, lines.join(""), 0o600);
}

/** The lines that set variables. */
export function settingLines(variables: Environment): readonly string[] {
  return Object.entries(variables).map(([name, value]) =>
    isWindows ? `$env:${name} = '${value.replaceAll("'", "''")}'` : `export ${name}=${quoted(value)}`,
  );
}

function unsettingLine(names: readonly string[]): string {
  return isWindows
    ? `Remove-Item ${names.map((name) => `Env:${name}`).join(", ")} -ErrorAction Ignore`
    : `unset ${names.join(" ")}`;
}

/** The line that runs a script within the shell itself. */
export function sourcingLine(path: string): string {
  return `. ${quoted(path)}`;
}

/** A word of a shell. */
export function quoted(value: string): string {
  if (/^[\w@%+=:,./-]+$/.test(value)) return value;
  return `'${value.replaceAll("'", isWindows ? "''" : `'\\''`)}'`;
}
