// npm run test:load [-- CALLS]: 200 clients, with so many calls each, 2,000 by default, and 100,000 for a night.
import { growth, runLoad } from "./load.ts";

const clients = 200;
const total = Number(process.argv[2] ?? 2000);
// A client's nonces and sessions are let go between rounds alone.
const rounds = Math.max(20, Math.ceil(total / 500));
if (!Number.isSafeInteger(total) || total < 20) {
  console.error("the calls of each client are a whole number of at least 20");
  process.exit(2);
}
const startedAt = performance.now();
const { heap, allowed, refused } = await runLoad({
  clients,
  calls: Math.ceil(total / rounds),
  rounds,
  onRound: (mebibytes, done) => console.log(`${done} calls, heap ${mebibytes.toFixed(1)} MiB`),
});
const seconds = (performance.now() - startedAt) / 1000;
console.log(`${allowed} calls in ${seconds.toFixed(0)} s, ${Math.round(allowed / seconds)} a second`);
const grown = growth(heap);
const isFlat = grown < 3 && refused === 0;
console.log(`the heap grew by ${grown.toFixed(1)} MiB in the last third; ${refused} calls were refused`);
console.log(`\n${isFlat ? 1 : 0} passed, ${isFlat ? 0 : 1} failed`);
process.exit(isFlat ? 0 : 1);
