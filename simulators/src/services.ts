import type { Service } from "./cloud/service.ts";
import type { WorldDescription } from "./cloud/world/description.ts";
import type { World } from "./cloud/world/world.ts";
import { createCloudSso } from "./services/cloud-sso/app.ts";
import { cloudSsoHosts, directoryHosts } from "./services/cloud-sso/hosts.ts";
import { createCredentialsUri } from "./services/credentials-uri/app.ts";
import { defaultHost, documentHosts } from "./services/credentials-uri/documents.ts";
import { createEcsMetadata } from "./services/ecs-metadata/app.ts";
import { ecsMetadataHosts } from "./services/ecs-metadata/instance.ts";
import { createOAuth } from "./services/oauth/app.ts";
import { oauthHosts } from "./services/oauth/sites.ts";
import { createOidcIssuer } from "./services/oidc-issuer/app.ts";
import { issuerHosts } from "./services/oidc-issuer/issuer.ts";
import { createSts } from "./services/sts/app.ts";
import { stsHosts } from "./services/sts/hosts.ts";

/** How a cloud reaches one service. */
export interface ServiceEntry {
  /** Kebab case: also the path prefix on a loopback host, as in `http://127.0.0.1:8080/sts/`. */
  readonly name: string;
  /** Real host names, without a port. */
  readonly hosts: readonly string[];
  /** More host names, from what the world says. */
  readonly worldHosts?: (description: WorldDescription) => readonly string[];
  /**
   * Paths that no other service has, answered on a loopback host also without the prefix: for clients that keep only
   * scheme and host of an address. One that ends in `/` stands for all below it.
   */
  readonly paths?: readonly string[];
  readonly create: (world: World) => Service;
}

/** The services of a cloud. One line each. */
export const services: readonly ServiceEntry[] = [
  { name: "sts", hosts: stsHosts, create: createSts },
  { name: "ecs-metadata", hosts: ecsMetadataHosts, paths: ["/latest/"], create: createEcsMetadata },
  {
    name: "oidc-issuer",
    hosts: [],
    worldHosts: issuerHosts,
    paths: ["/.well-known/openid-configuration", "/openid/v1/jwks"],
    create: createOidcIssuer,
  },
  { name: "credentials-uri", hosts: [defaultHost], worldHosts: documentHosts, create: createCredentialsUri },
  {
    name: "cloud-sso",
    hosts: cloudSsoHosts,
    worldHosts: directoryHosts,
    paths: [
      "/device-authorization",
      "/token",
      "/access-assignments/",
      "/cloud-credentials",
      "/device/code",
      "/device/login",
      "/start/login",
    ],
    create: createCloudSso,
  },
  {
    name: "oauth",
    hosts: oauthHosts,
    paths: ["/oauth2/v1/auth", "/v1/token", "/v1/exchange"],
    create: createOAuth,
  },
];
