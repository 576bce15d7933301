import { describe, expect, it } from "vitest";
import { randomFraction } from "../src/host.ts";
import { hostWithFraction, testHost } from "./support/test-host.ts";

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

  it("is the host's own where that has one", () => {
    const random = (): never => {
      throw new Error("no bytes are needed");
    };
    expect(randomFraction({ ...testHost(), random, jitter: () => 0.75 })).toBe(0.75);
    expect(randomFraction({ ...hostWithFraction(0.5), jitter: () => 0 })).toBe(0);
  });
});
