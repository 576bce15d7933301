import type { Miniflare } from "miniflare";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { testHost } from "../../../../core/test/support/test-host.ts";
import { storeContract } from "../../shared-cache/src/contract.ts";
import { cloudflareKv, durableObjectStore } from "../src/mod.ts";
import { startWorker } from "./miniflare.ts";

let worker: Miniflare;

beforeAll(async () => {
  worker = await startWorker("contract-worker.ts");
});

afterAll(() => worker.dispose());

// Made for their names: the checks run in the Worker.
const object = durableObjectStore({ namespace: { idFromName: String, get: () => ({ fetch }) } });
const kv = cloudflareKv({
  namespace: {
    getWithMetadata: async () => ({ value: null, metadata: null }),
    put: async () => undefined,
    delete: async () => undefined,
  },
  store: object,
});

describe.each([object, kv])("$name in workerd", (store) => {
  for (const { name } of storeContract({ store, host: testHost() })) {
    test.concurrent(name, async () => {
      const query = new URLSearchParams({ store: store.name, check: name });
      const reply = await worker.dispatchFetch(`http://worker.test/?${query}`);
      expect(await reply.text()).toBe("passed");
    });
  }
});
