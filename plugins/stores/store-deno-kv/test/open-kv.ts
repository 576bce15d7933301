import type { DenoKv } from "../src/mod.ts";

/** The part of Deno's own object that these programs use; its types are not those of this workspace. */
interface DenoGlobal {
  openKv(path: string): Promise<DenoKv & { close(): void }>;
  readonly args: readonly string[];
}

export const deno: DenoGlobal = (globalThis as unknown as { readonly Deno: DenoGlobal }).Deno;

/** Opens the database at the path that this program was given. */
export function openKv(): Promise<DenoKv & { close(): void }> {
  return deno.openKv(deno.args[0] ?? "");
}
