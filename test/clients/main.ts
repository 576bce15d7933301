// The official clients, unmodified, against the simulators at the addresses of the real services, which lead to the
// simulators, or which nothing but a proxy leads to: tsx test/clients/main.ts [--only node,go,python,java,aliyun]
// [--run run.ts|below-alicred.ts]
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { box } from "../../tools/table.ts";
import { ways } from "./client.ts";
import { runHelpers } from "./helpers.ts";
import { createNamespace, missingNamespaces } from "./namespace.ts";
import { productHosts } from "./openapi-modes.ts";
import { languageNames, prepare } from "./prepare.ts";
import { mappedHosts } from "./world.ts";

const runTimeoutMs = 900_000;
const folder = fileURLToPath(new URL("../../build/clients", import.meta.url));
const inCi = process.env["CI"] === "true";

const { values } = parseArgs({ options: { only: { type: "string" }, run: { type: "string" } } });
const only = values.only?.split(",");
const unknown = only?.filter((name) => !languageNames.includes(name)) ?? [];
if (unknown.length > 0) {
  console.error(`--only ${values.only}: the languages are ${languageNames.join(", ")}`);
  process.exit(2);
}
const absent = await missingNamespaces();
if (absent !== undefined) {
  console.error(box(["THE OFFICIAL CLIENTS ARE NOT TESTED on this machine", absent]).join("\n"));
  process.exit(inCi ? 1 : 0);
}

await mkdir(folder, { recursive: true });
const plan = await prepare(folder, only);
await writeFile(join(folder, "plan.json"), JSON.stringify(plan));
const runs = [
  ...ways.map((way) => ({ file: "run.ts", way })),
  // The clients below the command, which gives them their credentials.
  { file: "below-alicred.ts", way: "names" },
].filter(({ file }) => values.run === undefined || file === values.run);
let code = 0;
for (const { file, way } of runs) {
  const namespace = await createNamespace(way === "names" ? [...mappedHosts(), ...productHosts] : []);
  const stop = (): void => void namespace.remove();
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
  try {
    const program = fileURLToPath(new URL(file, import.meta.url));
    const ended = await namespace.run(
      process.execPath,
      ["--import", "tsx", program, folder, way],
      runTimeoutMs,
    );
    if (ended !== 0) code = ended;
  } finally {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, stop);
    await namespace.remove();
  }
}
const ready = ["go", "java", "python"].filter((name) =>
  plan.clients.some((client) => client.name.startsWith(`${name} `)),
);
const outcomes = values.run === undefined ? await runHelpers(folder, ready) : [];
for (const [name, failure] of outcomes) console.log(`${failure === undefined ? "ok    " : "FAILED"} ${name}`);
const failed = outcomes.flatMap(([, failure]) => (failure === undefined ? [] : [failure]));
for (const failure of failed) console.error(failure);
if (outcomes.length > 0) console.log(`\n${outcomes.length - failed.length} passed, ${failed.length} failed`);
if (failed.length > 0) code = 1;
for (const why of plan.leftOut) console.log(why);
if (plan.missing.length > 0)
  console.error(box(["MISSING CLIENTS: not tested on this machine", ...plan.missing]).join("\n"));
process.exitCode = code !== 0 || (inCi && plan.missing.length > 0) ? 1 : 0;
