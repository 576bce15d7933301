import { type Cloud, defaultWorld, type WorldDescription } from "../../src/mod.ts";
import type { MetadataOptionsDescription } from "../../src/services/ecs-metadata/world.ts";
import type { Keys } from "./sign.ts";

export const metadataUrl = "http://100.100.100.200";
export const credentialsPath = "/latest/meta-data/ram/security-credentials/";
export const instanceId = "i-bp10simulated00000001";

/** The default world, its instance described otherwise. */
export function metadataWorld(
  metadata: MetadataOptionsDescription,
  more: Readonly<Record<string, unknown>> = {},
): WorldDescription {
  return {
    ...defaultWorld,
    ecsInstances: defaultWorld.ecsInstances?.map((one) => ({ ...one, ...more, metadata })),
  };
}

/** PUTs for a token; six hours unless told otherwise, no TTL header for `null`. */
export function putToken(
  cloud: Cloud,
  ttl: string | null = "21600",
  headers: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return cloud.fetch(`${metadataUrl}/latest/api/token`, {
    method: "PUT",
    headers: { ...(ttl !== null && { "X-aliyun-ecs-metadata-token-ttl-seconds": ttl }), ...headers },
  });
}

export function read(
  cloud: Cloud,
  path: string,
  token?: string,
  base: string = metadataUrl,
): Promise<Response> {
  return cloud.fetch(`${base}${path}`, {
    headers: token === undefined ? {} : { "X-aliyun-ecs-metadata-token": token },
  });
}

export type Document = Readonly<Record<string, string>>;

export async function document(reply: Response | Promise<Response>): Promise<Document> {
  return (await (await reply).json()) as Document;
}

export function readCredentials(cloud: Cloud, role = "ecs-app"): Promise<Document> {
  return document(read(cloud, `${credentialsPath}${role}`));
}

export function keysOf(from: Document): Keys {
  return {
    accessKeyId: from["AccessKeyId"] ?? "",
    accessKeySecret: from["AccessKeySecret"] ?? "",
    securityToken: from["SecurityToken"] ?? "",
  };
}
