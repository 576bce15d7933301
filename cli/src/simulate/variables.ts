import type { Samples } from "./samples.ts";

/** Variables of the environment that point clients at a cloud, by what they are for. */
export interface Variables {
  /** To sign with a key. */
  readonly key: Readonly<Record<string, string>>;
  /** To trust its certificates. */
  readonly trust: Readonly<Record<string, string>>;
  /** To take credentials from a URI. */
  readonly uri: Readonly<Record<string, string>>;
  /** To present an OIDC token. */
  readonly oidc: Readonly<Record<string, string>>;
}

/** What there is to point at. */
export interface VariableOptions {
  readonly url: string;
  readonly stsEndpoint: string;
  readonly samples: Samples;
  readonly caFile: string | undefined;
  readonly tokenFile: string | undefined;
}

export function createVariables(options: VariableOptions): Variables {
  const { url, stsEndpoint, samples, caFile, tokenFile } = options;
  const { key, oidc, documentPath } = samples;
  const endpoint = { ALIBABA_CLOUD_STS_ENDPOINT: stsEndpoint };
  return {
    key: key
      ? { ALIBABA_CLOUD_ACCESS_KEY_ID: key.id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret, ...endpoint }
      : endpoint,
    trust: caFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: caFile, SSL_CERT_FILE: caFile },
    uri:
      documentPath === undefined
        ? {}
        : { ALIBABA_CLOUD_CREDENTIALS_URI: `${url}/credentials-uri${documentPath}` },
    oidc:
      oidc && tokenFile !== undefined
        ? {
            ALIBABA_CLOUD_ROLE_ARN: oidc.roleArn,
            ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidc.providerArn,
            ALIBABA_CLOUD_OIDC_TOKEN_FILE: tokenFile,
            ...endpoint,
          }
        : {},
  };
}
