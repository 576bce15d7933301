import { describe, expect, it } from "vitest";
import { declaration, fields, firstCells, literals, properties } from "../../test/readme-tables.ts";

const README = new URL("../README.md", import.meta.url);
const source = (path: string): URL => new URL(`../src/${path}`, import.meta.url);

describe("the README lists", () => {
  it("every code", async () => {
    const codes = literals(await declaration(source("error-codes.ts"), "KernelCode"));
    expect(codes).toContain("NOT_CONFIGURED");
    expect(await firstCells(README, "code")).toEqual(codes);
  });

  it("every event", async () => {
    const steps = properties(await declaration(source("events.ts"), "Step"));
    const types = steps.filter(({ key }) => key?.name === "type").flatMap(literals);
    expect(types).toContain("refresh-start");
    expect(await firstCells(README, "`type`")).toEqual(types);
  });

  it("every field of the policy", async () => {
    const names = await fields(source("refresh/policy.ts"), "RefreshPolicy");
    expect(names).toContain("host");
    expect(await firstCells(README, "`RefreshPolicy`")).toEqual(names);
  });

  it("every option of a call", async () => {
    const names = await fields(source("refresh/policy.ts"), "GetOptions");
    expect(names).toContain("signal");
    expect(await firstCells(README, "`get` option")).toEqual(names);
  });
});
