// Runs in Deno: deno run --allow-net=HOST --allow-read=HOME --allow-run=NODE entry-deno.ts ORIGIN HOME
import { denoHost } from "@alicred/core/host/deno";
import { cases } from "../cases/mod.ts";
import { runCases } from "../cases/run.ts";

declare const Deno: { readonly args: readonly string[]; readonly version: { readonly deno: string } };

const [origin = "", homeDirectory = ""] = Deno.args;
const results = await runCases(cases, "deno", origin, denoHost({ homeDirectory }));
console.log(JSON.stringify({ version: Deno.version.deno, results }));
