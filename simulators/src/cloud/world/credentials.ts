import type { PolicyDocument } from "../ram/policy.ts";
import type { Principal } from "../ram/principal.ts";
import { base36, checksum, type Random } from "../random.ts";
import type { Canaries } from "./canaries.ts";
import type { StatePart } from "./state.ts";

/** Temporary credentials that a service gave out. */
export interface TemporaryCredentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  /** Absent for session access keys, which are used without one. */
  readonly securityToken: string | undefined;
  /** Absent for those that the world was created with. */
  readonly issuedAtMs?: number | undefined;
  readonly expiresAtMs: number;
  readonly principal: Principal;
  /** Narrows what the principal may do. */
  readonly sessionPolicy: PolicyDocument | undefined;
  /** The SourceIdentity of the first session in a chain of roles, which the later ones keep. */
  readonly sourceIdentity?: string | undefined;
  /** Service and operation that gave them out. */
  readonly issuedBy: string;
}

/** Credentials to issue. */
interface Issue {
  readonly principal: Principal;
  readonly expiresAtMs: number;
  readonly issuedBy: string;
  /** When they began to be good. Default: now. */
  readonly issuedAtMs?: number;
  readonly sessionPolicy?: PolicyDocument | undefined;
  readonly sourceIdentity?: string | undefined;
  /** Default true. */
  readonly withSecurityToken?: boolean;
}

/** How a security token relates to the access key it came with. */
type TokenStanding = "matches" | "expired" | "mismatch" | "malformed";

/** Every temporary credential of the world, whichever service issued it. Those that expired are let go. */
export interface CredentialRegistry {
  issue(issue: Issue, nowMs: number): TemporaryCredentials;
  /** Takes in credentials with known values. They stay also when they expire. */
  adopt(credentials: TemporaryCredentials): void;
  find(accessKeyId: string): TemporaryCredentials | undefined;
  /** Expired credentials are told from unknown ones forever: tokens carry their expiry, sealed. */
  tokenStanding(accessKeyId: string, securityToken: string, nowMs: number): TokenStanding;
  live(nowMs: number): readonly TemporaryCredentials[];
  size(): number;
}

const SWEEP_EVERY_MS = 900_000;
const EXPIRY_LENGTH = 7;
const SEAL_LENGTH = 16;
const SEALED_TOKEN = new RegExp(
  `^CAISCnry([0-9a-z]{6})([0-9a-z]{${EXPIRY_LENGTH}})([0-9a-f]{${SEAL_LENGTH}})[A-Za-z0-9+/]+={0,2}$`,
);

export function createCredentialRegistry(
  seed: string,
  random: Random,
  canaries: Canaries,
): { registry: CredentialRegistry; state: StatePart } {
  let issued = new Map<string, TemporaryCredentials>();
  const adopted = new Map<string, TemporaryCredentials>();
  let sweptAtMs = Number.NEGATIVE_INFINITY;

  function seal(accessKeyId: string, serial: string, expiry: string): string {
    return checksum(`${seed}:${accessKeyId} ${serial} ${expiry}`);
  }

  function sweep(nowMs: number): void {
    if (nowMs - sweptAtMs < SWEEP_EVERY_MS) return;
    sweptAtMs = nowMs;
    for (const [id, { expiresAtMs }] of issued) if (expiresAtMs <= nowMs) issued.delete(id);
  }

  /**
   * Looked for one by one: a token that does not belong to its key is rare, and an index of tokens would cost each
   * issue.
   */
  function isTokenOfAnother(securityToken: string): boolean {
    for (const held of [adopted, issued])
      for (const other of held.values()) if (other.securityToken === securityToken) return true;
    return false;
  }

  const registry: CredentialRegistry = {
    issue(issue, nowMs) {
      const { principal, expiresAtMs, issuedBy, sessionPolicy, sourceIdentity } = issue;
      const { issuedAtMs = nowMs, withSecurityToken = true } = issue;
      sweep(nowMs);
      const accessKeyId = `${withSecurityToken ? "STS.NS" : "TMPSK."}${random.text(withSecurityToken ? 24 : 20)}`;
      const expiry = base36(Math.max(0, Math.ceil(expiresAtMs / 1000)), EXPIRY_LENGTH);
      const credentials: TemporaryCredentials = {
        accessKeyId,
        accessKeySecret: canaries.mint("session-secret", `the secret of ${accessKeyId}`),
        securityToken: withSecurityToken
          ? canaries.mint(
              "security-token",
              `the security token of ${accessKeyId}`,
              (serial) => expiry + seal(accessKeyId, serial, expiry),
            )
          : undefined,
        issuedAtMs,
        expiresAtMs,
        principal,
        sessionPolicy,
        sourceIdentity,
        issuedBy,
      };
      issued.set(accessKeyId, credentials);
      return credentials;
    },
    adopt(credentials) {
      canaries.adopt(credentials.accessKeySecret, `the secret of ${credentials.accessKeyId}`);
      if (credentials.securityToken)
        canaries.adopt(credentials.securityToken, `the security token of ${credentials.accessKeyId}`);
      adopted.set(credentials.accessKeyId, credentials);
    },
    find: (accessKeyId) => adopted.get(accessKeyId) ?? issued.get(accessKeyId),
    tokenStanding(accessKeyId, securityToken, nowMs) {
      const own = registry.find(accessKeyId);
      if (own?.securityToken === securityToken) return own.expiresAtMs > nowMs ? "matches" : "expired";
      if (isTokenOfAnother(securityToken)) return "mismatch";
      const [, serial = "", expiry = "", found] = SEALED_TOKEN.exec(securityToken) ?? [];
      return found !== undefined &&
        found === seal(accessKeyId, serial, expiry) &&
        Number.parseInt(expiry, 36) * 1000 <= nowMs
        ? "expired"
        : "malformed";
    },
    live: (nowMs) =>
      [...adopted.values(), ...issued.values()].filter(({ expiresAtMs }) => expiresAtMs > nowMs),
    size: () => issued.size + adopted.size,
  };
  return {
    registry,
    state: {
      snapshot: () => ({ issued: new Map(issued), sweptAtMs }),
      restore(saved) {
        const state = saved as { issued: typeof issued; sweptAtMs: number };
        issued = new Map(state.issued);
        sweptAtMs = state.sweptAtMs;
      },
    },
  };
}
