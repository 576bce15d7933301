import { assumeRole } from "@alicred/assume-role";
import type { CredentialSource } from "@alicred/core";
import { credentialsUri } from "@alicred/credentials-uri";
import { ecsRamRole } from "@alicred/ecs-ram-role";
import { oidc } from "@alicred/oidc";
import type { Cloud } from "@alicred/simulators";
import { staticCredentials } from "@alicred/static";

const ACCOUNT = "1000000000000001";
const ADMIN = `acs:ram::${ACCOUNT}:role/admin`;

/** A source of a cloud, and the services that it asks. */
export interface SoakSource {
  readonly source: CredentialSource;
  readonly services: readonly string[];
}

/**
 * So many sources: keys with a role, roles of instances and pods, documents at an address, and a role on top of an instance.
 *
 * @param token the token of the pods, at once: to mint one takes real time, in which the cloud's may run out
 */
export function soakSources(cloud: Cloud, count: number, token: () => string): readonly SoakSource[] {
  const { accessKeyId, accessKeySecret } = cloud.accessKey("alice");
  const key = staticCredentials({ accessKeyId, accessKeySecret });
  const document = cloud.credentialsDocument().url;
  const role = { roleArn: ADMIN, durationSeconds: 3600 };
  const makers: readonly ((name: string) => SoakSource)[] = [
    (name) => ({
      source: assumeRole({ from: key, ...role, roleSessionName: name }),
      services: ["sts"],
    }),
    () => ({ source: ecsRamRole(), services: ["ecs-metadata"] }),
    (name) => ({
      source: oidc({
        roleArn: `acs:ram::${ACCOUNT}:role/rrsa-app`,
        oidcProviderArn: `acs:ram::${ACCOUNT}:oidc-provider/ack-rrsa`,
        token,
        roleSessionName: name,
        durationSeconds: 900,
      }),
      services: ["sts", "oidc-issuer"],
    }),
    () => ({
      source: credentialsUri({ uri: document, allowedHosts: [new URL(document).hostname] }),
      services: ["credentials-uri"],
    }),
    (name) => ({
      source: assumeRole({
        from: assumeRole({ from: key, ...role, roleSessionName: `${name}-base` }),
        ...role,
        durationSeconds: 900,
        roleSessionName: name,
      }),
      services: ["sts"],
    }),
  ];
  return Array.from({ length: count }, (_, index) => {
    const make = makers[index % makers.length];
    if (make === undefined) throw new Error("no source");
    return make(`soak-${index}`);
  });
}
