import { InvalidAnswerError, type ResolveContext, sendRequest } from "@alicred/core";
import { type JsonObject, type Login, type LoginChoice, readJsonReply, textOf } from "@alicred/plugin-kit";
import { portalError, portalOf, WHAT } from "./portal.ts";

/** Someone who has signed in at a portal. */
export interface SignedIn {
  /** The address at which they did. */
  readonly signInUrl: string;
  readonly accessToken: string;
  readonly login: Login;
}

/** The largest page that the portal gives. */
const PAGE_SIZE = 100;

/** The accounts that a person may enter. */
export function listAccounts(context: ResolveContext, who: SignedIn): Promise<readonly LoginChoice[]> {
  return list(context, who, "accounts", {}, "Accounts", ({ AccountId, DisplayName }) => ({
    id: textOf(AccountId),
    name: textOf(DisplayName || AccountId),
  }));
}

/** The access configurations that a person has in an account. */
export function listAccessConfigurations(
  context: ResolveContext,
  who: SignedIn,
  accountId: string,
): Promise<readonly LoginChoice[]> {
  const query = { AccountId: accountId };
  return list(context, who, "access-configurations", query, "AccessConfigurationsForAccount", (entry) => ({
    id: textOf(entry["AccessConfigurationId"]),
    name: textOf(entry["AccessConfigurationName"] || entry["AccessConfigurationId"]),
    description: textOf(entry["AccessConfigurationDescription"]) || undefined,
  }));
}

/**
 * Whether the portal accepts an access token, by the shortest list that needs one.
 *
 * @throws {AlicredError} `LOGIN_REQUIRED` when it does not.
 */
export async function checkAccessToken(context: ResolveContext, who: SignedIn): Promise<void> {
  await page(context, who, "accounts", { MaxResults: "1" });
}

async function list(
  context: ResolveContext,
  who: SignedIn,
  path: string,
  query: Readonly<Record<string, string>>,
  member: string,
  read: (entry: JsonObject) => LoginChoice,
): Promise<readonly LoginChoice[]> {
  const all: LoginChoice[] = [];
  const seen = new Set<string>();
  for (let next = ""; ; ) {
    seen.add(next);
    const asked = { ...query, MaxResults: String(PAGE_SIZE), ...(next !== "" && { NextToken: next }) };
    const { [member]: entries, IsTruncated: more, NextToken: token } = await page(context, who, path, asked);
    if (!Array.isArray(entries)) throw malformed(member);
    all.push(...entries.map((entry) => read(Object(entry))));
    if (more !== true) return all;
    next = textOf(token);
    // A token that leads back would never end.
    if (seen.has(next)) throw malformed("NextToken");
  }
}

async function page(
  context: ResolveContext,
  { signInUrl, accessToken, login }: SignedIn,
  path: string,
  query: Readonly<Record<string, string>>,
): Promise<JsonObject> {
  const reply = await sendRequest(context, () => ({
    method: "GET",
    url: `${portalOf(signInUrl)}/access-assignments/${path}?${new URLSearchParams(query)}`,
    headers: { accept: "application/json", authorization: `Bearer ${accessToken}` },
  }));
  if (reply.status >= 400) throw portalError(context, reply, login);
  return readJsonReply(reply, WHAT);
}

function malformed(name: string): InvalidAnswerError {
  const message = `${WHAT} answered with a list without a usable ${name}. Try again later.`;
  return new InvalidAnswerError("RESPONSE_MALFORMED", message);
}
