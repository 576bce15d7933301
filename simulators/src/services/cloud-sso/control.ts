import type { World } from "../../cloud/world/world.ts";
import { signIn } from "./device-flow.ts";
import { createSsoLogins, type DeviceLogin } from "./logins.ts";
import type { CloudSsoWorld } from "./world.ts";

/** The actions of a person at the CloudSSO portal, for tests without a browser. */
export interface CloudSsoControl {
  /** User codes that wait for a decision, oldest first. */
  pending(): readonly string[];
  /** @throws `TypeError` when there is no such user, or no such code that waits. */
  approve(userCode: string, decision: { readonly user: string }): void;
  /** @throws `TypeError` when no such code waits. */
  deny(userCode: string): void;
  /**
   * An access token of a user, without the device authorization that leads to one.
   *
   * @throws `TypeError` when there is no such user.
   */
  signIn(user: string): { readonly accessToken: string; readonly expiresAtMs: number };
}

export function createCloudSsoControl(world: World<CloudSsoWorld>): CloudSsoControl {
  const logins = world.use(createSsoLogins);
  const serverNow = (): number => world.clock.now() + world.serverClockOffsetMs;

  function waiting(userCode: string): DeviceLogin {
    const device = logins.byUserCode(userCode);
    if (device?.standing === "pending" && device.expiresAtMs > serverNow()) return device;
    const found = logins.pending(serverNow()).map((one) => one.userCode);
    throw new TypeError(
      `no device waits with the code ${JSON.stringify(userCode)}; waiting: ${found.join(", ") || "none"}`,
    );
  }

  function known(user: string): string {
    const names = world.description.cloudSso?.users.map(({ name }) => name) ?? [];
    if (names.includes(user)) return user;
    throw new TypeError(
      `the CloudSSO directory has no user ${JSON.stringify(user)}; it has: ${names.join(", ") || "none"}`,
    );
  }

  return {
    pending: () => logins.pending(serverNow()).map(({ userCode }) => userCode),
    approve(userCode, { user }) {
      logins.decide(waiting(userCode), known(user), serverNow());
    },
    deny(userCode) {
      logins.decide(waiting(userCode), undefined, serverNow());
    },
    signIn(user) {
      const { accessToken, expiresAtMs } = signIn(logins, known(user), serverNow());
      return { accessToken, expiresAtMs };
    },
  };
}
