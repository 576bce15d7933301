// The contract of the store, checked in Deno: deno run --unstable-kv contract-deno.ts PATH; prints the outcomes as JSON.
import { denoHost } from "@alicred/core/host/deno";
import { storeContract } from "@alicred/shared-cache/contract";
import { denoKvStore } from "../src/mod.ts";
import { openKv } from "./open-kv.ts";

const [first, second] = [await openKv(), await openKv()];
const checks = storeContract({
  store: denoKvStore({ kv: first }),
  other: denoKvStore({ kv: second }),
  host: denoHost(),
});
const outcomes = checks.map(async ({ name, run }) => {
  const outcome = await run().then(() => "passed", String);
  return [name, outcome] as const;
});
console.log(JSON.stringify(Object.fromEntries(await Promise.all(outcomes))));
first.close();
second.close();
