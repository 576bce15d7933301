// bun test ./test/bun.ts
import { test } from "bun:test";
import { cases } from "./cases.ts";

for (const { name, run } of cases) test(name, run);
