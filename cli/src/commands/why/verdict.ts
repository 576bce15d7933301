import type { Credentials, Host, TraceEntry } from "@alicred/core";
import type { ProfileFields } from "@alicred/plugin-kit";
import { readProfiles } from "../../command/config-file.ts";
import type { SourceOptions } from "../../command/options.ts";
import { shortKeyId } from "../../command/profile-fields.ts";
import type { CommandTools } from "../../command/resolver.ts";
import { profileOf } from "../exec/profile-of.ts";
import { roleName, shortAccount, targetOf, targetText } from "../profiles/describe.ts";
import { type RegionSetting, regionOf } from "./region.ts";
import { whyText } from "./text.ts";

/** The answer to `alicred why`, without the way to it: whose credentials a tool would use. No secret is in it. */
export interface Verdict {
  readonly outcome: TraceEntry["outcome"];
  /** The user's key, or the role, in a few words; for people. */
  readonly who: string | undefined;
  /** Tells identities apart: the ARN of a role, the id of a key, else a profile and what it leads to. */
  readonly identity: string | undefined;
  /** The key id in short. */
  readonly accessKeyId: string | undefined;
  readonly roleArn: string | undefined;
  readonly profile: string | undefined;
  /** The mode of the profile, as the file has it. */
  readonly mode: string | undefined;
  /** The variables, arguments, profiles and files that it comes from, the one of the key last. */
  readonly from: readonly string[];
  readonly expiration: Date | undefined;
  /** Whether the credentials are a key that lasts. */
  readonly isLasting: boolean;
  readonly region: RegionSetting | undefined;
  /** The failure, where there is one. */
  readonly error: TraceEntry["error"];
}

/** Draws the conclusion of a trace. */
export async function verdictOf(tools: CommandTools, trace: TraceEntry): Promise<Verdict> {
  const { host, sourceOptions } = tools;
  const path = winningPath(trace);
  const credentials = tools.credentials();
  const profile = profileOf(trace);
  const fieldsOf = await fieldsReader(host, sourceOptions);
  const roleArn = path
    .flatMap(({ supplied }) => supplied.filter(({ part }) => /(?:^|\.)role_?arn$/i.test(part)))
    .map(({ from }) => textAt(from, host, sourceOptions, fieldsOf))
    .find((arn) => arn !== undefined);
  const who = path.length === 0 ? undefined : whoIs(credentials, roleArn, fieldsOf(profile));
  return {
    outcome: trace.outcome,
    who,
    identity: roleArn ?? keyOf(credentials) ?? (who === undefined ? undefined : `${profile ?? ""} ${who}`),
    accessKeyId: credentials === undefined ? undefined : shortKeyId(credentials.accessKeyId),
    roleArn,
    profile,
    mode: textOf(fieldsOf(profile)?.["mode"]),
    from: placesOf(path, profile),
    expiration: credentials?.expiration,
    isLasting: credentials !== undefined && credentials.securityToken === undefined,
    region: await regionOf(tools, path.length > 0),
    error: trace.error,
  };
}

/** The sources that answered, from the outermost to the one with the key. */
function winningPath(entry: TraceEntry): readonly TraceEntry[] {
  if (entry.shadowed || (entry.outcome !== "credentials" && entry.outcome !== "would-answer")) return [];
  for (const child of entry.children) {
    const inner = winningPath(child);
    if (inner.length > 0) return [entry, ...inner];
  }
  return [entry];
}

/** The id of a long-lived key: that of a session changes with each session. */
function keyOf(credentials: Credentials | undefined): string | undefined {
  return credentials?.securityToken === undefined ? credentials?.accessKeyId : undefined;
}

function whoIs(
  credentials: Credentials | undefined,
  roleArn: string | undefined,
  fields: ProfileFields | undefined,
): string {
  const text = whyText();
  const account = /^acs:ram::(\d+):/.exec(roleArn ?? "")?.[1];
  if (roleArn !== undefined)
    return account === undefined
      ? text.role(roleName(roleArn))
      : text.roleIn(roleName(roleArn), shortAccount(account));
  const target = targetOf(fields ?? {});
  // Nothing is known of where a mode of somebody else's plugin leads.
  const isKnown = Object.keys(target).length > 0;
  if (isKnown && (credentials === undefined || credentials.securityToken !== undefined))
    return targetText(target);
  return credentials === undefined ? text.unknown : shortKeyId(credentials.accessKeyId);
}

/** The parts that make an identity: the others are details of them. */
const TELLING = new Set([
  "accessKeyId",
  // Of a profile that variables alone form.
  "access_key_id",
  "ram_role_arn",
  "uri",
  "roleName",
  "credentials",
  "publicKeyId",
  "tokenFile",
  "token",
  "accessToken",
  "bearerToken",
  "identity",
  "roleArn",
]);

function placesOf(path: readonly TraceEntry[], profile: string | undefined): readonly string[] {
  const places = path.flatMap(({ source, supplied }) => {
    const telling = supplied.filter(({ part }) => TELLING.has(part)).map(({ from }) => placeOf(from));
    return telling.length === 0 && path.at(-1)?.source === source && profile === undefined
      ? [source]
      : telling;
  });
  const named = profile === undefined ? [] : [`profile "${profile}"`];
  return [...new Set([...places, ...named].filter((place) => place !== ""))];
}

/** A place in short: the name of a variable, the block of an argument; a field is told by its profile. */
function placeOf(from: string): string {
  const [, variable] = /^environment variable (\w+)/.exec(from) ?? [];
  if (variable !== undefined) return variable;
  const [, argument] = /^argument ([\w.]+)/.exec(from) ?? [];
  if (argument !== undefined) return argument.split(".")[0] ?? argument;
  return /profile "/.test(from) ? "" : from;
}

async function fieldsReader(
  host: Host,
  { configFile }: SourceOptions,
): Promise<(profile: string | undefined) => ProfileFields | undefined> {
  // A file that cannot be read is told in the trace.
  const profiles = await readProfiles(host, configFile).then(
    (read) => read.profiles,
    () => [],
  );
  return (profile) => profiles.find(({ name }) => name === profile)?.fields;
}

/** The text at a place that a trace names. */
function textAt(
  from: string,
  host: Host,
  { providerBlock }: SourceOptions,
  fieldsOf: (profile: string) => ProfileFields | undefined,
): string | undefined {
  const [, variable] = /^environment variable (\w+)$/.exec(from) ?? [];
  const [, field, profile] = /^field (\w+) of profile "(.+)"$/.exec(from) ?? [];
  const [, argument] = /^argument ([\w.]+)$/.exec(from) ?? [];
  const value: unknown =
    variable !== undefined
      ? host.env?.(variable)
      : field !== undefined && profile !== undefined
        ? fieldsOf(profile)?.[field]
        : argument?.split(".").reduce<unknown>((all, name) => {
            const inner: unknown = Object(all)[name];
            return Array.isArray(inner) ? inner[0] : inner;
          }, providerBlock);
  return textOf(value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
