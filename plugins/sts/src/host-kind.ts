/** How near a host is, as far as its name or address tells. */
export type HostKind = "loopback" | "link-local" | "private" | "other";

/**
 * The kind of a host name as `URL` normalises it: shortened, decimal, octal and hexadecimal addresses have become plain
 * ones by then. Names other than `localhost` are "other", for what they lead to may change between two look-ups.
 * Private are RFC 1918 and RFC 4193, section 3.
 */
export function hostKind(hostname: string): HostKind {
  // Of an IPv4 address, also of one mapped into IPv6, the first two parts tell; no name has just two numbers.
  const name = hostname
    .replace(/\.$/, "")
    .replace(/^(\d+\.\d+)\.\d+\.\d+$/, "$1")
    .replace(/^\[::ffff:(\w+):\w+\]$/, (_all, word: string) => {
      const bits = Number.parseInt(word, 16);
      return `${bits >> 8}.${bits & 255}`;
    });
  if (/^(localhost|\[::1\]|127\.\d+)$/.test(name)) return "loopback";
  if (/^(169\.254$|\[fe[89ab]\w:)/.test(name)) return "link-local";
  if (/^((10\.\d+|172\.(1[6-9]|2\d|3[01])|192\.168)$|\[f[cd]\w\w:)/.test(name)) return "private";
  return "other";
}
