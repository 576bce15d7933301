/** How near a host is, as far as its name or address tells. */
export type HostKind = "loopback" | "link-local" | "private" | "other";

// Of each kind: IPv4, IPv6, and IPv4 mapped into IPv6, which `URL` writes in hexadecimal.
const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\]|\[::ffff:7f\w\w:\w+\])$/;
const LINK_LOCAL = /^(169\.254(\.\d+){2}|\[fe[89ab]\w:.+|\[::ffff:a9fe:\w+\])$/;
const PRIVATE =
  /^((10\.\d+|172\.(1[6-9]|2\d|3[01])|192\.168)(\.\d+){2}|\[f[cd]\w\w:.+|\[::ffff:(a\w\w|ac1\w|c0a8):\w+\])$/;

/**
 * The kind of a host name as `URL` normalises it: shortened, decimal, octal and hexadecimal addresses have become plain
 * ones by then. Names other than `localhost` are "other", for what they lead to may change between two look-ups.
 * Private are RFC 1918 and RFC 4193, section 3.
 */
export function hostKind(hostname: string): HostKind {
  const name = hostname.replace(/\.$/, "");
  if (LOOPBACK.test(name)) return "loopback";
  if (LINK_LOCAL.test(name)) return "link-local";
  return PRIVATE.test(name) ? "private" : "other";
}
