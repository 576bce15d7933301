import type { Cloud } from "@alicred/simulators";
import { KEY_VARIABLES, proxyProperties } from "./variables.ts";
import type { Simulation } from "./view.ts";

/** Where a served simulation is reached and controlled, for a program. */
export function addressesOf(simulation: Simulation): object {
  const { url, httpsUrl, dashboardUrl, controlUrl, controlToken, clock } = simulation;
  return {
    url,
    proxyUrl: url,
    httpsUrl,
    control: {
      url: controlUrl,
      token: controlToken,
      dashboardUrl,
      healthUrl: `${controlUrl}/health`,
      caUrl: `${controlUrl}/ca.pem`,
    },
    clock,
  };
}

/**
 * All that a program needs to know of a served cloud, with every key: what the command prints with `--json`, on one line.
 */
export function summarize(simulation: Simulation, cloud: Cloud): unknown {
  const { url, variables, files, samples } = simulation;
  const { accounts, ecsInstances = [], credentialsUri, oidcIssuers = [], cloudSso } = cloud.world.description;
  const { profiles, providerBlock, scripts, ...paths } = files;
  return {
    ...addressesOf(simulation),
    ...paths,
    scripts,
    variables,
    environment: { set: variables.key, unset: KEY_VARIABLES.filter((name) => !(name in variables.key)) },
    systemProperties: systemProperties(simulation),
    services: cloud.services.map(({ name, operations }) => ({ name, url: `${url}/${name}/`, operations })),
    keys: samples.keys,
    roles: accounts.flatMap(({ id, roles = [] }) => roles.map(({ name }) => `acs:ram::${id}:role/${name}`)),
    profiles,
    providerBlock,
    oidc: samples.oidc,
    issuers: oidcIssuers.map(({ issuer }) => issuer),
    instances: ecsInstances.map(({ id, roleName }) => ({
      id,
      roleName,
      url: `${url.replace(/\/\/(?:127\.0\.0\.1|localhost)/, `//${id}.localhost`)}/ecs-metadata/`,
    })),
    documents: credentialsUri?.documents.map(({ path }) => `${url}/credentials-uri${path}`) ?? [],
    cloudSso: cloudSso && {
      url: `${url}/cloud-sso/`,
      signInUrl: cloudSso.signInUrl,
      users: cloudSso.users.map(({ name }) => name),
      accounts: cloudSso.accounts.map(({ accountId }) => accountId),
      accessConfigurations: cloudSso.accessConfigurations.map(({ id, name }) => ({ id, name })),
    },
  };
}

/** The same as the environment for a JVM that runs already: properties of Java and of the official clients. */
function systemProperties({ url, files, samples: { key } }: Simulation): Readonly<Record<string, string>> {
  return {
    ...proxyProperties(url, files.trustStore),
    ...(key && { "alibabacloud.accessKeyId": key.id, "alibabacloud.accessKeySecret": key.secret }),
  };
}
