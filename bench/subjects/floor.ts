// The floor, which no cache can be cheaper than: a promise of a constant, and the same after one reading of the clock.
import type { Contender } from "../harness/peer.ts";

const constant = { accessKeyId: "LTAI-0", accessKeySecret: "secret" };

export const floor: Contender = {
  name: "floor: async () => constant",
  kind: "floor",
  transport: "in process",
  only: ["hit"],
  create: () => ({ get: async () => constant }),
};

export const floorWithClock: Contender = {
  name: "floor with one clock reading",
  kind: "floor",
  transport: "in process",
  only: ["hit"],
  create: () => ({ get: async () => (Date.now() > 0 ? constant : undefined) }),
};
