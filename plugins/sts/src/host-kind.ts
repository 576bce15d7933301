/** How near a host is, as far as its name or address tells. */
export type HostKind = "loopback" | "link-local" | "private" | "other";

/**
 * The kind of a host name as `URL` normalises it: shortened, decimal, octal and hexadecimal addresses have become plain
 * ones by then. Names other than `localhost` are "other", for what they lead to may change between two look-ups.
 * Private are RFC 1918 and RFC 4193, section 3.
 */
export function hostKind(hostname: string): HostKind {
  const name = hostname.replace(/\.$/, "");
  if (name === "localhost" || name === "[::1]") return "loopback";
  if (/^\[fe[89ab][0-9a-f]:/.test(name)) return "link-local";
  if (/^\[f[cd][0-9a-f]{2}:/.test(name)) return "private";
  const [a, b] = ipv4(name);
  if (a === 127) return "loopback";
  if (a === 169 && b === 254) return "link-local";
  const isPrivate = a === 10 || (a === 172 && b >= 16 && b < 32) || (a === 192 && b === 168);
  return isPrivate ? "private" : "other";
}

/** The first two parts of an IPv4 address, also of one mapped into IPv6; not numbers for anything else. */
function ipv4(name: string): readonly [number, number] {
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):[0-9a-f]{1,4}\]$/.exec(name)?.[1];
  if (mapped !== undefined) {
    const word = Number.parseInt(mapped, 16);
    return [word >> 8, word & 255];
  }
  const [, a, b] = /^(\d{1,3})\.(\d{1,3})\.\d{1,3}\.\d{1,3}$/.exec(name) ?? [];
  return [Number(a), Number(b)];
}
