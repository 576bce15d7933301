import type {
  AccessKeyDescription,
  OidcProviderDescription,
  PolicyReference,
  RoleDescription,
  SamlProviderDescription,
} from "../ram/description.ts";
import { type PolicyDocument, SYSTEM_POLICIES } from "../ram/policy.ts";
import { type Principal, principalArn } from "../ram/principal.ts";
import { createRandom, type Random } from "../random.ts";
import type { Canaries } from "./canaries.ts";
import type { SharedDescription } from "./description.ts";
import type { StatePart } from "./state.ts";

/** A long-term access key and its owner. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  active: boolean;
  readonly owner: Principal;
  /** Absent for those that the world describes. */
  readonly createdAtMs?: number | undefined;
}

/** An RSA public key of a user. */
interface PublicKey {
  readonly pem: string;
  readonly owner: Principal;
}

/** A RAM role with every default filled in. */
export interface Role {
  readonly accountId: string;
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  readonly trustPolicy: PolicyDocument;
  readonly maxSessionDurationSeconds: number;
}

/** The accounts of a world, compiled for look-ups. */
export interface Directory {
  accessKey(id: string): AccessKey | undefined;
  accessKeys(): readonly AccessKey[];
  /** Those of a main account or a user, in the order in which they were created. */
  accessKeysOf(owner: Principal): readonly AccessKey[];
  /** A new key, with an id and a secret of its own. */
  createAccessKey(owner: Principal, nowMs: number): AccessKey;
  deleteAccessKey(id: string): void;
  /** All keys as they are, for snapshots. */
  readonly keyState: StatePart;
  /** Main accounts and RAM users: everyone who can sign in. */
  principals(): readonly Principal[];
  publicKey(id: string): PublicKey | undefined;
  /** Role names are compared without regard to case, as RAM does. */
  role(arn: string): Role | undefined;
  oidcProvider(arn: string): OidcProviderDescription | undefined;
  samlProvider(arn: string): SamlProviderDescription | undefined;
  /** Policies attached to a user, or to the role behind a session; the main account has none and needs none. */
  policiesOf(principal: Principal): readonly PolicyDocument[];
}

/** @throws `TypeError` when two things of the description have the same id or name. */
export function createDirectory(
  world: SharedDescription,
  canaries: Canaries,
  random: Random,
  provisionedRoles: (accountId: string) => readonly RoleDescription[],
): Directory {
  const keys = new Map<string, AccessKey>();
  const principals: Principal[] = [];
  const publicKeys = new Map<string, PublicKey>();
  const roles = new Map<string, Role>();
  const policies = new Map<string, readonly PolicyDocument[]>();
  const oidcProviders = new Map<string, OidcProviderDescription>();
  const samlProviders = new Map<string, SamlProviderDescription>();

  function addKeys(owner: Principal, described: readonly AccessKeyDescription[] = []): void {
    for (const { id, secret, active = true } of described) {
      const name = `the secret of access key ${id}`;
      if (secret !== undefined) canaries.adopt(secret, name);
      put(keys, id, { id, secret: secret ?? canaries.mint("access-key-secret", name), active, owner });
    }
  }

  for (const account of world.accounts) {
    const head = `acs:ram::${account.id}`;
    if (principals.some(({ accountId }) => accountId === account.id))
      throw new TypeError(`the world describes the account ${account.id} twice`);
    const root: Principal = { type: "Account", accountId: account.id };
    principals.push(root);
    addKeys(root, account.rootAccessKeys);
    for (const user of account.users ?? []) {
      const arn = `${head}:user/${user.name}`;
      const owner: Principal = {
        type: "RAMUser",
        accountId: account.id,
        userName: user.name,
        userId: user.id ?? digits(arn),
      };
      principals.push(owner);
      put(policies, arn, compile(user.policies));
      addKeys(owner, user.accessKeys);
      for (const { id, pem } of user.publicKeys ?? []) put(publicKeys, id, { pem, owner });
    }
    for (const { name, id, trustPolicy, maxSessionDurationSeconds = 3600, policies: attached } of [
      ...(account.roles ?? []),
      ...provisionedRoles(account.id),
    ]) {
      const arn = `${head}:role/${name.toLowerCase()}`;
      let roleId: string | undefined;
      put(policies, arn, compile(attached));
      put(roles, arn, {
        accountId: account.id,
        name,
        get id() {
          roleId ??= id ?? digits(arn);
          return roleId;
        },
        arn,
        trustPolicy,
        maxSessionDurationSeconds,
      });
    }
    for (const provider of account.oidcProviders ?? [])
      put(oidcProviders, `${head}:oidc-provider/${provider.name}`, provider);
    for (const provider of account.samlProviders ?? [])
      put(samlProviders, `${head}:saml-provider/${provider.name}`, provider);
  }

  return {
    accessKeysOf(owner) {
      const arn = principalArn(owner);
      return [...keys.values()].filter((key) => principalArn(key.owner) === arn);
    },
    createAccessKey(owner, nowMs) {
      const id = `LTAI5t${random.text(18)}`;
      const secret = canaries.mint("access-key-secret", `the secret of access key ${id}`);
      const key: AccessKey = { id, secret, active: true, owner, createdAtMs: nowMs };
      put(keys, id, key);
      return key;
    },
    deleteAccessKey: (id) => keys.delete(id),
    keyState: {
      snapshot: () => [...keys.values()].map((key) => ({ ...key })),
      restore(saved) {
        keys.clear();
        for (const key of saved as readonly AccessKey[]) keys.set(key.id, { ...key });
      },
    },
    accessKey: (id) => keys.get(id),
    publicKey: (id) => publicKeys.get(id),
    accessKeys: () => [...keys.values()],
    principals: () => principals,
    role: (arn) => roles.get(arn) ?? roles.get(withLowerCaseName(arn)),
    oidcProvider: (arn) => oidcProviders.get(arn),
    samlProvider: (arn) => samlProviders.get(arn),
    policiesOf(principal) {
      if (principal.type !== "AssumedRoleUser") return policies.get(principalArn(principal)) ?? [];
      return policies.get(`acs:ram::${principal.accountId}:role/${principal.roleName.toLowerCase()}`) ?? [];
    },
  };
}

function withLowerCaseName(arn: string): string {
  const nameAt = arn.lastIndexOf("/") + 1;
  return arn.slice(0, nameAt) + arn.slice(nameAt).toLowerCase();
}

function put<T>(map: Map<string, T>, key: string, value: T): void {
  if (map.has(key)) throw new TypeError(`the world describes ${key} twice`);
  map.set(key, value);
}

function compile(references: readonly PolicyReference[] = []): readonly PolicyDocument[] {
  return references.map((reference) =>
    typeof reference === "string" ? SYSTEM_POLICIES[reference] : reference,
  );
}

/** 18 digits that belong to a name, beginning with 3 as RAM's do. */
function digits(name: string): string {
  return `3${createRandom(name).text(17, "0123456789")}`;
}
