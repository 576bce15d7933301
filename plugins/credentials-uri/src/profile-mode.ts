import {
  ConfigurationError,
  type CredentialSource,
  type Host,
  type ProfileMode,
  parseOptions,
  schemaOf,
  text,
} from "@alicred/core";
import { NAME } from "./location.ts";
import { uriSource } from "./source.ts";

interface Fields {
  readonly credentials_uri?: string | undefined;
  readonly credentials_url?: string | undefined;
}

const fields = schemaOf<Fields>({ credentials_uri: text, credentials_url: text });
const DISABLED = "ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS";

/**
 * `CredentialsURI`: the document at `credentials_uri`; without it, as in the aliyun CLI, at what
 * `ALIBABA_CLOUD_CREDENTIALS_URI` holds. As in the CLI too, `ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS` forbids the mode.
 */
export const credentialsUriMode: ProfileMode = {
  mode: "CredentialsURI",
  source(profile): CredentialSource {
    const owner = `profile "${profile.name}"`;
    const { credentials_uri, credentials_url } = parseOptions(
      fields,
      profile.fields,
      owner,
      "INVALID_CONFIGURATION",
    );
    const uri = credentials_uri ?? credentials_url;
    const field = credentials_uri === undefined && uri !== undefined ? "credentials_url" : "credentials_uri";
    const warnings =
      field === "credentials_url"
        ? [`${owner}: credentials_url is read as credentials_uri. Write it so.`]
        : [];
    const describe = (): string => `field ${field} of ${owner}`;
    const options = { uri: uri?.trim(), variables: ["ALIBABA_CLOUD_CREDENTIALS_URI"] };
    const inner = uriSource(options, describe, warnings);
    return {
      name: inner.name,
      async resolve(context) {
        if (isForbidden(context.host)) {
          const message = `${owner} has the mode CredentialsURI, which environment variable ${DISABLED} forbids.`;
          throw new ConfigurationError("PERMISSION_DENIED", message, { source: NAME });
        }
        const answer = await inner.resolve(context);
        if (answer.outcome !== "not-configured") return answer;
        const message = `${owner}: credentials_uri is missing, and ALIBABA_CLOUD_CREDENTIALS_URI is not set. Set one of them.`;
        throw new ConfigurationError("INCOMPLETE_CONFIGURATION", message, { source: NAME });
      },
    };
  },
};

function isForbidden({ env }: Host): boolean {
  return /^(1|true)$/i.test(env?.(DISABLED)?.trim() ?? "");
}
