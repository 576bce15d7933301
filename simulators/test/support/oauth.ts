import { type Cloud, defaultWorld, type SimulateCloudOptions, type WorldDescription } from "../../src/mod.ts";
import type { Fields, Reply } from "./cloud-sso.ts";
import { challenge, verifier } from "./pkce.ts";
import { createClient } from "./worlds.ts";

export const sites = {
  CN: {
    signin: "https://signin.aliyun.com",
    oauth: "https://oauth.aliyun.com",
    clientId: "4038181954557748008",
  },
  INTL: {
    signin: "https://signin.alibabacloud.com",
    oauth: "https://oauth.alibabacloud.com",
    clientId: "4103531455503354461",
  },
} as const;

export const redirectUri = "http://127.0.0.1:12345/cli/callback";
export const state = "0123456789abcdef";

export interface OAuthClient {
  readonly cloud: Cloud;
  readonly site: (typeof sites)[keyof typeof sites];
  /** Address of the authorization page; parameters that are `undefined` are left out. */
  authorizeUrl(change?: Record<string, string | undefined>): string;
  token(form: Record<string, string | undefined>): Promise<Reply<Fields>>;
  /** A code of a user, approved without the page. */
  code(user: string): string;
  redeem(code: string, change?: Record<string, string | undefined>): Promise<Reply<Fields>>;
  refresh(
    refreshToken: string | undefined,
    change?: Record<string, string | undefined>,
  ): Promise<Reply<Fields>>;
  exchange(accessToken: string | undefined): Promise<Reply<Fields>>;
}

function parameters(all: Record<string, string | undefined>): URLSearchParams {
  return new URLSearchParams(
    Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function read(reply: Response): Promise<Reply<Fields>> {
  return { status: reply.status, body: (await reply.json()) as Fields };
}

export function createOAuthClient(
  options: SimulateCloudOptions = {},
  siteName: keyof typeof sites = "CN",
): OAuthClient {
  const { cloud } = createClient(options);
  const site = sites[siteName];
  const client: OAuthClient = {
    cloud,
    site,
    authorizeUrl: (change = {}) =>
      `${site.signin}/oauth2/v1/auth?${parameters({
        response_type: "code",
        client_id: site.clientId,
        redirect_uri: redirectUri,
        state,
        code_challenge: challenge(),
        code_challenge_method: "S256",
        ...change,
      })}`,
    async token(form) {
      const headers = { "content-type": "application/x-www-form-urlencoded" };
      const body = parameters(form).toString();
      return read(await cloud.fetch(`${site.oauth}/v1/token`, { method: "POST", headers, body }));
    },
    code: (user) => cloud.oauth.approve(client.authorizeUrl(), { user }).searchParams.get("code") ?? "",
    redeem: (code, change = {}) =>
      client.token({
        grant_type: "authorization_code",
        code,
        client_id: site.clientId,
        redirect_uri: redirectUri,
        code_verifier: verifier,
        ...change,
      }),
    refresh: (refreshToken, change = {}) =>
      client.token({
        grant_type: "refresh_token",
        refresh_token: refreshToken,
        client_id: site.clientId,
        Timestamp: "2026-01-07T08:00:00Z",
        ...change,
      }),
    async exchange(accessToken) {
      const headers = {
        "content-type": "application/json",
        ...(accessToken !== undefined && { authorization: `Bearer ${accessToken}` }),
      };
      return read(await cloud.fetch(`${site.oauth}/v1/exchange`, { method: "POST", headers }));
    },
  };
  return client;
}

/** The default world with OAuth settings. */
export function oauthWorld(oauth: NonNullable<WorldDescription["oauth"]>): WorldDescription {
  return { ...defaultWorld, oauth };
}
