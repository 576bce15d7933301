#!/usr/bin/env node
import { endSoon } from "./command/end.ts";
import { languageOf } from "./command/language-of.ts";
import { createProgram } from "./program.ts";

await createProgram({ language: languageOf(process.argv.slice(2), process.env) }).parseAsync();
endSoon();
