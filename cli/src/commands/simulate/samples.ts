import type { Cloud } from "@alicred/simulators";

/** Things of a world to try it with. */
export interface Samples {
  /** All long-term keys. */
  readonly keys: readonly SampleKey[];
  /** The one to begin with. */
  readonly key: SampleKey | undefined;
  /** The ARN of a role that `key` may assume. */
  readonly roleArn: string | undefined;
  readonly oidc:
    | { readonly issuer: string; readonly providerArn: string; readonly roleArn: string }
    | undefined;
  /** Path of a document of credentials. */
  readonly documentPath: string | undefined;
  /** The ECS instance whose metadata are at the real address, if it has a role. */
  readonly instance: { readonly id: string; readonly roleName: string } | undefined;
}

/** Names the owner of a key that is no user's, for programs too. */
export const MAIN_ACCOUNT = "the main account";

/** A long-term key, and whose it is. */
export interface SampleKey {
  readonly id: string;
  readonly secret: string;
  readonly owner: string;
  readonly accountId: string;
  readonly active: boolean;
}

/** Of a cloud whose services do not answer. */
export const NO_SAMPLES: Samples = {
  keys: [],
  key: undefined,
  roleArn: undefined,
  oidc: undefined,
  documentPath: undefined,
  instance: undefined,
};

/** Picks them by what the world says; there may be none of a kind. */
export function pickSamples({ world, accessKey }: Cloud): Samples {
  const { accounts, oidcIssuers = [], credentialsUri, ecsInstances = [] } = world.description;
  const [first] = ecsInstances;
  const keys = world.directory.accessKeys().map(({ id, active, owner }) => ({
    id,
    secret: accessKey(id).accessKeySecret,
    owner: owner.type === "RAMUser" ? owner.userName : MAIN_ACCOUNT,
    accountId: owner.accountId,
    active,
  }));
  const mayAssume = accounts
    .flatMap(({ users = [] }) => users)
    .filter(({ policies = [] }) => policies.includes("AliyunSTSAssumeRoleAccess"))
    .map(({ name }) => name);
  const active = keys.filter((key) => key.active);
  const key = active.find(({ owner }) => mayAssume.includes(owner)) ?? active[0];
  const roles = accounts.flatMap(({ id, roles = [] }) =>
    roles.map(({ name, trustPolicy }) => ({
      accountId: id,
      arn: `acs:ram::${id}:role/${name}`,
      trust: JSON.stringify(trustPolicy),
    })),
  );
  const [oidc] = accounts.flatMap(({ id, oidcProviders = [] }) =>
    oidcProviders
      .filter(({ issuer }) => oidcIssuers.some((one) => one.issuer === issuer))
      .map(({ name, issuer }) => ({ issuer, providerArn: `acs:ram::${id}:oidc-provider/${name}` }))
      .flatMap((provider) =>
        roles
          .filter(({ trust }) => trust.includes(JSON.stringify(provider.providerArn)))
          .map(({ arn }) => ({ ...provider, roleArn: arn })),
      ),
  );
  return {
    keys,
    key,
    roleArn: roles.find(({ accountId, trust }) => accountId === key?.accountId && trust.includes('"RAM"'))
      ?.arn,
    oidc,
    documentPath: credentialsUri?.documents[0]?.path,
    instance: first?.roleName === undefined ? undefined : { id: first.id, roleName: first.roleName },
  };
}
