import { expect, test } from "vitest";
import { growth, runLoad } from "./load.ts";

test("200 clients leave a cloud no larger after six rounds than after four, and little larger than after one", async () => {
  const { heap, allowed, refused } = await runLoad({ clients: 200, calls: 20, rounds: 6 });
  expect([allowed, refused]).toEqual([24_000, 0]);
  // A round mints 400 sessions and remembers 4,000 nonces: kept, they would be megabytes.
  expect(growth(heap)).toBeLessThan(1.5);
  // At most 16,000 nonces are remembered: with the queries that they came in, they would be eight megabytes.
  expect(Math.max(...heap) - (heap[0] ?? 0)).toBeLessThan(3);
});
