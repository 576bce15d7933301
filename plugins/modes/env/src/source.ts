import {
  type Answer,
  ConfigurationError,
  type CredentialSource,
  found,
  notConfigured,
  parseOptions,
} from "@alicred/core";
import { checkSetting, printable, REREAD_AFTER_MS } from "@alicred/plugin-kit";
import { FAMILIES, type FamilyName } from "./families.ts";
import { NAME } from "./name.ts";
import { type EnvOptions, envOptions } from "./options.ts";

interface Parts {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string;
}

/**
 * Credentials from environment variables, read at each resolution. The first family of names that has a key or a
 * secret supplies all parts; those of another family are never mixed in, and the trace warns where they disagree. A
 * session is read again within 5 minutes, because its variables do not say when it ends.
 *
 * @throws {ConfigurationError} `INVALID_OPTION` for a family that does not exist.
 */
export function envCredentials(options: EnvOptions = {}): CredentialSource {
  return envSource(parseOptions(envOptions, options, NAME).families);
}

/** The source for families that were checked. */
export function envSource(
  families: readonly FamilyName[] = Object.keys(FAMILIES) as FamilyName[],
): CredentialSource {
  return {
    name: NAME,
    async resolve(context): Promise<Answer> {
      const { env } = context.host;
      if (env === undefined) return notConfigured("environment variables (this runtime has none)");
      let chosen: FamilyName | undefined;
      const parts: Parts = { accessKeyId: "", accessKeySecret: "" };
      for (const family of families) {
        for (const [suffix, part] of Object.entries(FAMILIES[family])) {
          const name = `${family}_${suffix}`;
          // Shells and secret stores leave line breaks behind, and an empty variable counts as unset.
          const value = env(name)?.trim();
          if (!value) continue;
          const from = `environment variable ${name}`;
          if (part !== "securityToken") chosen ??= family;
          if (family === chosen && !parts[part]) {
            checkSetting({ value, from }, printable);
            parts[part] = value;
            context.supplied(part, from);
          } else if (parts[part] !== value) {
            context.warn(
              `${from} is ignored: ${chosen ? `it differs from what ${chosen} has` : `no key of ${family} is set`}.`,
            );
          }
        }
      }
      // A heading in Terraform's documentation has this name, which no tool reads.
      if (env("ALIBABA_CLOUD_ACCESS_KEY"))
        context.warn(
          "environment variable ALIBABA_CLOUD_ACCESS_KEY is ignored: its name is ALIBABA_CLOUD_ACCESS_KEY_ID.",
        );
      if (parts.accessKeyId && parts.accessKeySecret) {
        if (parts.securityToken === undefined) return found(parts);
        // Function platforms renew the variables of a running program, and none says when a session ends.
        context.warn(
          `environment variable ${chosen}_SECURITY_TOKEN: it is not known when the session ends. It is read again every 5 minutes.`,
        );
        return found(parts, REREAD_AFTER_MS);
      }
      const missing = (family: FamilyName): string =>
        `${family}_${Object.entries(FAMILIES[family]).find(([, part]) => !parts[part])?.[0]}`;
      if (chosen === undefined)
        return notConfigured(`environment variable ${families.map(missing).join(" or ")}`);
      const message = `environment variable ${missing(chosen)} is missing. Set both key and secret.`;
      throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
    },
  };
}
