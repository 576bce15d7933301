// tsx --test test/node.ts; from Node 22.18 on: node --test test/node.ts
import { test } from "node:test";
import { cases } from "./cases.ts";

for (const { name, run } of cases) test(name, run);
