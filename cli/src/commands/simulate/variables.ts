import { pathToFileURL } from "node:url";
import { type Addresses, type ClientFiles, stsEndpoint } from "./files.ts";
import type { Samples } from "./samples.ts";

/** Variables of the environment, by name. */
export type Environment = Readonly<Record<string, string>>;

/** Variables that point clients at a cloud, by what they are for. Each but `trust` and `control` is complete by itself. */
export interface Variables {
  /** To reach this cloud and nothing else, at the real addresses. Part of all that follow. */
  readonly reach: Environment;
  /** To trust its certificates. */
  readonly trust: Environment;
  /** To sign with a key. */
  readonly key: Environment;
  /** To present an OIDC token; empty when the world has no issuer. */
  readonly oidc: Environment;
  /** To take credentials from a URI; empty when the world has no document. */
  readonly uri: Environment;
  /** To take the role of an ECS instance; empty when the world has none with a role. */
  readonly metadata: Environment;
  /** To run Terraform with the provider block; empty when the world has no key. */
  readonly terraform: Environment;
  /** For programs that turn the clock, break things or read the journal. */
  readonly control: Environment;
}

/** The targets that the variables can name. */
export interface VariableOptions {
  readonly addresses: Addresses;
  readonly samples: Samples;
  readonly clientFiles: ClientFiles;
  readonly tokenFile: string | undefined;
  readonly controlUrl: string;
  readonly controlToken: string;
}

/** Variables of a key that a shell may have from elsewhere, which would come before another identity. */
export const KEY_VARIABLES: readonly string[] = [
  "ALIBABA_CLOUD_ACCESS_KEY_ID",
  "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
  "ALIBABA_CLOUD_SECURITY_TOKEN",
];

/** Profiles of the machine, which would come before what is asked for by variables. */
const NO_PROFILES: Environment = {
  ALIBABA_CLOUD_CLI_PROFILE_DISABLED: "true",
  ALIBABA_CLOUD_IGNORE_PROFILE: "TRUE",
};

/** Otherwise a client that asks all sources would ask the metadata address, which may be that of a real instance. */
const NO_METADATA: Environment = { ALIBABA_CLOUD_ECS_METADATA_DISABLED: "true" };

export function createVariables(options: VariableOptions): Variables {
  const { addresses, samples, clientFiles, tokenFile, controlUrl, controlToken } = options;
  const { key, oidc, documentPath, instance } = samples;
  const trust = trustIn(clientFiles);
  const reach = { ...proxyAt(addresses.url, clientFiles), ...trust };
  const endpoints = {
    ALIBABA_CLOUD_STS_ENDPOINT: stsEndpoint(addresses),
    // For the aliyun CLI, which speaks HTTPS alone.
    ...(addresses.secureHost && { ALIBABA_CLOUD_ENDPOINT: addresses.secureHost }),
  };
  return {
    reach,
    trust,
    key: {
      ...(key && {
        ALIBABA_CLOUD_ACCESS_KEY_ID: key.id,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET: key.secret,
      }),
      ...endpoints,
      ...NO_PROFILES,
      ...NO_METADATA,
      ...reach,
    },
    oidc:
      oidc && tokenFile !== undefined
        ? {
            ALIBABA_CLOUD_ROLE_ARN: oidc.roleArn,
            ALIBABA_CLOUD_OIDC_PROVIDER_ARN: oidc.providerArn,
            ALIBABA_CLOUD_OIDC_TOKEN_FILE: tokenFile,
            ...endpoints,
            ...NO_PROFILES,
            ...NO_METADATA,
            ...reach,
          }
        : {},
    uri:
      documentPath === undefined
        ? {}
        : {
            ALIBABA_CLOUD_CREDENTIALS_URI: `${addresses.url}/credentials-uri${documentPath}`,
            ...NO_PROFILES,
            ...NO_METADATA,
            ...reach,
          },
    metadata: instance
      ? {
          ALIBABA_CLOUD_ECS_METADATA: instance.roleName,
          ALIBABA_CLOUD_ECS_METADATA_DISABLED: "false",
          ...NO_PROFILES,
          ...reach,
        }
      : {},
    // Otherwise the provider asks the billing service for the kind of account.
    terraform: key ? { ALIBABA_CLOUD_ACCOUNT_TYPE: "Domestic", ...NO_METADATA, ...reach } : {},
    control: { ALICRED_SIMULATE_URL: controlUrl, ALICRED_SIMULATE_TOKEN: controlToken },
  };
}

/** curl reads `http_proxy` in small letters alone, and some programs either. */
function proxyAt(url: string, { preload, trustStore }: ClientFiles): Environment {
  const { hostname } = new URL(url);
  const direct = [...new Set(["localhost", "127.0.0.1", "::1", hostname])].join(",");
  const java = Object.entries(proxyProperties(url, trustStore)).map(([name, value]) => `-D${name}=${value}`);
  return {
    HTTPS_PROXY: url,
    https_proxy: url,
    HTTP_PROXY: url,
    http_proxy: url,
    NO_PROXY: direct,
    no_proxy: direct,
    NODE_OPTIONS: `--import=${pathToFileURL(preload).href}`,
    JAVA_TOOL_OPTIONS: java.join(" "),
  };
}

/** Properties by which a JVM obeys a proxy and trusts it. */
export function proxyProperties(url: string, trustStore: string): Environment {
  const { hostname, port } = new URL(url);
  return {
    "http.proxyHost": hostname,
    "http.proxyPort": port,
    "https.proxyHost": hostname,
    "https.proxyPort": port,
    "javax.net.ssl.trustStore": trustStore,
  };
}

function trustIn({ caFile }: ClientFiles): Environment {
  const names = ["SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "DENO_CERT"];
  return Object.fromEntries(names.map((name) => [name, caFile]));
}
