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

/** The site that a text names, in upper or lower case. `EN` is a name for `INTL` that some documents use. */
export function parseSite(text: string): OAuthSite | undefined {
  const name = text.trim().toUpperCase();
  if (name === "EN") return "INTL";
  return name === "CN" || name === "INTL" ? name : undefined;
}

/** What is amiss with how a site was written, for the trace. */
export function siteWarning(text: string): string | undefined {
  return text.trim().toUpperCase() === "EN"
    ? "The site EN is read as INTL. Write INTL, for other tools refuse EN."
    : undefined;
}
