// Runs in Bun: bun entry-bun.ts ORIGIN
import { cases } from "../cases/mod.ts";
import { runCases } from "../cases/run.ts";

const results = await runCases(cases, "bun", process.argv[2] ?? "");
console.log(JSON.stringify({ version: process.versions["bun"], results }));
