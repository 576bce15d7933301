import { createVirtualClock, simulateCloud } from "@alicred/simulators";
import { serve } from "@alicred/simulators/serve";
import { world } from "../cases/world.ts";
import type { Served } from "./listen.ts";

/** The one server that the cases of every runtime talk to: a simulated cloud whose clock keeps real time. */
export async function startOrigin(): Promise<Served> {
  const clock = createVirtualClock({ startMs: Date.now(), speed: 1 });
  return serve(simulateCloud({ clock, world }));
}
