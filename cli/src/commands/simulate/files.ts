import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Samples } from "./samples.ts";

/** Files that clients are pointed at. */
export interface SimulateFiles {
  /** Certificate of the authority; absent without HTTPS. */
  readonly caFile?: string;
  /** Profiles for each mode that needs nothing but this cloud; absent when the world has no key. */
  readonly configFile?: string;
  readonly profiles: readonly Profile[];
  /** Terraform's provider block in its JSON syntax; absent when the world has no key. */
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

/** Writes the files into a folder, readable for this user alone. */
export async function writeFiles(
  directory: string,
  samples: Samples,
  addresses: Addresses,
  certificate: string | undefined,
  tokenFile: string | undefined,
): Promise<SimulateFiles> {
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(directory, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };
  const writeJson = (name: string, content: unknown): Promise<string> =>
    write(name, JSON.stringify(content, null, 2));
  const profiles = profilesOf(samples, addresses, tokenFile);
  const [first] = profiles;
  const providerBlock = providerBlockOf(samples, addresses);
  return {
    profiles,
    ...(certificate !== undefined && { caFile: await write("ca.pem", certificate) }),
    ...(first && { configFile: await writeJson("config.json", { current: first["name"], profiles }) }),
    ...(providerBlock && {
      providerBlock,
      providerFile: await writeJson("provider.tf.json", { provider: { alicloud: providerBlock } }),
    }),
  };
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
