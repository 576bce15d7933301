import { expect, test } from "vitest";
import { fields, firstCells } from "../../../../test/readme-tables.ts";

const README = new URL("../README.md", import.meta.url);

test.each([
  ["redisStore", "RedisStoreOptions", "redis-store.ts"],
  ["upstashStore", "UpstashStoreOptions", "upstash.ts"],
])("the README lists the options of %s", async (factory, type, file) => {
  const names = await fields(new URL(`../src/${file}`, import.meta.url), type);
  expect(await firstCells(README, `\`${factory}\``)).toEqual(names);
});
