import { describe, test } from "vitest";
import { testHost } from "../../../../core/test/support/test-host.ts";
import { storeContract } from "../src/contract.ts";
import { memoryStore } from "../src/mod.ts";

describe("memory", () => {
  const host = testHost();
  const elapse = (ms: number): Promise<void> => host.clock.advance(ms);
  for (const { name, run } of storeContract({ store: memoryStore(), host, elapse })) test(name, run);
});
