import { onClosedOutput, print } from "../../terminal/terminal.ts";

/** The variable in which `exec` and `ali-use` say until when the session lasts. */
const EXPIRATION = "ALICRED_EXPIRATION";

const MINUTE_MS = 60_000;

/**
 * The time that the session of this shell has left, for a prompt: `41min`, `1h05min`, `2d3h`, `45s`, and `0s` after its
 * end; the empty text without a session.
 */
export function timeLeft(env: Readonly<Record<string, string | undefined>>, nowMs: number): string {
  const until = Date.parse(env[EXPIRATION] ?? "");
  if (Number.isNaN(until)) return "";
  const leftMs = Math.max(0, until - nowMs);
  if (leftMs < MINUTE_MS) return `${Math.floor(leftMs / 1_000)}s`;
  const minutes = Math.floor(leftMs / MINUTE_MS);
  const [hours, days] = [Math.floor(minutes / 60), Math.floor(minutes / 1_440)];
  if (days > 0) return `${days}d${hours % 24}h`;
  return hours > 0 ? `${hours}h${String(minutes % 60).padStart(2, "0")}min` : `${minutes}min`;
}

/** `alicred time`: prints the time left and a line break, or nothing. */
export function timeCommand(): void {
  onClosedOutput(() => process.exit(0));
  const left = timeLeft(process.env, Date.now());
  if (left !== "") print([left]);
}
