// Runs in Node, through tsx: node --import tsx entry-node.ts ORIGIN
import { cases } from "../cases/mod.ts";
import { runCases } from "../cases/run.ts";

const results = await runCases(cases, "node", process.argv[2] ?? "");
console.log(JSON.stringify({ version: process.versions.node, results }));
