import { chmod, mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { javaTrustStore, nodePreload } from "@alicred/simulators/serve";
import type { Samples } from "./samples.ts";

/** Files that clients of a kind need. */
export interface ClientFiles {
  /** Certificate of the authority, PEM. */
  readonly caFile: string;
  /** The same for Java. */
  readonly trustStore: string;
  /** Module that has Node obey a proxy. */
  readonly preload: string;
}

/** Files that hold identities. */
export interface IdentityFiles {
  /** Profiles for each mode that needs nothing but this cloud; absent when the world has no key. */
  readonly configFile?: string;
  readonly profiles: readonly Profile[];
  /** Terraform's provider block in its JSON syntax, in a folder of its own; absent when the world has no key. */
  readonly providerFile?: string;
  readonly providerBlock?: ProviderBlock;
}

/** Where the cloud is served. */
export interface Addresses {
  /** Origin of plain HTTP. */
  readonly url: string;
  /** Host and port of HTTPS, if it is served. */
  readonly secureHost: string | undefined;
}

type Profile = Readonly<Record<string, string | number>>;

/** Arguments of Terraform's provider, and one level of blocks. */
export type ProviderBlock = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

const REGION = "cn-hangzhou";

/** The address of STS for clients that take one: HTTPS where it is served, because most speak nothing else. */
export function stsEndpoint({ url, secureHost }: Addresses): string {
  return secureHost ?? url;
}

/** Writes what clients need into a folder. */
export async function writeClientFiles(directory: string, certificate: string): Promise<ClientFiles> {
  return {
    caFile: await writePrivate(directory, "ca.pem", certificate),
    trustStore: await writePrivate(directory, "trust.jks", javaTrustStore(certificate)),
    preload: await writePrivate(directory, "preload.mjs", nodePreload),
  };
}

/** Writes the identities of a cloud into a folder. */
export async function writeIdentityFiles(
  directory: string,
  samples: Samples,
  addresses: Addresses,
  tokenFile: string | undefined,
): Promise<IdentityFiles> {
  const writeJson = (name: string, content: unknown): Promise<string> =>
    writePrivate(directory, name, JSON.stringify(content, null, 2));
  const profiles = profilesOf(samples, addresses, tokenFile);
  const [first] = profiles;
  const providerBlock = providerBlockOf(samples, addresses);
  return {
    profiles,
    ...(first && { configFile: await writeJson("config.json", { current: first["name"], profiles }) }),
    ...(providerBlock && {
      providerBlock,
      providerFile: await writeJson("terraform/provider.tf.json", { provider: { alicloud: providerBlock } }),
    }),
  };
}

/** Writes a file that is complete as soon as it exists. */
export async function writeWhole(path: string, text: string, mode: number): Promise<void> {
  const beside = `${path}.${process.pid}`;
  await writeFile(beside, text, { mode });
  await chmod(beside, mode);
  await rename(beside, path);
}

/** Writes a file that this user alone may read. */
export async function writePrivate(
  directory: string,
  name: string,
  content: string | Uint8Array,
): Promise<string> {
  const path = join(directory, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { mode: 0o600 });
  return path;
}

function profilesOf(
  samples: Samples,
  addresses: Addresses,
  tokenFile: string | undefined,
): readonly Profile[] {
  const { key, roleArn, oidc } = samples;
  const keys = key && { access_key_id: key.id, access_key_secret: key.secret };
  // The aliyun CLI sends the calls of every product there, and speaks HTTPS alone.
  const place = { region_id: REGION, ...(addresses.secureHost && { endpoint: addresses.secureHost }) };
  const session = { ram_session_name: "alicred", sts_endpoint: stsEndpoint(addresses), ...place };
  return [
    ...(keys && roleArn !== undefined
      ? [
          {
            name: "role",
            mode: "RamRoleArn",
            ...keys,
            ram_role_arn: roleArn,
            expired_seconds: 3600,
            ...session,
          },
        ]
      : []),
    ...(keys ? [{ name: "key", mode: "AK", ...keys, ...place }] : []),
    ...(oidc && tokenFile !== undefined
      ? [
          {
            name: "oidc",
            mode: "OIDC",
            oidc_provider_arn: oidc.providerArn,
            oidc_token_file: tokenFile,
            ram_role_arn: oidc.roleArn,
            ...session,
          },
        ]
      : []),
  ];
}

function providerBlockOf({ key, roleArn }: Samples, addresses: Addresses): ProviderBlock | undefined {
  return (
    key && {
      region: REGION,
      access_key: key.id,
      secret_key: key.secret,
      ...(roleArn !== undefined && { assume_role: { role_arn: roleArn } }),
      endpoints: { sts: stsEndpoint(addresses) },
    }
  );
}
