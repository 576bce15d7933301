import { generateKeyPairSync } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Cloud, createVirtualClock, defaultWorld, simulateCloud } from "@alicred/simulators";
import { cloudSsoApp } from "@alicred/simulators/cloud-sso";
import { ecsMetadataApp } from "@alicred/simulators/ecs-metadata";
import { oauthApp } from "@alicred/simulators/oauth";
import { serve } from "@alicred/simulators/serve";
import { writeTokenFile } from "@alicred/simulators/token-file";

type Profile = Readonly<Record<string, string | number>>;

/** A cloud on this machine's clock and ports, and a profile of each mode of `config.json`, named like its mode. */
export interface EveryMode {
  readonly cloud: Cloud;
  readonly home: string;
  readonly profiles: readonly Profile[];
  /** Variables with which alicred finds the cloud. */
  readonly env: Readonly<Record<string, string>>;
  /** Whose an access key is: the beginning of an ARN. */
  ownerOf(accessKeyId: string): string | undefined;
  close(): Promise<void>;
}

const account = "1000000000000001";
const head = `acs:ram::${account}`;
const role = (name: string): string => `${head}:role/${name}`;
const PUBLIC_KEY_ID = "LTAI5tAlicesPublicKey001";
const SESSION = {
  accessKeyId: "STS.modesSessionOfAdmin001",
  accessKeySecret: "modesSessionSecret0123456789",
  securityToken: "CAISmodesSessionToken0123456789==",
};

/** Starts the cloud and writes `~/.aliyun/config.json` into a folder of its own. */
export async function startEveryMode(): Promise<EveryMode> {
  const home = await mkdtemp(join(tmpdir(), "alicred-modes-"));
  const keys = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const cloud = createCloud(keys.publicKey);
  const sts = await serve(cloud);
  // These are called at the root of their hosts.
  const portal = await serveApp(cloudSsoApp(cloud));
  const metadata = await serveApp(ecsMetadataApp(cloud));
  const oauth = await serveApp(oauthApp(cloud));
  const token = await writeTokenFile(cloud, { directory: join(home, "oidc") });
  const keyFile = join(home, "alice.key");
  await writeFile(keyFile, keys.privateKey, { mode: 0o600 });
  const places = { home, keyFile, tokenFile: token.path, sts: sts.url, portal: portal.url, oauth: oauth.url };
  const profiles = await profilesOf(cloud, places);
  await mkdir(join(home, ".aliyun"));
  await writeFile(join(home, ".aliyun", "config.json"), JSON.stringify({ current: "AK", profiles }));
  return {
    cloud,
    home,
    profiles,
    env: {
      HOME: home,
      USERPROFILE: home,
      ALICRED_ECS_METADATA_ENDPOINT: metadata.url,
      ALIBABA_CLOUD_ECS_METADATA_DISABLED: "false",
    },
    ownerOf(id) {
      const { directory, credentials } = cloud.world;
      const owner = directory.accessKey(id)?.owner ?? credentials.find(id)?.principal;
      if (owner?.type === "RAMUser") return owner.userName;
      return owner?.type === "AssumedRoleUser" ? owner.roleName : owner?.type;
    },
    async close() {
      await token.stop();
      for (const each of [sts, portal, metadata, oauth]) await each.close();
      await rm(home, { recursive: true });
    },
  };
}

function createCloud(publicKey: string): Cloud {
  const nowMs = Date.now();
  return simulateCloud({
    clock: createVirtualClock({ startMs: nowMs, speed: 1 }),
    world: {
      ...defaultWorld,
      accounts: defaultWorld.accounts.map((each) => ({
        ...each,
        users: each.users?.map((user) =>
          user.name === "alice" ? { ...user, publicKeys: [{ id: PUBLIC_KEY_ID, pem: publicKey }] } : user,
        ),
      })),
      sessions: [
        {
          ...SESSION,
          roleArn: role("admin"),
          sessionName: "modes",
          expiration: new Date(nowMs + 3_600_000).toISOString(),
        },
      ],
    },
  });
}

/** Serves an app at the root of a port. */
async function serveApp(app: { fetch(request: Request): Response | Promise<Response> }): Promise<{
  readonly url: string;
  close(): Promise<void>;
}> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const body = Buffer.concat(chunks);
    const { method = "GET", url = "/", headers } = incoming;
    const request = new Request(`http://${headers.host}${url}`, {
      method,
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(body.length > 0 && { body }),
    });
    const reply = await app.fetch(request);
    outgoing.writeHead(reply.status, Object.fromEntries(reply.headers));
    outgoing.end(await reply.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Places {
  readonly home: string;
  readonly keyFile: string;
  readonly tokenFile: string;
  readonly sts: string;
  readonly portal: string;
  readonly oauth: string;
}

async function profilesOf(cloud: Cloud, places: Places): Promise<readonly Profile[]> {
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  const key = { access_key_id: accessKeyId, access_key_secret: accessKeySecret };
  const session = { access_key_id: SESSION.accessKeyId, access_key_secret: SESSION.accessKeySecret };
  const to = (name: string): Profile => ({
    ram_role_arn: role(name),
    ram_session_name: "modes",
    sts_endpoint: places.sts,
  });
  const login = cloud.oauth.signIn("alice");
  const sso = cloud.cloudSso.signIn("alice");
  const external = join(places.home, "external.json");
  await writeFile(
    external,
    JSON.stringify({ mode: "StsToken", ...session, sts_token: SESSION.securityToken }),
  );
  const modes: Readonly<Record<string, Profile>> = {
    AK: key,
    StsToken: { ...session, sts_token: SESSION.securityToken },
    RamRoleArn: { ...key, ...to("admin") },
    EcsRamRole: { ram_role_name: "ecs-app" },
    RamRoleArnWithRoleName: { ram_role_name: "ecs-app", ...to("reader") },
    RsaKeyPair: { key_pair_name: PUBLIC_KEY_ID, private_key: places.keyFile, sts_endpoint: places.sts },
    OIDC: {
      oidc_provider_arn: `${head}:oidc-provider/ack-rrsa`,
      oidc_token_file: places.tokenFile,
      ...to("rrsa-app"),
    },
    ChainableRamRoleArn: { source_profile: "AK", ...to("admin") },
    CloudSSO: {
      cloud_sso_sign_in_url: `${places.portal}/start/login`,
      cloud_sso_account_id: account,
      cloud_sso_access_config: "ac-0simulatedadmin000001",
      access_token: sso.accessToken,
      cloud_sso_access_token_expire: Math.floor(sso.expiresAtMs / 1000),
    },
    OAuth: {
      oauth_site_type: "CN",
      oauth_endpoint: places.oauth,
      oauth_access_token: login.accessToken,
      oauth_refresh_token: login.refreshToken,
      oauth_access_token_expire: 1,
    },
    External: { process_command: `cat ${external}` },
    CredentialsURI: { credentials_uri: `${places.sts}/credentials-uri/reader` },
  };
  return Object.entries(modes).map(([mode, fields]) => ({
    name: mode,
    mode,
    region_id: "cn-hangzhou",
    ...fields,
  }));
}
