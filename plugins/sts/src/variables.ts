import type { Host } from "@alicred/core";

/** A setting, and what it came from: for the trace and for messages. */
export interface Setting {
  readonly value: string;
  readonly from: string;
}

/** The first of these environment variables that is set. White space around a value is dropped; an empty one is unset. */
export function readVariable({ env }: Host, names: readonly string[]): Setting | undefined {
  for (const name of names) {
    const value = env?.(name)?.trim();
    if (value) return { value, from: `environment variable ${name}` };
  }
  return undefined;
}
