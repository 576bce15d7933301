import { hostName } from "../../cloud/request.ts";
import type { SharedDescription } from "../../cloud/world/description.ts";
import type { OAuthClientDescription, OAuthWorld } from "./world.ts";

/**
 * The China site (aliyun.com) and the international one (alibabacloud.com), which know nothing of each other's clients
 * and tokens.
 */
export type OAuthSite = "CN" | "INTL";

const DOMAINS: Readonly<Record<OAuthSite, string>> = { CN: "aliyun.com", INTL: "alibabacloud.com" };

/** Host names of the sign-in pages and of the token endpoints. */
export const OAUTH_HOSTS: readonly string[] = Object.values(DOMAINS).flatMap((domain) => [
  `signin.${domain}`,
  `oauth.${domain}`,
]);

/** Id of the aliyun CLI at each site: https://github.com/aliyun/aliyun-cli, folder config */
export const CLI_CLIENT_IDS: Readonly<Record<OAuthSite, string>> = {
  CN: "4038181954557748008",
  INTL: "4103531455503354461",
};

const CLI_CLIENTS: readonly OAuthClientDescription[] = (["CN", "INTL"] as const).map((site) => ({
  id: CLI_CLIENT_IDS[site],
  site,
  name: "Alibaba Cloud CLI",
  redirectUris: ["http://127.0.0.1/cli/callback"],
}));

/** Returns what a host serves. Elsewhere than at the real ones all is served, and the client tells the site. */
export function placeOf(host: string): { readonly role?: "signin" | "oauth"; readonly site?: OAuthSite } {
  const name = hostName(host);
  if (!OAUTH_HOSTS.includes(name)) return {};
  return {
    role: name.startsWith("signin.") ? "signin" : "oauth",
    site: name.endsWith(`.${DOMAINS.CN}`) ? "CN" : "INTL",
  };
}

/** A client by its id, unless it belongs to another site than the host. */
export function findClient(
  { oauth }: SharedDescription & OAuthWorld,
  id: string,
  host: string,
): OAuthClientDescription | undefined {
  const { site } = placeOf(host);
  return [...CLI_CLIENTS, ...(oauth?.clients ?? [])].find(
    (client) => client.id === id && (site === undefined || client.site === site),
  );
}

/**
 * Whether a refresh brings a new refresh token. The CLI, and the official SDKs with it, demand one; the reply that is
 * documented for RAM's applications has none.
 */
export function rotatesRefreshTokens({ oauth }: OAuthWorld, clientId: string): boolean {
  return oauth?.refreshTokenRotation === undefined
    ? isCli(clientId)
    : oauth.refreshTokenRotation === "always";
}

/**
 * Whether `expires_in` of the reply to a code is text, as a program of Alibaba's expects it of RAM's applications. The
 * CLI reads a number.
 */
export function writesExpiryAsText({ oauth }: OAuthWorld, clientId: string): boolean {
  return oauth?.expiresInAsText ?? !isCli(clientId);
}

function isCli(clientId: string): boolean {
  return Object.values(CLI_CLIENT_IDS).includes(clientId);
}

/** The addresses of a site; at other hosts those of the host itself. */
export function siteUrls({ host, secure }: { readonly host: string; readonly secure: boolean }): {
  readonly signin: string;
  readonly oauth: string;
} {
  const { site } = placeOf(host);
  const own = `${secure ? "https" : "http"}://${host}`;
  if (site === undefined) return { signin: own, oauth: own };
  return { signin: `https://signin.${DOMAINS[site]}`, oauth: `https://oauth.${DOMAINS[site]}` };
}

/** Such as `China (aliyun.com)`. */
export function siteName(site: OAuthSite): string {
  return `${site === "CN" ? "China" : "International"} (${DOMAINS[site]})`;
}

/** Whether a client may be redirected to an address; a registered one without a port stands for every port. */
export function mayRedirectTo({ redirectUris }: OAuthClientDescription, redirectUri: string): boolean {
  if (!URL.canParse(redirectUri)) return false;
  const asked = new URL(redirectUri);
  return redirectUris.some((registered) => {
    const allowed = new URL(registered);
    if (allowed.port === "") allowed.port = asked.port;
    return allowed.href === asked.href;
  });
}
