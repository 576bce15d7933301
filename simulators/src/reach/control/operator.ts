import { z } from "zod";
import type { CloudBase } from "../../cloud/cloud.ts";
import { loadState, saveState } from "../../cloud/portable.ts";
import { principalArn } from "../../cloud/ram/principal.ts";
import type { EcsInstance } from "../../services/ecs-metadata/mod.ts";
import { type ActionRoute, defineAction, filled, member } from "./action.ts";
import { ssoUsers } from "./people.ts";

const key = z.object({ id: z.string(), owner: z.string(), active: z.boolean() });
const metadata = z.strictObject({
  httpEndpoint: z.enum(["enabled", "disabled"]).optional(),
  httpTokens: z.enum(["optional", "required"]).optional(),
});
const instance = z.object({
  id: z.string(),
  roleName: z.string().nullable(),
  metadata: z.object({ httpEndpoint: z.string(), httpTokens: z.string() }),
});
const change = z.strictObject({ roleName: filled.nullable().optional(), metadata: metadata.optional() });
const issuer = z.strictObject({ issuer: filled.optional() });

/** Objects in buckets are part of a state. */
const MAX_STATE_BYTES = 256 * 1024 * 1024;

/** Actions of operators: keys on and off, roles of instances, hardened metadata, rotation. */
export const operatorActions: readonly ActionRoute[] = [
  defineAction({
    method: "GET",
    path: "/keys",
    summary: "The long-term access keys, without their secrets",
    reply: z.object({ keys: z.array(key) }),
    act: (cloud) => ({ keys: keysOf(cloud) }),
  }),
  defineAction({
    method: "PUT",
    path: "/keys/{key}",
    summary: "Switch a key on or off, by its id or the name of its user",
    body: z.strictObject({ active: z.boolean() }),
    reply: z.object({ keys: z.array(key) }),
    act(cloud, { active }, { key: name = "" }) {
      cloud.setAccessKeyActive(name, active);
      return { keys: keysOf(cloud) };
    },
  }),
  defineAction({
    method: "GET",
    path: "/keys/{key}/secret",
    summary: "A key with its secret",
    reply: z.object({ accessKeyId: z.string(), accessKeySecret: z.string() }),
    reveals: true,
    act: (cloud, _, { key: name = "" }) => cloud.accessKey(name),
  }),
  defineAction({
    method: "GET",
    path: "/state",
    summary: "The state, to go on from in another process; it holds the secrets of sessions",
    reply: z.looseObject({ format: z.string(), of: z.string(), clockMs: z.number() }),
    reveals: true,
    act: saveState,
  }),
  defineAction({
    method: "PUT",
    path: "/state",
    summary: "Go on from a saved state, that of a cloud of the same services, world and seed, clock included",
    body: z.looseObject({ format: z.string() }),
    maxBytes: MAX_STATE_BYTES,
    act: (cloud, body) => loadState(cloud, body),
  }),
  defineAction({
    method: "GET",
    path: "/instances",
    summary: "The ECS instances",
    reply: z.object({ instances: z.array(instance) }),
    act: (cloud) => ({ instances: instancesOf(cloud).map(shown) }),
  }),
  defineAction({
    method: "PUT",
    path: "/instances/{id}",
    summary: "Attach a role to an instance, or none by null, and harden or disable its metadata",
    body: change,
    reply: instance,
    act(cloud, { roleName, metadata: options }, { id = "" }) {
      const found = member(cloud, "ecsInstance")(id);
      if (roleName !== undefined) found.setRole(roleName ?? undefined);
      if (options !== undefined) found.setMetadataOptions(definedIn(options));
      return shown(found);
    },
  }),
  defineAction({
    method: "POST",
    path: "/instances/{id}/rotate",
    summary: "New credentials for the role of an instance, ahead of their time",
    act: (cloud, _, { id = "" }) => member(cloud, "ecsInstance")(id).rotateCredentials(),
  }),
  defineAction({
    method: "POST",
    path: "/documents/rotate",
    summary: "New credentials in a document of credentials_uri, ahead of their time",
    body: z.strictObject({ path: filled }),
    act: (cloud, { path }) => member(cloud, "credentialsDocument")(path).rotateCredentials(),
  }),
  defineAction({
    method: "POST",
    path: "/issuers/rotate",
    summary: "A new key for an OIDC issuer, or for the first",
    body: issuer,
    act: (cloud, body) => member(cloud, "oidcIssuer")(body.issuer).rotateKeys(),
  }),
  defineAction({
    method: "POST",
    path: "/issuers/mint",
    summary: "A token of an OIDC issuer, or of the first",
    body: issuer.extend({
      claims: z.record(z.string(), z.unknown()).optional(),
      lifetimeSeconds: z.number().optional(),
      issuedAgoSeconds: z.number().optional(),
      key: z.enum(["current", "previous", "retired", "forged"]).optional(),
    }),
    reply: z.object({ token: z.string() }),
    reveals: true,
    act: async (cloud, { issuer: address, ...request }) => ({
      token: await member(cloud, "oidcIssuer")(address).mint(request),
    }),
  }),
];

/** The things that people and operators act on, as far as the cloud has them. */
export function operatedIn(cloud: CloudBase): object {
  return {
    logins: "cloudSso" in cloud ? member(cloud, "cloudSso").pending() : [],
    users: ssoUsers(cloud.world.description),
    keys: keysOf(cloud),
    instances: "ecsInstance" in cloud ? instancesOf(cloud).map(shown) : [],
  };
}

function keysOf({ world }: CloudBase): readonly z.infer<typeof key>[] {
  return world.directory
    .accessKeys()
    .map(({ id, owner, active }) => ({ id, owner: principalArn(owner), active }));
}

function instancesOf(cloud: CloudBase): readonly EcsInstance[] {
  const { ecsInstances = [] } = cloud.world.description as { ecsInstances?: readonly { id: string }[] };
  return ecsInstances.map(({ id }) => member(cloud, "ecsInstance")(id));
}

function shown(one: EcsInstance): z.infer<typeof instance> {
  return { id: one.id, roleName: one.roleName() ?? null, metadata: one.metadataOptions() };
}

/** Leaves out what is `undefined`, which would be an invalid value. */
function definedIn<T extends object>(given: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
