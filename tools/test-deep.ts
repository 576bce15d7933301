// The tests that take hours: `npm run test:deep [-- --only NAME,…] [--bail]`. Every part is a command of its own, too.
import { parseArgs } from "node:util";
import { runParts, toolPart } from "./parts.ts";

const parts = [
  toolPart("security", "test/security/main.ts"),
  toolPart("fuzz", "test/fuzz/main.ts", "--seconds", "1800"),
  toolPart("stores", "test/stores/main.ts"),
  toolPart("windows", "test/windows/main.ts"),
  toolPart("soak", "test/soak/main.ts"),
  { name: "load", command: ["tsx", "test/load/main.ts", "100000"] as const },
  toolPart("mutation", "tools/mutation/main.ts"),
];

const { values } = parseArgs({
  options: { only: { type: "string" }, bail: { type: "boolean", default: false } },
});
const names = values.only?.split(",") ?? parts.map(({ name }) => name);
const unknown = names.find((name) => !parts.some((part) => part.name === name));
if (unknown !== undefined) {
  console.error(`no part ${unknown}; there are: ${parts.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
await runParts(
  parts.filter(({ name }) => names.includes(name)).map((part) => [part]),
  { bail: values.bail },
);
