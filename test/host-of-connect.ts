/** The host that `Socket.prototype.connect` is asked for, in any of the three ways to call it: (options), (port, host), and Node's own array of these. */
export function hostOfConnect(args: readonly unknown[]): string {
  const [first, second] = Array.isArray(args[0]) ? args[0] : args;
  if (typeof first !== "object" || first === null) return typeof second === "string" ? second : "localhost";
  return "host" in first && typeof first.host === "string" ? first.host : "localhost";
}
