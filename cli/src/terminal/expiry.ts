const UNITS = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["min", 60_000],
  ["s", 1_000],
] as const;

/** An expiry for a person: the instant and how far it is. */
export function describeExpiry(expiration: Date | undefined, nowMs: number): string {
  if (expiration === undefined) return "not known";
  return `${expiration.toISOString()} (in ${describeSpan(expiration.getTime() - nowMs)})`;
}

/** A span for a person, in its two largest units. */
export function describeSpan(spanMs: number): string {
  const parts: string[] = [];
  let restMs = Math.max(0, Math.round(spanMs / 1_000) * 1_000);
  for (const [unit, unitMs] of UNITS) {
    const count = Math.floor(restMs / unitMs);
    restMs -= count * unitMs;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return parts.slice(0, 2).join(" ") || "0 s";
}
