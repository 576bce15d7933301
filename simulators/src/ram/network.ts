/** Whether an IPv4 address is in a network such as `10.0.0.0/8`, or is the address given instead of one. */
export function isInNetwork(address: string, network: string): boolean {
  const [head = "", length = "32"] = network.split("/", 2);
  const own = bitsOf(address);
  const other = bitsOf(head);
  const hostBits = 32 - Number(length);
  if (own === undefined || other === undefined || !/^\d{1,2}$/.test(length) || hostBits < 0) return false;
  // No shifts: they count bits modulo 32.
  return Math.floor(own / 2 ** hostBits) === Math.floor(other / 2 ** hostBits);
}

function bitsOf(address: string): number | undefined {
  const parts = address.split(".");
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) < 256))
    return undefined;
  return parts.reduce((bits, part) => bits * 256 + Number(part), 0);
}
