import {
  type Answer,
  ConfigurationError,
  type CredentialSource,
  found,
  notConfigured,
  parseOptions,
  type ResolveContext,
} from "@alicred/core";
import { FAMILIES, type Family, type FamilyName } from "./families.ts";
import { type EnvOptions, envOptions } from "./options.ts";

/**
 * Credentials from environment variables, read anew at each resolution. The first family of names that has a key or a
 * secret supplies all parts; what another family has is never mixed in, and the trace warns where it disagrees.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a family that does not exist.
 */
export function envCredentials(options: EnvOptions = {}): CredentialSource {
  const { families = Object.keys(FAMILIES) as FamilyName[] } = parseOptions(envOptions, options, "env");
  return {
    name: "env",
    async resolve(context): Promise<Answer> {
      const { env } = context.host;
      if (env === undefined) return notConfigured("environment variables (this runtime has none)");
      const sets = families.map((name) => readFamily(env, name));
      const chosen = sets.find(({ accessKeyId, accessKeySecret }) => accessKeyId || accessKeySecret);
      warnOfMisspelling(env, context);
      if (chosen === undefined) {
        for (const { family, securityToken } of sets) {
          if (securityToken) context.warn(`${securityToken.name} is set, but no key of ${family}.`);
        }
        const [first = "no variable", ...rest] = sets.map(({ family }) => describeFamily(FAMILIES[family]));
        return notConfigured(first, ...rest);
      }
      warnOfDisagreement(chosen, sets, context);
      return answerOf(chosen, context);
    },
  };
}

interface Variable {
  readonly name: string;
  readonly value: string;
}

interface VariableSet {
  readonly family: FamilyName;
  readonly accessKeyId: Variable | undefined;
  readonly accessKeySecret: Variable | undefined;
  readonly securityToken: Variable | undefined;
}

type Env = (name: string) => string | undefined;

function readFamily(env: Env, family: FamilyName): VariableSet {
  const read = (names: readonly string[]): Variable | undefined => {
    for (const name of names) {
      // Shells and secret stores leave line ends behind, and an empty variable is an unset one.
      const value = env(name)?.trim();
      if (value) return { name, value };
    }
    return undefined;
  };
  const { accessKeyId, accessKeySecret, securityToken } = FAMILIES[family];
  return {
    family,
    accessKeyId: read(accessKeyId),
    accessKeySecret: read(accessKeySecret),
    securityToken: read(securityToken),
  };
}

function answerOf({ family, ...parts }: VariableSet, context: ResolveContext): Answer {
  const { accessKeyId, accessKeySecret, securityToken } = parts;
  if (accessKeyId === undefined || accessKeySecret === undefined) {
    const missing = accessKeyId === undefined ? "accessKeyId" : "accessKeySecret";
    throw new ConfigurationError(
      "INCOMPLETE_CONFIGURATION",
      `${(accessKeyId ?? accessKeySecret)?.name} is set, but not ${FAMILIES[family][missing].join(" or ")}. Set both or neither; a key is never completed from elsewhere.`,
      { source: "env" },
    );
  }
  for (const [part, variable] of Object.entries(parts)) {
    if (variable !== undefined) context.supplied(part, `environment variable ${variable.name}`);
  }
  return found({
    accessKeyId: accessKeyId.value,
    accessKeySecret: accessKeySecret.value,
    securityToken: securityToken?.value,
  });
}

function warnOfDisagreement(
  chosen: VariableSet,
  sets: readonly VariableSet[],
  context: ResolveContext,
): void {
  for (const part of ["accessKeyId", "accessKeySecret", "securityToken"] as const) {
    for (const other of sets) {
      const ignored = other[part];
      if (ignored === undefined || ignored.value === chosen[part]?.value) continue;
      const winner = chosen[part]?.name ?? `the family ${chosen.family}, which has none,`;
      context.warn(`${ignored.name} is ignored: ${winner} comes first, and the two differ.`);
    }
  }
}

function warnOfMisspelling(env: Env, context: ResolveContext): void {
  // A heading of Terraform's documentation has this name, which no tool reads.
  if (env("ALIBABA_CLOUD_ACCESS_KEY")) {
    context.warn(
      "ALIBABA_CLOUD_ACCESS_KEY is set, but no tool reads it. The name is ALIBABA_CLOUD_ACCESS_KEY_ID.",
    );
  }
}

function describeFamily({ accessKeyId, accessKeySecret }: Family): string {
  return `environment variables ${accessKeyId[0]} and ${accessKeySecret[0]}`;
}
