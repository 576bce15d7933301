import { fixedSource, type ProfileMode, parseOptions, schemaOf } from "@alicred/core";
import { printable } from "@alicred/plugin-kit";

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

/** `AK`: a long-lived access key. A token in the profile is left aside. */
export const accessKeyMode: ProfileMode = modeOf("AK", ["access_key_id", "access_key_secret"]);

/** `StsToken`: a temporary access key with its token, until `sts_expiration` if that is set. */
export const stsTokenMode: ProfileMode = modeOf("StsToken", [
  "access_key_id",
  "access_key_secret",
  "sts_token",
]);

function modeOf(mode: string, required: readonly (keyof StaticFields)[]): ProfileMode {
  const schema = schemaOf<StaticFields>(
    Object.fromEntries(required.map((field) => [field, printable])),
    required,
  );
  return {
    mode,
    source({ name, fields }) {
      const owner = `profile "${name}"`;
      const values = parseOptions(schema, fields, owner, "INVALID_CONFIGURATION");
      const isSession = required.includes("sts_token");
      // The official clients write 0 for "not known".
      const expiresAtMs = Number(fields["sts_expiration"]) * 1000;
      const init = {
        accessKeyId: values.access_key_id,
        accessKeySecret: values.access_key_secret,
        securityToken: isSession ? values.sts_token : undefined,
        expiration: isSession && expiresAtMs > 0 ? expiresAtMs : undefined,
      };
      const source = fixedSource(init, (part) => `field ${FIELD_OF[part]} of ${owner}`);
      // The aliyun CLI leaves tokens of other modes behind: they matter only beside the key of a session.
      if (isSession || !fields["sts_token"] || !values.access_key_id.startsWith("STS.")) return source;
      return {
        ...source,
        resolve(context) {
          context.warn(`field sts_token of ${owner} is ignored in mode ${mode}. Set mode to StsToken.`);
          return source.resolve(context);
        },
      };
    },
  };
}
