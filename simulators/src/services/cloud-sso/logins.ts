import { createExpiringMap, joinParts } from "../../cloud/world/state.ts";
import type { World } from "../../cloud/world/world.ts";
import type { CloudSsoWorld } from "./world.ts";

/** How far a device code has come. */
type DeviceStanding = "pending" | "approved" | "denied" | "used" | "void";

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
interface SsoToken {
  readonly accessToken: string;
  readonly clientId: string;
  readonly user: string;
  readonly expiresAtMs: number;
}

/** Device codes and access tokens of a world. */
export interface SsoLogins {
  start(clientId: string, codeChallenge: string, nowMs: number): DeviceLogin;
  byDeviceCode(deviceCode: string): DeviceLogin | undefined;
  /** Case, hyphens and white space make no difference. */
  byUserCode(userCode: string): DeviceLogin | undefined;
  /** Devices that nobody has decided about. */
  pending(nowMs: number): readonly DeviceLogin[];
  change(device: DeviceLogin, to: Partial<Pick<DeviceLogin, "standing" | "polledAtMs">>, nowMs: number): void;
  /** Approves a device for a user, or denies it when there is none. */
  decide(device: DeviceLogin, user: string | undefined, nowMs: number): void;
  issueToken(token: Omit<SsoToken, "accessToken">, nowMs: number): SsoToken;
  token(accessToken: string): SsoToken | undefined;
  size(): number;
}

/** Life of a device code. */
export const DEVICE_CODE_SECONDS = 600;
/** Least time between two polls. */
export const POLL_INTERVAL_SECONDS = 5;

/** Without vowels, so that no code is a word: https://www.rfc-editor.org/rfc/rfc8628#section-6.1 */
const USER_CODE_ALPHABET = "BCDFGHJKLMNPQRSTVWXZ";

/** For `world.use`. */
export function createSsoLogins({ canaries, state, random: randomOf }: World<CloudSsoWorld>): SsoLogins {
  const random = randomOf("cloud-sso");
  const devices = createExpiringMap<DeviceLogin>();
  const userCodes = createExpiringMap<{ readonly deviceCode: string; readonly expiresAtMs: number }>();
  const tokens = createExpiringMap<SsoToken>();

  function freshUserCode(): string {
    for (;;) {
      const code = `${random.text(4, USER_CODE_ALPHABET)}-${random.text(4, USER_CODE_ALPHABET)}`;
      if (userCodes.get(code) === undefined) return code;
    }
  }

  state.add("cloud-sso", joinParts(devices, userCodes, tokens));
  return {
    start(clientId, codeChallenge, nowMs) {
      const userCode = freshUserCode();
      const deviceCode = canaries.mint("token", `the device code of ${userCode}`);
      const expiresAtMs = nowMs + DEVICE_CODE_SECONDS * 1000;
      const device: DeviceLogin = {
        deviceCode,
        userCode,
        clientId,
        codeChallenge,
        expiresAtMs,
        standing: "pending",
        user: undefined,
        polledAtMs: undefined,
      };
      devices.set(deviceCode, device, nowMs);
      userCodes.set(userCode, { deviceCode, expiresAtMs }, nowMs);
      return device;
    },
    byDeviceCode: devices.get,
    byUserCode(userCode) {
      const letters = userCode.toUpperCase().replace(/[\s-]/g, "");
      const code = `${letters.slice(0, 4)}-${letters.slice(4)}`;
      return devices.get(userCodes.get(code)?.deviceCode ?? "");
    },
    pending: (nowMs) =>
      [...devices.values()].filter(
        ({ standing, expiresAtMs }) => standing === "pending" && expiresAtMs > nowMs,
      ),
    change: (device, to, nowMs) => devices.set(device.deviceCode, { ...device, ...to }, nowMs),
    decide(device, user, nowMs) {
      const standing = user === undefined ? "denied" : "approved";
      devices.set(device.deviceCode, { ...device, standing, user }, nowMs);
    },
    issueToken(issue, nowMs) {
      const accessToken = canaries.mint("token", `a CloudSSO access token of ${issue.user}`);
      const token: SsoToken = { ...issue, accessToken };
      tokens.set(accessToken, token, nowMs);
      return token;
    },
    token: tokens.get,
    size: () => devices.size() + tokens.size(),
  };
}
