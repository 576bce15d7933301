// Does what the pod of sidecar.yaml does: starts the sidecar, waits for its file, and runs the program with it alone.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream, existsSync, statSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const file = "sidecar.env";
const sidecar = spawn("alicred", ["serve", "--print-env", "dotenv"], { stdio: ["ignore", "pipe", "ignore"] });
sidecar.stdout.pipe(createWriteStream(file));
while (!existsSync(file) || statSync(file).size === 0) await pause(50);

const { PATH, OSS_ENDPOINT } = process.env;
const app = spawn("node", [`--env-file=${file}`, "app.js"], {
  stdio: "inherit",
  env: { PATH, OSS_ENDPOINT },
});
[process.exitCode] = await once(app, "exit");
sidecar.kill();
