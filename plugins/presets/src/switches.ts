import type { Host } from "@alicred/core";

/** Whether a switch of the official SDKs is on: any spelling of `true`. */
export function isOn({ env }: Host, variable: string): boolean {
  return env?.(variable)?.trim().toLowerCase() === "true";
}
