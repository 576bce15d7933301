import { base } from "./base.ts";
import { clock } from "./clock.ts";
import { credentials } from "./credentials.ts";
import { faults } from "./faults.ts";
import { journal } from "./journal.ts";
import { main } from "./main.ts";
import { people } from "./people.ts";
import { timeline } from "./timeline.ts";

/** The whole script of the page. */
export const script: string = `"use strict";\n(() => {${[base, clock, credentials, timeline, people, faults, journal, main].join("")}})();\n`;
