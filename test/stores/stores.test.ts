import { afterAll, describe, test } from "vitest";
import { cells, stage } from "./cells.ts";
import { memory } from "./rows/memory.ts";
import { startUpstream } from "./upstream.ts";

// A small form of `npm run test:stores`: the store that needs no server, in the situations that need no real time.
const SLOW = ["refresh", "skew"];

const upstream = await startUpstream();
afterAll(upstream.close);

describe("memory", () => {
  for (const { name, run } of cells.filter((cell) => !SLOW.includes(cell.name))) {
    test.concurrent(name, async () => run(await memory.start(), stage(upstream)));
  }
});
