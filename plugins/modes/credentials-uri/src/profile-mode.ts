import { ConfigurationError, nonEmptyString, parseFields, schemaOf } from "@alicred/core";
import { externalProcessBan, type ProfileMode } from "@alicred/plugin-kit";
import { NAME, uriSource } from "./source.ts";

interface CredentialsUriFields {
  readonly credentials_uri?: string | undefined;
  readonly credentials_url?: string | undefined;
}

const credentialsUriFields = schemaOf<CredentialsUriFields>({
  credentials_uri: nonEmptyString,
  credentials_url: nonEmptyString,
});

/**
 * `CredentialsURI`: the document at `credentials_uri`; without it, as in the aliyun CLI, at the value of
 * `ALIBABA_CLOUD_CREDENTIALS_URI`. As in the CLI too, `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS` forbids the mode, and a
 * profile that names no mode is never of this one.
 */
export const credentialsUriMode: ProfileMode = {
  mode: "CredentialsURI",
  source(profile) {
    const label = `profile "${profile.name}"`;
    const fields = parseFields(credentialsUriFields, profile.fields, label, "INVALID_CONFIGURATION");
    const isMisspelt = fields.credentials_uri === undefined && fields.credentials_url !== undefined;
    const field = isMisspelt ? "credentials_url" : "credentials_uri";
    const from = `field ${field} of ${label}`;
    const options = { uri: fields[field]?.trim(), variables: ["ALIBABA_CLOUD_CREDENTIALS_URI"] };
    const inner = uriSource(options, from);
    return {
      name: NAME,
      async resolve(context) {
        const ban = externalProcessBan(context.host);
        if (ban !== undefined) {
          const message = `${ban} forbids the mode of ${label}. Unset it.`;
          throw new ConfigurationError("PERMISSION_DENIED", message);
        }
        if (isMisspelt) context.warn(`${from} is read as credentials_uri. Rename it.`);
        const answer = await inner.resolve(context);
        if (answer.outcome !== "not-configured") return answer;
        const message = `${from} and ${answer.lookedFor} are missing. Set one of them.`;
        throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
      },
    };
  },
};
