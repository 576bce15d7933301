import { ConfigurationError, type ProfileMode, parseOptions, schemaOf, text } from "@alicred/core";
import { externalProcessBan } from "@alicred/plugin-kit";
import { NAME } from "./location.ts";
import { uriSource } from "./source.ts";

interface Fields {
  readonly credentials_uri?: string | undefined;
  readonly credentials_url?: string | undefined;
}

const fields = schemaOf<Fields>({ credentials_uri: text, credentials_url: text });

/**
 * `CredentialsURI`: the document at `credentials_uri`; without it, as in the aliyun CLI, at what
 * `ALIBABA_CLOUD_CREDENTIALS_URI` holds. As in the CLI too, `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS` forbids the mode.
 */
export const credentialsUriMode: ProfileMode = {
  mode: "CredentialsURI",
  source(profile) {
    const owner = `profile "${profile.name}"`;
    const values = parseOptions(fields, profile.fields, owner, "INVALID_CONFIGURATION");
    const isMisspelt = values.credentials_uri === undefined && values.credentials_url !== undefined;
    const field = isMisspelt ? "credentials_url" : "credentials_uri";
    const from = `field ${field} of ${owner}`;
    const inner = uriSource(
      { uri: values[field]?.trim(), variables: ["ALIBABA_CLOUD_CREDENTIALS_URI"] },
      from,
    );
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
  },
};
