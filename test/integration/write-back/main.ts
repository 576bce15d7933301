// Write-back at full size, in real processes. Run by `npm run test:write-back`; a small form of it is a unit test.
import { startChecks } from "../../../tools/checks.ts";
import { expectClocks, expectHammer, expectKills, expectLogins, expectRuntimes } from "./expectations.ts";
import { openWorkshop } from "./processes.ts";

const checks = startChecks();
const workshop = await openWorkshop();
try {
  await checks.check("24 processes, 24 profiles, 8 rounds", () => expectHammer(workshop, 24, 8));
  await checks.check("8 processes with 20 callers each on one OAuth profile", () =>
    expectLogins(workshop, 8, 20),
  );
  await checks.check("Node, Deno and Bun at one file", () => expectRuntimes(workshop, 50));
  await checks.check("12 processes with clocks an hour apart", () => expectClocks(workshop, 4, 12));
  await checks.check("200 processes killed in the midst of updates", () => expectKills(workshop, 200, 2));
} finally {
  workshop.close();
}
checks.finish();
