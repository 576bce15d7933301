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
}

type Profile = Readonly<Record<string, string | number>>;

/** Writes the files into a folder, readable for this user alone. */
export async function writeFiles(
  directory: string,
  samples: Samples,
  stsEndpoint: string,
  certificate: string | undefined,
  tokenFile: string | undefined,
): Promise<SimulateFiles> {
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(directory, name);
    await writeFile(path, text, { mode: 0o600 });
    return path;
  };
  const profiles = profilesOf(samples, stsEndpoint, tokenFile);
  const [first] = profiles;
  const config = { current: first?.["name"], profiles };
  return {
    profiles,
    ...(certificate !== undefined && { caFile: await write("ca.pem", certificate) }),
    ...(first !== undefined && { configFile: await write("config.json", JSON.stringify(config, null, 2)) }),
  };
}

function profilesOf(
  samples: Samples,
  stsEndpoint: string,
  tokenFile: string | undefined,
): readonly Profile[] {
  const { key, roleArn, oidc } = samples;
  const keys = key && { access_key_id: key.id, access_key_secret: key.secret };
  const session = { ram_session_name: "alicred", sts_endpoint: stsEndpoint, region_id: "cn-hangzhou" };
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
    ...(keys ? [{ name: "key", mode: "AK", ...keys, region_id: "cn-hangzhou" }] : []),
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
