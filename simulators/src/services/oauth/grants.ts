import type { Principal } from "../../cloud/ram/principal.ts";
import { createExpiringMap, joinParts } from "../../cloud/world/state.ts";
import type { World } from "../../cloud/world/world.ts";
import type { OAuthSite } from "./sites.ts";
import type { OAuthWorld } from "./world.ts";

/** The grant of one sign-in; every token that descends from it points here. */
export interface Grant {
  readonly id: string;
  readonly clientId: string;
  readonly site: OAuthSite;
  readonly principal: Principal;
  readonly signInName: string;
  readonly revoked: boolean;
  readonly expiresAtMs: number;
}

/** An authorization code. */
interface AuthorizationCode {
  readonly code: string;
  readonly grantId: string;
  readonly redirectUri: string;
  readonly codeChallenge: string;
  readonly used: boolean;
  readonly expiresAtMs: number;
}

/** An access token or a refresh token. */
interface OAuthToken {
  readonly token: string;
  readonly grantId: string;
  /** Refresh tokens are good for one use. */
  readonly used: boolean;
  readonly expiresAtMs: number;
}

/** Tokens as they are given out together. */
interface IssuedTokens {
  readonly accessToken: string;
  readonly accessExpiresAtMs: number;
  /** Absent when none was to be issued. */
  readonly refreshToken: string | undefined;
}

/** Grants, codes and tokens of a world. */
export interface OAuthGrants {
  /** A grant that lasts as long as a code, and longer with each token. */
  begin(who: Pick<Grant, "clientId" | "site" | "principal" | "signInName">, nowMs: number): Grant;
  issueCode(
    grant: Grant,
    request: Pick<AuthorizationCode, "redirectUri" | "codeChallenge">,
    nowMs: number,
  ): AuthorizationCode;
  /** Tokens of a grant; `accessLifeMs` and `withRefreshToken` for faults. */
  issue(
    grant: Grant,
    nowMs: number,
    options?: { readonly accessLifeMs?: number | undefined; readonly withRefreshToken?: boolean },
  ): IssuedTokens;
  grant(id: string): Grant | undefined;
  code(code: string): AuthorizationCode | undefined;
  accessToken(token: string): OAuthToken | undefined;
  refreshToken(token: string): OAuthToken | undefined;
  useCode(code: AuthorizationCode, nowMs: number): void;
  useRefreshToken(token: OAuthToken, nowMs: number): void;
  /** Makes every token of a grant worthless. */
  revoke(grantId: string, nowMs: number): void;
  size(): number;
}

const DEFAULTS = { codeSeconds: 300, accessTokenSeconds: 3600, refreshTokenSeconds: 2_592_000 };

/** For `world.use`. */
export function createOAuthGrants({
  canaries,
  state,
  random: randomOf,
  description,
}: World<OAuthWorld>): OAuthGrants {
  const { codeSeconds, accessTokenSeconds, refreshTokenSeconds } = {
    ...DEFAULTS,
    ...given(description.oauth),
  };
  const random = randomOf("oauth");
  const grants = createExpiringMap<Grant>();
  const codes = createExpiringMap<AuthorizationCode>();
  const accessTokens = createExpiringMap<OAuthToken>();
  const refreshTokens = createExpiringMap<OAuthToken>();
  state.add("oauth", joinParts(grants, codes, accessTokens, refreshTokens));

  return {
    begin(who, nowMs) {
      const expiresAtMs = nowMs + codeSeconds * 1000;
      const grant: Grant = { ...who, id: random.text(12), revoked: false, expiresAtMs };
      grants.set(grant.id, grant, nowMs);
      return grant;
    },
    issueCode(grant, { redirectUri, codeChallenge }, nowMs) {
      const code: AuthorizationCode = {
        code: canaries.mint("token", `an authorization code of ${grant.signInName}`),
        grantId: grant.id,
        redirectUri,
        codeChallenge,
        used: false,
        expiresAtMs: nowMs + codeSeconds * 1000,
      };
      codes.set(code.code, code, nowMs);
      return code;
    },
    issue(grant, nowMs, { accessLifeMs = accessTokenSeconds * 1000, withRefreshToken = true } = {}) {
      const mint = (kind: string): string =>
        canaries.mint("token", `an OAuth ${kind} token of ${grant.signInName}`);
      const access: OAuthToken = {
        token: mint("access"),
        grantId: grant.id,
        used: false,
        expiresAtMs: nowMs + accessLifeMs,
      };
      accessTokens.set(access.token, access, nowMs);
      const lastsUntilMs = nowMs + Math.max(accessLifeMs, refreshTokenSeconds * 1000);
      grants.set(grant.id, { ...grant, expiresAtMs: Math.max(grant.expiresAtMs, lastsUntilMs) }, nowMs);
      const issued = { accessToken: access.token, accessExpiresAtMs: access.expiresAtMs };
      if (!withRefreshToken) return { ...issued, refreshToken: undefined };
      const refresh: OAuthToken = {
        token: mint("refresh"),
        grantId: grant.id,
        used: false,
        expiresAtMs: nowMs + refreshTokenSeconds * 1000,
      };
      refreshTokens.set(refresh.token, refresh, nowMs);
      return { ...issued, refreshToken: refresh.token };
    },
    grant: grants.get,
    code: codes.get,
    accessToken: accessTokens.get,
    refreshToken: refreshTokens.get,
    useCode: (code, nowMs) => codes.set(code.code, { ...code, used: true }, nowMs),
    useRefreshToken: (token, nowMs) => refreshTokens.set(token.token, { ...token, used: true }, nowMs),
    revoke(grantId, nowMs) {
      const grant = grants.get(grantId);
      if (grant) grants.set(grantId, { ...grant, revoked: true }, nowMs);
    },
    size: () => grants.size() + codes.size() + accessTokens.size() + refreshTokens.size(),
  };
}

/** The settings that are defined, so that absent ones do not hide the defaults. */
function given(settings: Partial<Record<keyof typeof DEFAULTS, number | undefined>> = {}): typeof DEFAULTS {
  const { codeSeconds, accessTokenSeconds, refreshTokenSeconds } = settings;
  return {
    codeSeconds: codeSeconds ?? DEFAULTS.codeSeconds,
    accessTokenSeconds: accessTokenSeconds ?? DEFAULTS.accessTokenSeconds,
    refreshTokenSeconds: refreshTokenSeconds ?? DEFAULTS.refreshTokenSeconds,
  };
}
