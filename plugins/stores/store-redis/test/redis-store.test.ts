import { describe, expect, test } from "vitest";
import { testHost } from "../../../../core/test/support/test-host.ts";
import { storeContract } from "../../shared-cache/src/contract.ts";
import {
  type IoredisLike,
  ioredisScripts,
  type NodeRedisLike,
  nodeRedisScripts,
  redisStore,
} from "../src/mod.ts";
import { fakeRedis } from "./fake-redis.ts";

describe("the contract, by ioredis", () => {
  const host = testHost();
  const redis = fakeRedis(host.clock);
  const client: IoredisLike = {
    eval: async (script, count, ...rest) => redis.eval(script, rest.slice(0, count), rest.slice(count)),
  };
  const store = redisStore({ run: ioredisScripts(client) });
  const elapse = (ms: number): Promise<void> => host.clock.advance(ms);
  for (const { name, run } of storeContract({ store, host, elapse })) test(name, run);
});

describe("the contract, by node-redis", () => {
  const host = testHost();
  const redis = fakeRedis(host.clock);
  const client: NodeRedisLike = {
    eval: async (script, { keys, arguments: args }) => redis.eval(script, keys, args),
  };
  const store = redisStore({ run: nodeRedisScripts(client) });
  const elapse = (ms: number): Promise<void> => host.clock.advance(ms);
  for (const { name, run } of storeContract({ store, host, elapse })) test(name, run);
});

test("both keys of an id are in one slot, below the prefix", async () => {
  const host = testHost();
  const redis = fakeRedis(host.clock);
  const store = redisStore({
    run: async (script, keys, args) => redis.eval(script, keys, args),
    prefix: "team-a:sessions",
  });
  const call = { host, signal: new AbortController().signal };
  await store.lease("0123", "f", 1_000, call);
  await store.write("0123", "f", "value", 1_000, call);
  expect([...redis.keys]).toEqual(["team-a:sessions:{0123}:lease", "team-a:sessions:{0123}:value"]);
});

test.each([
  ["nothing", null],
  ["a list of nothing", []],
  ["a key that does not expire", ["value", -1]],
  ["a value that is no text", [1, 1_000]],
])("%s counts as no value", async (_what, reply) => {
  const store = redisStore({ run: async () => reply });
  const call = { host: testHost(), signal: new AbortController().signal };
  expect(await store.read("0123", call)).toBeUndefined();
});

test.each([{ run: "eval" }, { run: async () => 1, prefix: "{a}" }, { run: async () => 1, prefix: "" }])(
  "invalid options are refused: %j",
  (options) => {
    expect(() => redisStore(options as never)).toThrow(expect.objectContaining({ code: "INVALID_OPTION" }));
  },
);
