import {
  type Credentials,
  InvalidAnswerError,
  RefusedError,
  type ResolveContext,
  sendRequest,
  statusError,
} from "@alicred/core";
import { parseJson, readJsonReply } from "@alicred/plugin-kit";
import { consoleText } from "./text.ts";

/** The site of the console: China (aliyun.com) or international (alibabacloud.com). */
export type Site = "cn" | "intl";

interface SiteAddresses {
  /** Where sessions become sign-ins, and where the browser goes once one has ended. */
  readonly signIn: string;
  readonly home: string;
  /** The domain of the products' consoles. */
  readonly consoles: string;
}

const SITES: Readonly<Record<Site, SiteAddresses>> = {
  cn: {
    signIn: "https://signin.aliyun.com",
    home: "https://home.console.aliyun.com/",
    consoles: "console.aliyun.com",
  },
  intl: {
    signIn: "https://signin.alibabacloud.com",
    home: "https://home.console.alibabacloud.com/",
    consoles: "console.alibabacloud.com",
  },
};

/** The life of the address, in seconds. */
export const ADDRESS_SECONDS = 30;

const WHAT = "The console's sign-in service";

/** Where and for what to sign in. */
export interface FederationRequest {
  readonly site: Site;
  /** The origin of the sign-in service. Default: the site's. */
  readonly endpoint?: string | undefined;
  readonly destination: string;
}

/**
 * The address that opens the console as the role of a session. It is good for one visit. The secrets travel in the body of
 * the request, and none is in the address.
 *
 * @throws {AlicredError} `UPSTREAM_REFUSED` when the credentials are not the session of a role; by the reply.
 * @see https://www.alibabacloud.com/help/en/ram/user-guide/use-an-sts-token-to-log-on-to-the-console
 */
export async function signInAddress(
  context: ResolveContext,
  { accessKeyId, accessKeySecret, securityToken }: Credentials,
  { site, endpoint, destination }: FederationRequest,
): Promise<string> {
  if (securityToken === undefined) throw new RefusedError("NOT_A_ROLE_SESSION", consoleText().noSession);
  const origin = endpoint ?? SITES[site].signIn;
  const form = {
    Action: "GetSigninToken",
    AccessKeyId: accessKeyId,
    AccessKeySecret: accessKeySecret,
    SecurityToken: securityToken,
    TicketType: "mini",
  };
  const reply = await sendRequest(context, () => ({
    method: "POST",
    url: `${origin}/federation`,
    headers: { accept: "application/json", "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(form).toString(),
  }));
  if (reply.status >= 400) {
    const { Code: serverCode, RequestId: requestId } = parseJson(reply.text) ?? {};
    const hint = /^NoPermission/.test(String(serverCode)) ? consoleText().noRole : undefined;
    throw statusError(context, WHAT, reply, { serverCode, requestId, hint });
  }
  const { SigninToken: token } = readJsonReply(reply, WHAT);
  if (typeof token !== "string" || token === "")
    throw new InvalidAnswerError("RESPONSE_MALFORMED", consoleText().noSigninToken);
  const query = {
    Action: "Login",
    LoginUrl: `${SITES[site].signIn}/`,
    Destination: destination,
    SigninToken: token,
  };
  return `${origin}/federation?${new URLSearchParams(query)}`;
}

/**
 * The address of a destination: an official one, or a product such as `ecs`. `undefined` for anything else, to which the
 * service would not redirect.
 */
export function destinationOf(given: string | undefined, site: Site): string | undefined {
  const { home, consoles } = SITES[site];
  if (given === undefined) return home;
  if (/^[a-z][a-z0-9-]{0,40}$/.test(given)) return `https://${given}.${consoles}/`;
  if (!URL.canParse(given)) return undefined;
  const { protocol, hostname, username, password, href } = new URL(given);
  const isOfficial = /(?:^|\.)(?:aliyun|alibabacloud)\.com$/.test(hostname);
  return protocol === "https:" && isOfficial && username === "" && password === "" ? href : undefined;
}
