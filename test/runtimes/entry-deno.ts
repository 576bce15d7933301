// Runs in Deno: deno run --allow-net=HOST entry-deno.ts ORIGIN
import { cases } from "../cases/mod.ts";
import { runCases } from "../cases/run.ts";

declare const Deno: { readonly args: readonly string[]; readonly version: { readonly deno: string } };

const results = await runCases(cases, "deno", Deno.args[0] ?? "");
console.log(JSON.stringify({ version: Deno.version.deno, results }));
