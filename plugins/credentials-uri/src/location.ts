import { ConfigurationError } from "@alicred/core";
import { hostKind, type Setting } from "@alicred/sts";

/** Name of the source, in provenance, trace and errors. */
export const NAME = "credentials-uri";

/** Where the document is. */
export type Location =
  | { readonly url: string; readonly origin: string }
  /** The path of a file. */
  | { readonly path: string };

/**
 * Reads a URI or a path. Messages say what is wrong and where it came from, and quote of it the host at most: path, query
 * and user may be secret.
 *
 * @param allowedHosts may be asked over plain HTTP although they are not near
 * @throws {ConfigurationError} `INVALID_CONFIGURATION`
 */
export function parseLocation({ value, from }: Setting, allowedHosts: readonly string[]): Location {
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(value)?.[1]?.toLowerCase();
  // The drive of a Windows path has one letter.
  if (scheme === undefined) return { path: value };
  if (!/^(https?|file)$/.test(scheme))
    throw unusable(
      `${from} is neither an https:, http: or file: URI nor a path`,
      "Write the scheme before the host.",
    );
  if (!URL.canParse(value)) throw unusable(`${from} is not a valid URI`, "Check host and port.");
  const url = new URL(value);
  if (scheme === "file") {
    if (url.hostname !== "") throw unusable(`${from} names a file of another machine`, "Write file:///path.");
    return { path: decodePath(url.pathname, from) };
  }
  if (url.username !== "" || url.password !== "")
    throw unusable(
      `${from} has a user or password in it`,
      "Leave them out, and give an authorization token instead.",
    );
  url.hash = "";
  const { hostname, origin, href } = url;
  if (scheme === "http" && hostKind(hostname) === "other" && !isAllowed(hostname, allowedHosts)) {
    throw unusable(
      `${from} would fetch credentials from ${hostname} unencrypted`,
      `Plain http: is for loopback, link-local and private addresses (127.0.0.0/8, 169.254.0.0/16, 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, ::1, fe80::/10, fc00::/7) and localhost. Use https:, or, when the way to this host is safe, name it in allowedHosts or ALICRED_CREDENTIALS_URI_ALLOWED_HOSTS.`,
    );
  }
  return { url: href, origin };
}

/** Compares hosts in the spelling that `URL` gives them. */
function isAllowed(hostname: string, allowedHosts: readonly string[]): boolean {
  return allowedHosts.some((host) => {
    const address = `http://${host.trim()}/`;
    return URL.canParse(address) && new URL(address).href === `http://${hostname}/`;
  });
}

function decodePath(pathname: string, from: string): string {
  try {
    return decodeURIComponent(pathname).replace(/^\/(?=[a-z]:)/i, "");
  } catch {
    throw unusable(`${from} is not a valid URI`, "Check the percent signs in its path.");
  }
}

function unusable(what: string, remedy: string): ConfigurationError {
  return new ConfigurationError("INVALID_CONFIGURATION", `${what}. ${remedy}`, { source: NAME });
}
