import type { Credentials } from "@alicred/core";
import { fileWords, profileWord } from "../../command/profile-word.ts";
import { describeSpan } from "../../terminal/expiry.ts";
import { comma, semicolon } from "../../terminal/language.ts";
import { printError } from "../../terminal/terminal.ts";
import { execText } from "./text.ts";
import { type Environment, OWN } from "./variables.ts";

/** The facts that a new shell is told about. */
export interface ShellNote {
  readonly shell: string;
  /** The fields of the profile, for what they say about who one is. */
  readonly fields: Readonly<Record<string, unknown>> | undefined;
  readonly profile?: string | undefined;
  readonly credentials: Credentials;
  readonly region?: string | undefined;
  readonly outer: Environment;
  /** Whether the credentials stay fresh. */
  readonly isServed: boolean;
  readonly nowMs: number;
  /** The value of `--config-file`. */
  readonly configFile?: string | undefined;
}

/** Says on standard error who a new shell is, and for how long. */
export function printShellNote(note: ShellNote): void {
  const { profile, credentials, isServed } = note;
  const text = execText();
  printError([`alicred: ${factsOf(note)}${semicolon()}${text.exitEnds}`]);
  if (isServed || credentials.expiration === undefined) return;
  const named =
    profile === undefined ? fileWords(note.configFile) : ` ${profileWord(profile, note.configFile)}`;
  printError([`alicred: ${text.noteFrozen(`alicred exec --server${named}`)}`]);
}

/** Says on standard error who this shell is from now on, and for how long. */
export function printUseNote(note: ShellNote): void {
  printError([`alicred: ${factsOf(note)}${semicolon()}${execText().leaveEnds}`]);
}

function factsOf(note: ShellNote): string {
  const { shell, credentials, region, outer, isServed, nowMs } = note;
  const text = execText();
  const was = outer[OWN.profile];
  return [
    text.note(shell, whoOf(note)),
    ...(was === undefined ? [] : [text.was(was)]),
    ...(region === undefined ? [] : [region]),
    isServed ? text.fresh : lifeOf(credentials, nowMs),
  ].join(comma());
}

function lifeOf({ expiration }: Credentials, nowMs: number): string {
  const text = execText();
  return expiration === undefined ? text.forever : text.forSpan(describeSpan(expiration.getTime() - nowMs));
}

/** The role of the profile if it says one, else the profile, else the key. Nobody is asked for it. */
function whoOf({ fields, profile, credentials }: ShellNote): string {
  const arn = fields?.["ram_role_arn"];
  const [, account, role] = /^acs:ram::(\d+):role\/(.+)$/.exec(typeof arn === "string" ? arn : "") ?? [];
  if (account !== undefined && role !== undefined)
    return execText().roleIn(role, `${account.slice(0, 4)}…${account.slice(-4)}`);
  const { accessKeyId } = credentials;
  return profile ?? `${accessKeyId.slice(0, 4)}…${accessKeyId.slice(-4)}`;
}
