// npm run test:fuzz [-- --seconds N] [--target NAME] [--seed S] [--report FILE]: feeds what nobody meant to write to everything that
// reads what others write, and looks for crashes, secrets in what comes out, and what takes too long. Seconds are for all targets.
import { parseArgs } from "node:util";
import { startChecks } from "../../tools/checks.ts";
import { hangFile, saveFault } from "./corpus.ts";
import { fuzz } from "./loop.ts";
import { startCoverage } from "./support/coverage.ts";
import { startWatchdog } from "./support/watchdog.ts";
import { targets } from "./targets.ts";

/** Nothing that is fed may take this long, on any machine. */
const HANG_MS = 60_000;

const { values } = parseArgs({
  options: {
    seconds: { type: "string", default: "120" },
    target: { type: "string", multiple: true },
    seed: { type: "string" },
    report: { type: "string" },
  },
});
const seconds = Number(values.seconds);
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const names = values.target ?? targets.map(({ name }) => name);
const chosen = targets.filter(({ name }) => names.includes(name));
if (!(seconds > 0) || !Number.isSafeInteger(seed) || chosen.length < names.length) {
  console.error(
    `--seconds is a number above 0, --seed a whole one, --target one of ${targets.map(({ name }) => name).join(", ")}`,
  );
  process.exit(2);
}

console.log(`seed ${seed}`);
const coverage = startCoverage();
const checks = startChecks(values.report);
let total = 0;
for (const target of chosen) {
  await checks.check(target.name, async () => {
    const endMs = performance.now() + (seconds * 1000) / chosen.length;
    const watchdog = startWatchdog(hangFile(target.name), HANG_MS);
    const goesOn = (): boolean => performance.now() < endMs;
    const { inputs, farther, faults } = await fuzz(target, { seed, goesOn, coverage, watchdog });
    await watchdog.stop();
    total += inputs;
    const [first] = faults;
    if (first !== undefined) {
      const lines = faults.map(({ input, fault }) => `${saveFault(target.name, input)}\n${fault}`);
      throw new Error(
        `seed ${seed}: ${faults.length} kinds of faults in ${inputs} inputs\n${lines.join("\n")}`,
      );
    }
    return `${inputs} inputs, ${farther} of them reached new code`;
  });
}
coverage.stop();
console.log(`${total} inputs in all`);
checks.finish();
