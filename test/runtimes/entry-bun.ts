// Runs in Bun: bun entry-bun.ts ORIGIN HOME
import { nodeHost } from "@alicred/core/host/node";
import { cases } from "../cases/mod.ts";
import { runCases } from "../cases/run.ts";

const [, , origin = "", homeDirectory = ""] = process.argv;
const results = await runCases(cases, "bun", origin, nodeHost({ homeDirectory, env: {} }));
console.log(JSON.stringify({ version: process.versions["bun"], results }));
