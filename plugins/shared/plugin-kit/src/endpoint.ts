/**
 * Endpoints: their origin, and how near their host is.
 *
 * @module
 */

/** How near a host is, as far as its name or address tells. */
export type HostKind = "loopback" | "private" | "other";

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;
const PRIVATE =
  /^((10\.\d+|172\.(1[6-9]|2\d|3[01])|192\.168|169\.254)(\.\d+){2}|\[f([cd]\w|e[89ab])\w:.+\])$/;

/**
 * The kind of a host name as `URL` normalises it: shortened, decimal, octal and hexadecimal addresses have become plain
 * ones by then. Private are RFC 1918 and RFC 4193, section 3, and link-local addresses. Names other than `localhost` are
 * "other", for what they lead to may change between two look-ups, and so are IPv4 addresses mapped into IPv6.
 */
export function hostKind(hostname: string): HostKind {
  const name = hostname.replace(/\.$/, "");
  return LOOPBACK.test(name) ? "loopback" : PRIVATE.test(name) ? "private" : "other";
}

/** The origin that an endpoint names; `undefined` when it names none, or plain HTTP to another machine. */
export function parseEndpoint(endpoint: string): string | undefined {
  const address = endpoint.includes("://") ? endpoint : `https://${endpoint}`;
  if (!URL.canParse(address)) return undefined;
  const { protocol, origin, hostname, href } = new URL(address);
  const isSafe = protocol === "https:" || (protocol === "http:" && hostKind(hostname) === "loopback");
  return isSafe && href === `${origin}/` ? origin : undefined;
}
