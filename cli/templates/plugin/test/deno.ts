// deno test test/deno.ts
import { cases } from "./cases.ts";

declare const Deno: { test(name: string, run: () => void | Promise<void>): void };

for (const { name, run } of cases) Deno.test(name, run);
