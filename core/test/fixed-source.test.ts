import { describe, expect, it } from "vitest";
import { randomFraction } from "../src/host.ts";
import { createContext, fixedSource, InvalidAnswerError } from "../src/mod.ts";
import { hostWithFraction, testHost } from "./support/test-host.ts";

describe("a fixed source", () => {
  it("answers with the same snapshot each time, and says where each part came from", async () => {
    const init = { accessKeyId: "a", accessKeySecret: "b", securityToken: "c" };
    const source = fixedSource(init, (part) => `argument ${part}`);
    const context = createContext({ host: testHost(), signal: new AbortController().signal });
    const [first, second] = [await source.resolve(context), await source.resolve(context)];
    expect(first).toEqual(second);
    expect(first).toMatchObject({ outcome: "credentials", credentials: init });
    expect(context.notes.supplied.slice(0, 3)).toEqual([
      { part: "accessKeyId", from: "argument accessKeyId" },
      { part: "accessKeySecret", from: "argument accessKeySecret" },
      { part: "securityToken", from: "argument securityToken" },
    ]);
  });

  it("does not mention a missing token", async () => {
    const context = createContext({ host: testHost(), signal: new AbortController().signal });
    await fixedSource({ accessKeyId: "a", accessKeySecret: "b" }, String).resolve(context);
    expect(context.notes.supplied.map(({ part }) => part)).toEqual(["accessKeyId", "accessKeySecret"]);
  });

  it("refuses incomplete parts when it is made", () => {
    expect(() => fixedSource({ accessKeyId: "a", accessKeySecret: "" }, String)).toThrow(InvalidAnswerError);
  });
});

describe("a random fraction", () => {
  it("spreads the host's bytes over [0, 1)", () => {
    expect(randomFraction(hostWithFraction(0))).toBe(0);
    expect(randomFraction(hostWithFraction(0.25))).toBe(0.25);
    const allOnes = { ...testHost(), random: (length: number) => new Uint8Array(length).fill(255) };
    expect(randomFraction(allOnes)).toBeLessThan(1);
    expect(randomFraction(allOnes)).toBeGreaterThan(0.9999);
    const host = testHost({ seed: 7 });
    const tenths = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 10_000; i++) {
      const tenth = Math.floor(randomFraction(host) * 10);
      tenths[tenth] = (tenths[tenth] ?? 0) + 1;
    }
    expect(Math.min(...tenths)).toBeGreaterThan(850);
    expect(Math.max(...tenths)).toBeLessThan(1150);
  });
});
