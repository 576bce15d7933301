import { type Addresses, stsEndpoint } from "./files.ts";
import type { Samples } from "./samples.ts";

type Environment = Readonly<Record<string, string>>;

/** Variables of the environment that point clients at a cloud, by what they are for. */
export interface Variables {
  /** To sign with a key. */
  readonly key: Environment;
  /** To trust its certificates. */
  readonly trust: Environment;
  /** To take credentials from a URI. */
  readonly uri: Environment;
  /** To present an OIDC token. */
  readonly oidc: Environment;
  /** To run Terraform with the provider block. */
  readonly terraform: Environment;
}

/** The targets that the variables can name. */
export interface VariableOptions {
  readonly addresses: Addresses;
  readonly samples: Samples;
  readonly caFile: string | undefined;
  readonly tokenFile: string | undefined;
}

/** The variables, each list complete by itself except for `trust`. */
export function createVariables({ addresses, samples, caFile, tokenFile }: VariableOptions): Variables {
  const { key, oidc, documentPath } = samples;
  // A client that asks all sources would ask the metadata service of this machine's own network.
  const offline = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };
  const endpoints = {
    ALIBABA_CLOUD_STS_ENDPOINT: stsEndpoint(addresses),
    // For the aliyun CLI, which speaks HTTPS alone.
    ...(addresses.secureHost && { ALIBABA_CLOUD_ENDPOINT: addresses.secureHost }),
    ...offline,
  };
  return {
    key: key
      ? { ALIBABA_CLOUD_ACCESS_KEY_ID: key.id, ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret, ...endpoints }
      : endpoints,
    trust: caFile === undefined ? {} : { NODE_EXTRA_CA_CERTS: caFile, SSL_CERT_FILE: caFile },
    uri:
      documentPath === undefined
        ? {}
        : {
            ALIBABA_CLOUD_CREDENTIALS_URI: `${addresses.url}/credentials-uri${documentPath}`,
            ...offline,
          },
    oidc:
      oidc && tokenFile !== undefined
        ? {
            ALIBABA_CLOUD_ROLE_ARN: oidc.roleArn,
            ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidc.providerArn,
            ALIBABA_CLOUD_OIDC_TOKEN_FILE: tokenFile,
            ...endpoints,
          }
        : {},
    // Otherwise the provider asks the billing service of the real cloud for the kind of account.
    terraform: key ? { ALIBABA_CLOUD_ACCOUNT_TYPE: "Domestic" } : {},
  };
}
