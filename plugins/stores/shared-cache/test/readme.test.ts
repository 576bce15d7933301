import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { declaration, fields, firstCells, literals, nodesBelow } from "../../../../test/readme-tables.ts";

const README = new URL("../README.md", import.meta.url);
const source = (path: string): URL => new URL(`../src/${path}`, import.meta.url);

describe("the README lists", () => {
  test("every option", async () => {
    const names = await fields(source("options.ts"), "SharedCacheOptions");
    expect(names).toContain("id");
    expect(await firstCells(README, "option")).toEqual(names);
  });

  test("every case of the contract", async () => {
    expect(await firstCells(README, "of `storeContract`")).toEqual(
      await fields(source("contract.ts"), "StoreCases"),
    );
  });

  test("every outcome of an event", async () => {
    const events = new URL("../../../../core/src/events.ts", import.meta.url);
    const steps = nodesBelow(await declaration(events, "Step")).filter(
      ({ type }) => type === "TSTypeLiteral",
    );
    const step = steps.find((each) => literals(each).includes("store"));
    expect(await firstCells(README, "`outcome`")).toEqual(literals(step).slice(1));
  });

  test("every code", async () => {
    const files = ["shared-cache.ts", "store-client.ts", "visit.ts"];
    const texts = await Promise.all(files.map((file) => readFile(source(file), "utf8")));
    const codes = texts.flatMap((text) => text.match(/(?<=")(?:STORE|LEASE)_[A-Z_]+(?=")/g) ?? []);
    expect((await firstCells(README, "code")).toSorted()).toEqual([...new Set(codes)].toSorted());
  });
});
