// `cycle-program.ts LOG`: notes in LOG that it was started, then asks the library for what its own command prints.
import { appendFileSync } from "node:fs";
import process from "node:process";
import { refreshing } from "@alicred/core";
import { nodeHost } from "@alicred/core/host/node";
import { external } from "@alicred/external";

const [log = ""] = process.argv.slice(2);
appendFileSync(log, "started\n");
// Without a guard the chain would still end.
if (process.env["LEVELS"] === "xxxx") process.exit(9);
process.env["LEVELS"] = `${process.env["LEVELS"] ?? ""}x`;
const command = [process.execPath, "--import", "tsx", ...process.argv.slice(1)] as const;
const source = external({ command: [command[0], ...command.slice(1)] });
await refreshing(source, { host: nodeHost() })
  .get()
  .catch((error) => {
    appendFileSync(log, `${error.code}\n`);
    process.exitCode = 1;
  });
