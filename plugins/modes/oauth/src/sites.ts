import { type Rule, stringMatching } from "@alicred/core";
import { parseEndpoint } from "@alicred/plugin-kit";
import type { Service } from "./service.ts";

/** The site at which an account lives: China (aliyun.com) or international (alibabacloud.com). */
export type OAuthSite = "CN" | "INTL";

/** Where a site issues tokens, and the id of the aliyun CLI there, which signs people in. */
export interface SiteAddress {
  readonly endpoint: string;
  readonly clientId: string;
}

/** https://github.com/aliyun/aliyun-cli, folder config. */
export const OAUTH_SITES: Readonly<Record<OAuthSite, SiteAddress>> = {
  CN: { endpoint: "https://oauth.aliyun.com", clientId: "4038181954557748008" },
  INTL: { endpoint: "https://oauth.alibabacloud.com", clientId: "4103531455503354461" },
};

/** A site's name, in upper or lower case. `EN` is a name for `INTL` that some documents use. */
export const site: Rule = stringMatching(/^\s*(CN|INTL|EN)\s*$/i, "is not CN or INTL");

export const endpoint: Rule = [
  (value) => typeof value === "string" && parseEndpoint(value) !== undefined,
  "is not an origin; http:// is accepted for loopback hosts only",
];

/**
 * The service of a site.
 *
 * @param endpoint where tokens are issued, if not at the site's own address
 * @param profile whose login it is, if a profile's
 */
export function serviceOf(site: string, endpoint = "", profile?: string): Service {
  const name = site.trim().toUpperCase();
  const address = OAUTH_SITES[name === "CN" ? "CN" : "INTL"];
  return {
    endpoint: parseEndpoint(endpoint) ?? address.endpoint,
    clientId: address.clientId,
    login: { mode: "OAuth", profile },
    warning: name === "EN" ? "The site EN is read as INTL. Write INTL." : undefined,
  };
}
