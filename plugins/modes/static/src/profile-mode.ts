import { parseFields, schemaOf } from "@alicred/core";
import {
  fixedSource,
  type ProfileMode,
  printable,
  readTimeField,
  timeField,
  timeFieldWarning,
} from "@alicred/plugin-kit";

interface StaticFields {
  readonly access_key_id: string;
  readonly access_key_secret: string;
  readonly sts_token?: string | undefined;
}

/** The field of `config.json` that holds each part. */
const FIELD_OF = {
  accessKeyId: "access_key_id",
  accessKeySecret: "access_key_secret",
  securityToken: "sts_token",
} as const;

/** `AK`: a long-lived access key. A token in the profile is ignored. */
export const accessKeyMode: ProfileMode = modeOf("AK", ["access_key_id", "access_key_secret"]);

/** `StsToken`: a temporary access key with its token, until `sts_expiration` if that is set. */
export const stsTokenMode: ProfileMode = modeOf("StsToken", [
  "sts_token",
  "access_key_id",
  "access_key_secret",
]);

function modeOf(mode: string, required: readonly (keyof StaticFields)[]): ProfileMode {
  const isSession = required.includes("sts_token");
  const rules = Object.fromEntries(required.map((field) => [field, printable]));
  const schema = schemaOf<StaticFields>(
    isSession ? { ...rules, sts_expiration: timeField } : rules,
    required,
  );
  return {
    mode,
    fields: required,
    source({ name, fields }) {
      const label = `profile "${name}"`;
      const values = parseFields(schema, fields, label, "INVALID_CONFIGURATION");
      const expiresAt = isSession ? fields["sts_expiration"] : undefined;
      const init = {
        accessKeyId: values.access_key_id,
        accessKeySecret: values.access_key_secret,
        securityToken: isSession ? values.sts_token : undefined,
        expiration: readTimeField(expiresAt)?.ms,
      };
      const source = fixedSource(init, (part) => `field ${FIELD_OF[part]} of ${label}`);
      // The aliyun CLI leaves tokens of other modes behind: they matter only next to the key of a session.
      const isIgnored = !isSession && values.access_key_id.startsWith("STS.") && fields["sts_token"];
      const warning = isIgnored
        ? `field sts_token of ${label} is ignored in mode ${mode}. Set mode to StsToken.`
        : timeFieldWarning(expiresAt, `field sts_expiration of ${label}`);
      if (warning === undefined) return source;
      return {
        ...source,
        resolve(context) {
          context.warn(warning);
          return source.resolve(context);
        },
      };
    },
  };
}
