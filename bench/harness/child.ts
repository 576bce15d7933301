// One scenario of the suite for one subject, in a process of its own: node --import tsx child.ts SCENARIO SUBJECT [quick].
// Prints its rows as one line of JSON.
import { spawn } from "node:child_process";
import { SCENARIOS } from "../../cli/src/commands/bench/suite/mod.ts";
import { runScenario } from "../../cli/src/commands/bench/suite/scenario.ts";
import { CONTENDERS } from "../subjects/mod.ts";
import { serveUpstream } from "./serve-upstream.ts";

const [scenarioName = "", subjectName = "", length] = process.argv.slice(2);
const scenario = SCENARIOS.find(({ name }) => name === scenarioName);
const load = CONTENDERS[subjectName];
if (scenario === undefined || load === undefined) throw new Error(`no ${scenarioName} of ${subjectName}`);

/** Another process stops this one, and lets it run again. */
function freeze(ms: number): Promise<void> {
  const script = `kill -STOP ${process.pid}; sleep ${ms / 1000}; kill -CONT ${process.pid}`;
  const child = spawn("sh", ["-c", script], { stdio: "ignore" });
  return new Promise((resolve) => child.on("close", () => resolve()));
}

// Calls that hang reject when their connections are closed; nobody waits for them any longer.
process.on("unhandledRejection", () => undefined);
const rows = await runScenario(scenario, await load(), {
  quick: length === "quick",
  serve: serveUpstream,
  freeze,
});
process.stdout.write(`${JSON.stringify(rows)}\n`, () => process.exit());
