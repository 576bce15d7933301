// Writes what a seeded run of the simulators gives in Node, for all runtimes to be held to: npx tsx test/runtimes/write-expected-run.ts
import { writeFileSync } from "node:fs";
import { digestsOf } from "../cases/simulated-run/digests-of.ts";
import { runScript } from "../cases/simulated-run/script.ts";

const digests = Object.entries(await digestsOf(await runScript()));
const members = digests.map(([service, digest]) => {
  const name = /^\w+$/.test(service) ? service : JSON.stringify(service);
  return `  ${name}: "${digest}",\n`;
});
writeFileSync(
  new URL("../cases/simulated-run/expected.ts", import.meta.url),
  `/** By service; written by \`npx tsx test/runtimes/write-expected-run.ts\`; run it again after an intended change to the simulators' output. */
export const expected: Readonly<Record<string, string>> = {
${members.join("")}};
`,
);
