import type { CredentialSource, FieldSchema } from "@alicred/core";
import { ConfigurationError, found, notConfigured, schemaOf } from "@alicred/core";
import { checkSetting, printable, REREAD_AFTER_MS, type SuppliedPart } from "@alicred/plugin-kit";

/** The name of the plugin and its source, in provenance, traces and errors. */
export const NAME = "env";

export type FamilyName = "ALICLOUD" | "ALIBABA_CLOUD" | "ALIBABACLOUD";

export interface EnvOptions {
  /**
   * The families of names to read, in order of precedence. Default: `ALICLOUD`, `ALIBABA_CLOUD`, `ALIBABACLOUD`, the
   * order of Terraform's provider. The official SDKs read only `ALIBABA_CLOUD`.
   */
  readonly families?: readonly FamilyName[] | undefined;
}

/**
 * The part that each variable supplies, by its name without the prefix of the family. Of two variables for one part,
 * the first that is set counts. The token comes last, because it needs a key.
 */
type Family = Readonly<Record<string, SuppliedPart>>;

const COMMON: Family = {
  ACCESS_KEY_ID: "accessKeyId",
  ACCESS_KEY_SECRET: "accessKeySecret",
  SECURITY_TOKEN: "securityToken",
};

/**
 * The families in the order of Terraform's provider. The second names of `ALICLOUD` are those of the aliyun CLI.
 *
 * @see https://registry.terraform.io/providers/aliyun/alicloud/latest/docs#environment-variables
 */
const FAMILIES: Readonly<Record<FamilyName, Family>> = {
  ALICLOUD: { ACCESS_KEY: "accessKeyId", SECRET_KEY: "accessKeySecret", ...COMMON },
  ALIBABA_CLOUD: COMMON,
  ALIBABACLOUD: COMMON,
};

// Pure, like the plugin: a bundle that makes the source only from validated options has neither.
export const envOptions: FieldSchema<EnvOptions> = /* @__PURE__ */ schemaOf({
  families: {
    accepts: (value) => Array.isArray(value) && value.every((name) => Object.hasOwn(FAMILIES, name)),
    complaint: "is not a list of ALICLOUD, ALIBABA_CLOUD and ALIBABACLOUD",
  },
});

interface Parts {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string;
}

/** The source for validated options. */
export function envSource(options: EnvOptions = {}): CredentialSource {
  const { families = Object.keys(FAMILIES) as FamilyName[] } = options;
  return {
    name: NAME,
    async resolve(context) {
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
          "environment variable ALIBABA_CLOUD_ACCESS_KEY is ignored. Use ALIBABA_CLOUD_ACCESS_KEY_ID.",
        );
      if (parts.accessKeyId && parts.accessKeySecret) {
        if (parts.securityToken === undefined) return found(parts);
        // Function platforms renew the variables of a running program, and none says when a session ends.
        context.warn(
          `environment variable ${chosen}_SECURITY_TOKEN does not say when its session ends. It is read again every 5 minutes.`,
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
