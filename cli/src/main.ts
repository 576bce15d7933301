#!/usr/bin/env node
import { endSoon } from "./end.ts";
import { createProgram } from "./program.ts";

await createProgram().parseAsync();
endSoon();
