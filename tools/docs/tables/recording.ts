/**
 * Asks sources with settings that remember who looked at them: the tables of variables and fields are what the code reads,
 * not what somebody wrote about it.
 *
 * @module
 */
import { createTestHost, resolveOnce } from "@alicred/conformance";
import { type CredentialSource, type Host, notConfigured } from "@alicred/core";
import type { Profile, ProfileFields, ProfileMode } from "@alicred/plugin-kit";
import {
  FIELD_NAMES,
  MODES_WITH_SESSIONS,
  SESSION_FIELDS,
  typeOf,
} from "../../../cli/src/command/profile-fields.ts";

/** Of a JSON Web Token that expires in 2040: `{"exp":2208988800}`. */
const TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJleHAiOjIyMDg5ODg4MDB9.c2ln";
const ARN = "acs:ram::123456789012:role/docs";

/** A value with which a source continues to look at the settings beside it. */
export function sampleOf(name: string): string {
  const samples: readonly (readonly [RegExp, string])[] = [
    [/_DISABLED$|_ENABLED$|IGNORE_PROFILE$|EXTERNAL_PROCESS$/, "false"],
    [/PROVIDER_ARN$/i, "acs:ram::123456789012:oidc-provider/docs"],
    [/ROLE_ARN$/i, ARN],
    [/CREDENTIALS_URI$|_url$|_uri$/i, "http://127.0.0.1:9/credentials"],
    [/_PROFILE$/, "docs"],
    [/OIDC_TOKEN$/, TOKEN],
    [/TOKEN_FILE$|token_file$/, "/token"],
    [/_FILE$|_file$/, "/absent"],
    [/EXPIRATION$|SECONDS$/i, "3600"],
    [/REGION/i, "cn-hangzhou"],
    [/ENDPOINT$/i, "https://sts.example.com"],
    [/^FC_/, "docs"],
  ];
  return samples.find(([pattern]) => pattern.test(name))?.[1] ?? "docs-sample";
}

/** A host on which every request is refused at once, with a token in a file and, given a mode, a `config.json` with one profile. */
export function refusingHost(mode?: string, isComplete = true): Host {
  const samples = FIELD_NAMES.map((field) => [field, fieldSample(field)] as const);
  const fields = isComplete ? Object.fromEntries(samples) : {};
  const config = JSON.stringify({ current: "docs", profiles: [{ ...fields, name: "docs", mode }] });
  return createTestHost({
    files: { "/token": TOKEN, ...(mode !== undefined && { "/home/test/.aliyun/config.json": config }) },
    fetch: async () => new Response("{}", { status: 403 }),
  });
}

/**
 * The variables that a source reads: with none set, with each that it reads set by itself, with
 * all of them, and with all but keys and files, so that later sources are asked too.
 *
 * @param host Default: {@link refusingHost}
 */
export async function variablesRead(
  source: () => CredentialSource | Promise<CredentialSource>,
  host: Host = refusingHost(),
): Promise<ReadonlySet<string>> {
  const read = new Set<string>();
  const ask = async (set: ReadonlySet<string>, value?: string): Promise<void> => {
    const env = (name: string): string | undefined => {
      read.add(name);
      return set.has(name) ? (value ?? sampleOf(name)) : undefined;
    };
    await resolveOnce(await source(), { ...host, env }).catch(() => undefined);
  };
  await ask(new Set());
  for (const name of read) {
    await ask(new Set([name]));
    if (sampleOf(name) === "false") await ask(new Set([name]), "true");
  }
  await ask(read);
  await ask(
    new Set(
      [...read].filter(
        (name) => !/access_?key|secret_?key|security_?token|config_file|credentials_file/i.test(name),
      ),
    ),
  );
  return read;
}

/**
 * The fields that a mode reads, keeps or refuses an invalid value of.
 *
 * Some are read by name, which is recorded. Those of a schema are not: an invalid value in one of them is refused by its
 * name, while that of a field which the mode does not know is not.
 */
export async function fieldsOf(mode: ProfileMode): Promise<readonly string[]> {
  const read = new Set<string>();
  const complete = Object.fromEntries(FIELD_NAMES.map((field) => [field, fieldSample(field)]));
  for (const values of [{}, complete]) await askProfile(mode, recorded(values, read), read);
  const usual = await askProfile(mode, complete, new Set());
  for (const field of FIELD_NAMES) {
    const refusal = await askProfile(mode, { ...complete, [field]: {} }, new Set());
    const names = (message: string): boolean => new RegExp(`\\b${field}\\b`).test(message);
    // A schema writes `field: complaint`; the usual message may name the field too.
    const complains = (message: string): boolean => new RegExp(`\\b${field}: `).test(message);
    if ((names(refusal) && !names(usual)) || (complains(refusal) && !complains(usual))) read.add(field);
  }
  if (MODES_WITH_SESSIONS.has(mode.mode.toLowerCase()))
    for (const field of SESSION_FIELDS) if (field !== "process_command_digest") read.add(field);
  return FIELD_NAMES.filter((field) => read.has(field) && field !== "name" && field !== "mode");
}

/** Fields that note which of them are asked for by name. A copy of all of them asks for none: it looks at each one's property first. */
function recorded(values: ProfileFields, read: Set<string>): ProfileFields {
  let copied: string | symbol | undefined;
  return new Proxy(values, {
    getOwnPropertyDescriptor(target, name) {
      copied = name;
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
    get(target, name) {
      if (typeof name === "string" && name !== copied) read.add(name);
      copied = undefined;
      return Reflect.get(target, name);
    },
  });
}

/** Asks a profile of this mode, and notes the fields that it keeps; returns the message of the failure, if it fails. */
async function askProfile(mode: ProfileMode, fields: ProfileFields, kept: Set<string>): Promise<string> {
  const other = { name: "other", resolve: async () => notConfigured("another profile") };
  const profile: Profile = {
    name: "docs",
    fields,
    sourceOf: () => other,
    sourceOfFields: () => other,
    update: async (_, change) => {
      for (const name of Object.keys(await change(fields))) kept.add(name);
      return fields;
    },
  };
  try {
    const { answer } = await resolveOnce(mode.source(profile), refusingHost());
    return answer.outcome === "failed" ? answer.error.message : "";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
}

function fieldSample(field: string): unknown {
  if (typeOf(field) === "boolean") return true;
  if (typeOf(field) === "number") return /expire$|expiration/.test(field) ? 1_700_000_000 : 3600;
  if (field === "oauth_site_type") return "CN";
  if (field === "policy") return "{}";
  return sampleOf(field);
}
