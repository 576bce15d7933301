// The subjects by the name of their file and export, loaded one at a time: a process loads only the library that it measures.
import type { Contender } from "../harness/peer.ts";

/** In the order of the tables: floors, alicred, peers. */
export const CONTENDERS: Readonly<Record<string, () => Promise<Contender>>> = {
  floor: async () => (await import("./floor.ts")).floor,
  "floor-with-clock": async () => (await import("./floor.ts")).floorWithClock,
  alicred: async () => (await import("./alicred.ts")).alicred,
  "alicred-events": async () => (await import("./alicred.ts")).alicredWithEvents,
  "alicred-uri": async () => (await import("./alicred.ts")).alicredUri,
  "alicred-shared": async () => (await import("./alicred.ts")).alicredShared,
  smithy: async () => (await import("./smithy.ts")).smithy,
  azure: async () => (await import("./azure.ts")).azure,
  aws: async () => (await import("./aws.ts")).aws,
  google: async () => (await import("./google.ts")).google,
  alicloud: async () => (await import("./alicloud.ts")).alicloudUri,
  "alicloud-static": async () => (await import("./alicloud.ts")).alicloudStatic,
};
