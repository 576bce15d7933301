import type { Random } from "../random.ts";
import type { Canaries } from "../world/canaries.ts";
import type { StatePart } from "../world/state.ts";

/** How far a device code has come. */
export type DeviceStanding = "pending" | "approved" | "denied" | "used" | "void";

/** A device that waits for a person to approve it. */
export interface DeviceLogin {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly clientId: string;
  readonly codeChallenge: string;
  readonly expiresAtMs: number;
  readonly standing: DeviceStanding;
  readonly user: string | undefined;
  readonly polledAtMs: number | undefined;
}

/** An access token of the portal. */
export interface SsoToken {
  readonly accessToken: string;
  readonly clientId: string;
  readonly user: string;
  readonly expiresAtMs: number;
}

/** Device codes and access tokens of a world. Those that expired are let go some time later. */
export interface SsoLogins {
  start(clientId: string, codeChallenge: string, nowMs: number): DeviceLogin;
  byDeviceCode(deviceCode: string): DeviceLogin | undefined;
  /** Case, hyphens and white space make no difference. */
  byUserCode(userCode: string): DeviceLogin | undefined;
  change(device: DeviceLogin, to: Partial<Pick<DeviceLogin, "standing" | "user" | "polledAtMs">>): void;
  issueToken(user: string, clientId: string, expiresAtMs: number, nowMs: number): SsoToken;
  token(accessToken: string): SsoToken | undefined;
  size(): number;
}

export const deviceCodeSeconds = 600;

const keptAfterExpiryMs = 900_000;
/** Without vowels, so that no code is a word: https://www.rfc-editor.org/rfc/rfc8628#section-6.1 */
const userCodeAlphabet = "BCDFGHJKLMNPQRSTVWXZ";

export function createSsoLogins(random: Random, canaries: Canaries): { logins: SsoLogins; state: StatePart } {
  let devices = new Map<string, DeviceLogin>();
  let deviceCodes = new Map<string, string>();
  let tokens = new Map<string, SsoToken>();

  function freshUserCode(): string {
    for (;;) {
      const code = `${random.text(4, userCodeAlphabet)}-${random.text(4, userCodeAlphabet)}`;
      if (!devices.has(code)) return code;
    }
  }

  const logins: SsoLogins = {
    start(clientId, codeChallenge, nowMs) {
      for (const { userCode, deviceCode, expiresAtMs } of devices.values()) {
        if (expiresAtMs + keptAfterExpiryMs > nowMs) break; // oldest first, all of one lifetime
        devices.delete(userCode);
        deviceCodes.delete(deviceCode);
      }
      const userCode = freshUserCode();
      const device: DeviceLogin = {
        deviceCode: canaries.mint("token", `the device code of ${userCode}`),
        userCode,
        clientId,
        codeChallenge,
        expiresAtMs: nowMs + deviceCodeSeconds * 1000,
        standing: "pending",
        user: undefined,
        polledAtMs: undefined,
      };
      devices.set(userCode, device);
      deviceCodes.set(device.deviceCode, userCode);
      return device;
    },
    byDeviceCode: (deviceCode) => devices.get(deviceCodes.get(deviceCode) ?? ""),
    byUserCode: (userCode) =>
      devices.get(userCode.toUpperCase().replace(/[\s-]/g, "").replace(/^.{4}/, "$&-")),
    change(device, to) {
      devices.set(device.userCode, { ...device, ...to });
    },
    issueToken(user, clientId, expiresAtMs, nowMs) {
      for (const token of tokens.values()) {
        if (token.expiresAtMs + keptAfterExpiryMs <= nowMs) tokens.delete(token.accessToken);
      }
      const accessToken = canaries.mint("token", `a CloudSSO access token of ${user}`);
      const token: SsoToken = { accessToken, clientId, user, expiresAtMs };
      tokens.set(accessToken, token);
      return token;
    },
    token: (accessToken) => tokens.get(accessToken),
    size: () => devices.size + tokens.size,
  };
  return {
    logins,
    state: {
      snapshot: () => ({
        devices: new Map(devices),
        deviceCodes: new Map(deviceCodes),
        tokens: new Map(tokens),
      }),
      restore(saved) {
        const state = saved as {
          devices: typeof devices;
          deviceCodes: typeof deviceCodes;
          tokens: typeof tokens;
        };
        devices = new Map(state.devices);
        deviceCodes = new Map(state.deviceCodes);
        tokens = new Map(state.tokens);
      },
    },
  };
}
