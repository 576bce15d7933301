import { timingSafeEqual } from "node:crypto";
import { documentOf, type Served } from "./document.ts";
import type { Reply, Request } from "./http.ts";

/** The methods of a credentials URI. */
export const URI_METHODS = ["GET"] as const;

/** The path of a served identity: the token, because clients send no header, and its name. */
export function uriPath(token: string, name: string): string {
  return `/${token}/${encodeURIComponent(name)}`;
}

/** The route of credentials URIs. Without the token it says nothing about what is served. */
export function uriRoute(
  token: string,
  served: readonly Served[],
  now: () => number,
): (request: Request) => Promise<Reply> {
  return async ({ path }) => {
    const [, given = "", ...names] = path.split("/");
    const [name = ""] = names;
    const found = served.find((each) => encodeURIComponent(each.name) === name);
    if (!isSame(given, token) || names.length > 1 || found === undefined) return { status: 404, body: "" };
    return documentOf(found, now());
  };
}

/** Compares in a time that does not tell how much of the token was right. */
function isSame(given: string, token: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(token)];
  return one.length === other.length && timingSafeEqual(one, other);
}
