import {
  ConfigurationError,
  type CredentialSource,
  nonEmptyString,
  parseOptions,
  type StandardSchema,
  schemaOf,
} from "@alicred/core";
import type { Profile, ProfileMode } from "@alicred/plugin-kit";
import { externalProcessBan } from "@alicred/plugin-kit";
import { NAME } from "./name.ts";
import { uriSource } from "./source.ts";

interface CredentialsUriFields {
  readonly credentials_uri?: string | undefined;
  readonly credentials_url?: string | undefined;
}

const credentialsUriFields: StandardSchema<CredentialsUriFields> = schemaOf({
  credentials_uri: nonEmptyString,
  credentials_url: nonEmptyString,
});

/**
 * `CredentialsURI`: the document at `credentials_uri`; without it, as in the aliyun CLI, at what
 * `ALIBABA_CLOUD_CREDENTIALS_URI` holds. As in the CLI too, `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS` forbids the mode.
 */
export const credentialsUriMode: ProfileMode = { mode: "CredentialsURI", source: sourceOf };

function sourceOf(profile: Profile): CredentialSource {
  const owner = `profile "${profile.name}"`;
  const fields = parseOptions(credentialsUriFields, profile.fields, owner, "INVALID_CONFIGURATION");
  const isMisspelt = fields.credentials_uri === undefined && fields.credentials_url !== undefined;
  const field = isMisspelt ? "credentials_url" : "credentials_uri";
  const from = `field ${field} of ${owner}`;
  const inner = uriSource({ uri: fields[field]?.trim(), variables: ["ALIBABA_CLOUD_CREDENTIALS_URI"] }, from);
  return {
    name: NAME,
    async resolve(context) {
      const ban = externalProcessBan(context.host);
      if (ban !== undefined) {
        const message = `${ban} forbids the mode of ${owner}. Unset it.`;
        throw new ConfigurationError("PERMISSION_DENIED", message);
      }
      if (isMisspelt) context.warn(`${from} is read as credentials_uri. Write it so.`);
      const answer = await inner.resolve(context);
      if (answer.outcome !== "not-configured") return answer;
      const message = `${from} is missing, and ${answer.lookedFor} too. Set one of them.`;
      throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message);
    },
  };
}
