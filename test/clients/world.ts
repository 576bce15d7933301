// The cloud that the clients meet, at the addresses of the real one.
import { generateKeyPairSync } from "node:crypto";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import {
  type Cloud,
  createVirtualClock,
  defaultWorld,
  defaultServices as services,
  simulateCloud,
} from "@alicred/simulators";
import {
  type CertificateAuthority,
  createCertificateAuthority,
  javaTrustStore,
  nodePreload,
  type ServedCloud,
  serve,
} from "@alicred/simulators/serve";
import { writeTokenFile } from "@alicred/simulators/token-file";
import { createIdentityProvider } from "../../simulators/test/support/saml.ts";
import type { Way } from "./client.ts";

export const accountId = "1000000000000001";
export const publicKeyId = "LTAI5tAlicesPublicKey001";
export const session = {
  accessKeyId: "STS.clientsSessionOfAdmin1",
  accessKeySecret: "clientsSessionSecret0123456789",
  securityToken: "CAISclientsSessionToken0123456789==",
};

/** Another session of the same role, for clients whose session is refreshed. */
export const nextSession = {
  accessKeyId: "STS.clientsSessionOfAdmin2",
  accessKeySecret: "clientsNextSessionSecret012345",
  securityToken: "CAISclientsNextSessionToken012345==",
};
/** One that is over. */
export const expiredSession = {
  accessKeyId: "STS.clientsSessionOfAdmin0",
  accessKeySecret: "clientsExpiredSessionSecret012",
  securityToken: "CAISclientsExpiredSessionToken012==",
};

/** All that a mode may need to know. */
export interface Facts {
  readonly cloud: Cloud;
  readonly caFile: string;
  readonly trustStore: string;
  /** Module that has Node obey a proxy. */
  readonly nodePreload: string;
  /** The address of the cloud as a proxy; names lead to it otherwise. */
  readonly proxyUrl?: string | undefined;
  /** The metadata service at its real address, which can be taken away. */
  readonly metadata?: ServedCloud | undefined;
  readonly oidcTokenFile: string;
  readonly privateKeyFile: string;
  readonly samlAssertion: string;
}

/** Real host names, all on this machine. */
export function mappedHosts(): readonly string[] {
  const { accounts, oidcIssuers = [] } = defaultWorld;
  const named = services.flatMap(({ hosts, worldHosts }) => [
    ...hosts,
    ...(worldHosts?.(defaultWorld) ?? []),
  ]);
  const buckets = defaultWorld.oss?.buckets?.map(({ name }) => `${name}.oss-cn-hangzhou.aliyuncs.com`) ?? [];
  const issuers = oidcIssuers.map(({ issuer }) => new URL(issuer).hostname);
  return accounts.length === 0
    ? []
    : [...new Set([...named, ...buckets, ...issuers])].filter((host) => /[a-z]/.test(host));
}

/**
 * Serves the ports 80 and 443 at the real addresses, which only a namespace has free, or one port that is a proxy.
 *
 * @returns the address of the proxy, or the metadata service.
 */
async function serveBy(
  way: Way,
  cloud: Cloud,
  authority: CertificateAuthority,
): Promise<Pick<Facts, "proxyUrl" | "metadata">> {
  if (way === "proxy") return { proxyUrl: (await serve(cloud, { proxyAuthority: authority })).url };
  await serve(cloud, { port: 443, authority });
  await serve(cloud, { port: 80 });
  const metadata = await serve(cloud, { port: 80, hostname: "100.100.100.200", allowNonLoopback: true });
  return { metadata };
}

/** The cloud, reached in one of the ways, and files in a folder for the clients. */
export async function startWorld(folder: string, way: Way): Promise<Facts> {
  await mkdir(folder, { recursive: true });
  const { publicKey, privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const identityProvider = createIdentityProvider();
  const nowMs = Date.now();
  const instant = (offsetMs: number): string => new Date(nowMs + offsetMs).toISOString();
  const cloud = simulateCloud({
    clock: createVirtualClock({ startMs: nowMs, speed: 1 }),
    world: {
      ...defaultWorld,
      openapi: {
        usersManageAccessKeys: true,
        bearerTokens: [{ token: "bearer-of-the-main-account", user: accountId }],
        replies: [
          {
            product: "cs",
            version: "2015-12-15",
            action: "DescribeClustersV1",
            reply: { clusters: [{ name: "{param:name}", owner: "{accountId}" }] },
          },
        ],
      },
      accounts: defaultWorld.accounts.map((account) => ({
        ...account,
        users: account.users?.map((user) =>
          user.name === "alice" ? { ...user, publicKeys: [{ id: publicKeyId, pem: publicKey }] } : user,
        ),
        samlProviders: account.samlProviders?.map((provider) => ({
          ...provider,
          publicKey: identityProvider.pem,
        })),
      })),
      sessions: (
        [
          [session, 6 * 3_600_000],
          [nextSession, 6 * 3_600_000],
          [expiredSession, -60_000],
        ] as const
      ).map(([keys, leftMs]) => ({
        ...keys,
        roleArn: `acs:ram::${accountId}:role/admin`,
        sessionName: "clients",
        expiration: instant(leftMs),
      })),
    },
  });
  const authority = await createCertificateAuthority();
  const served = await serveBy(way, cloud, authority);

  const caFile = join(folder, "ca.pem");
  await writeFile(caFile, authority.certificate);
  const trustStore = join(folder, "trust.jks");
  await writeFile(trustStore, javaTrustStore(authority.certificate));
  const preload = join(folder, "preload.mjs");
  await writeFile(preload, nodePreload);
  const privateKeyFile = join(folder, "alice.key");
  await writeFile(privateKeyFile, privateKey, { mode: 0o600 });
  const oidcToken = await writeTokenFile(cloud, { directory: join(folder, "oidc") });
  const assertion = identityProvider.response({
    notBefore: instant(-60_000),
    notOnOrAfter: instant(300_000),
  });
  return {
    cloud,
    caFile,
    trustStore,
    nodePreload: preload,
    ...served,
    privateKeyFile,
    oidcTokenFile: oidcToken.path,
    samlAssertion: Buffer.from(assertion).toString("base64"),
  };
}
