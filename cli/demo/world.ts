import { defaultWorld, type WorldDescription } from "@alicred/simulators";

/** The id under which the simulated cloud knows the public key of alice's key pair. */
export const PUBLIC_KEY_ID = "pk-alice";

/** The default world, in which alice has a key pair too, and the role of the ECS instance may assume others. */
export function demoWorld(publicKeyPem: string): WorldDescription {
  return {
    ...defaultWorld,
    accounts: defaultWorld.accounts.map((account) => ({
      ...account,
      users: account.users?.map((user) =>
        user.name === "alice" ? { ...user, publicKeys: [{ id: PUBLIC_KEY_ID, pem: publicKeyPem }] } : user,
      ),
      roles: account.roles?.map((role) =>
        role.name === "ecs-app" ? { ...role, policies: ["AliyunSTSAssumeRoleAccess"] } : role,
      ),
    })),
  };
}
