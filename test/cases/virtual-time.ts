import { type Cloud, simulateCloud } from "@alicred/simulators";
import type { RuntimeCase } from "./case.ts";

const utf8 = new TextEncoder();

/** Time that is moved beside a call, with nothing in between, waits for what the call still does at its instant. */
export const virtualTimeCases: readonly RuntimeCase[] = [
  {
    name: "virtual time: advance beside a call does not outrun it",
    async run(t) {
      const cloud = simulateCloud();
      const startMs = cloud.clock.now();
      const calling = threeCalls(cloud);
      await cloud.advance("1h");
      t.equal(cloud.clock.now() - startMs, 3_600_000, "what advance moved");
      t.equal((await calling) - startMs, 0, "when the calls were done");
    },
  },
  {
    name: "virtual time: each timer on the way has its calls at its own instant",
    async run(t) {
      const cloud = simulateCloud();
      const startMs = cloud.clock.now();
      const done: number[] = [];
      void (async () => {
        for (;;) {
          await cloud.clock.sleep(1000);
          done.push((await threeCalls(cloud)) - startMs);
        }
      })();
      await cloud.advance("3s");
      t.equal(done.join(), "1000,2000,3000", "when the calls of each second were done");
    },
  },
];

/** Calls as clients make them: something is hashed, the body of the reply is read. @returns when they were done. */
async function threeCalls(cloud: Cloud): Promise<number> {
  for (let call = 0; call < 3; call++) {
    await crypto.subtle.digest("SHA-256", utf8.encode(`call ${call}`));
    const body = new URLSearchParams({ Action: "GetCallerIdentity", Format: "JSON" });
    const reply = await cloud.fetch("https://sts.aliyuncs.com/", { method: "POST", body });
    await reply.json();
  }
  return cloud.clock.now();
}
