// npm run test:soak [-- --seed S] [--days N] [--minutes N] [--report FILE]: a week of virtual time with hundreds of sources and
// troubles, then ten real minutes under load; in both the heap must stay flat.
import { parseArgs } from "node:util";
import { startChecks } from "../../tools/checks.ts";
import { minutesGrowth, runMinutes } from "./minutes.ts";
import { runWeek, weekGrowth } from "./week.ts";

const SOURCES = 300;
const RESOLVERS = 200;
/** The growth of a heap that is allowed, in MiB, from its settled state to the end: 50 bytes kept of each refresh would be more. */
const MOST_GROWTH = 3;
/** Calls that a machine under load may be too slow for: the cloud's time continues while it does something else. */
const MOST_FAILED_SHARE = 0.01;

const { values } = parseArgs({
  options: {
    seed: { type: "string" },
    days: { type: "string", default: "7" },
    minutes: { type: "string", default: "10" },
    report: { type: "string" },
  },
});
const seed = Number(values.seed ?? Math.floor(Math.random() * 1e9));
const [days, minutes] = [Number(values.days), Number(values.minutes)];
if (![seed, days, minutes].every((value) => Number.isSafeInteger(value) && value >= 0)) {
  console.error("--seed, --days and --minutes are whole numbers");
  process.exit(2);
}

const checks = startChecks(values.report);
if (days > 0)
  await checks.check(`${days} virtual days of ${SOURCES} sources`, async () => {
    const { heap, faults, timers, ...counts } = await runWeek({
      seed,
      sources: SOURCES,
      days,
      onDay: (day, mebibytes) => console.log(`  day ${day}: heap ${mebibytes.toFixed(1)} MiB`),
    });
    if (faults.length > 0) throw new Error([`seed ${seed}`, ...faults].join("\n"));
    if (timers > 0) throw new Error(`seed ${seed}: ${timers} timers are left`);
    expectFlat(weekGrowth(heap));
    return `seed ${seed}, ${JSON.stringify(counts)}`;
  });
if (minutes > 0)
  await checks.check(`${minutes} real minutes of ${RESOLVERS} resolvers`, async () => {
    const { heap, expired, failed, calls, requests } = await runMinutes({
      minutes,
      resolvers: RESOLVERS,
      onMinute: (minute, mebibytes) => console.log(`  minute ${minute}: heap ${mebibytes.toFixed(1)} MiB`),
    });
    if (expired > 0) throw new Error(`${expired} calls were served expired credentials`);
    if (failed > calls * MOST_FAILED_SHARE) throw new Error(`${failed} of ${calls} calls failed`);
    expectFlat(minutesGrowth(heap));
    return `${calls} calls, ${requests} requests, ${failed} failed`;
  });
checks.finish();

function expectFlat(growth: number): void {
  if (growth > MOST_GROWTH)
    throw new Error(`the heap grew by ${growth.toFixed(1)} MiB; at most ${MOST_GROWTH}`);
}
