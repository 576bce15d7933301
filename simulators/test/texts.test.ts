import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { byCodePoint, percentEncode } from "../src/cloud/percent.ts";
import { wildcardMatch } from "../src/cloud/ram/conditions.ts";
import { checksum } from "../src/cloud/random.ts";
import { createRandom } from "../src/mod.ts";
import { encode } from "./support/sign.ts";

describe("random texts", () => {
  it("draw every character of an alphabet about as often as any other", () => {
    for (const alphabet of [
      "01",
      "0123456789",
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
    ]) {
      const counts = new Map<string, number>();
      for (const char of createRandom("texts").text(1000 * alphabet.length, alphabet))
        counts.set(char, (counts.get(char) ?? 0) + 1);
      expect([...counts.keys()].sort().join("")).toBe([...alphabet].sort().join(""));
      expect(Math.min(...counts.values())).toBeGreaterThan(850);
      expect(Math.max(...counts.values())).toBeLessThan(1150);
    }
  });

  it("repeat from a saved state, and differ by seed", () => {
    const random = createRandom(7);
    const state = random.state();
    const [text, uuid] = [random.text(300), random.uuid()];
    random.restore(state);
    expect([random.text(300), random.uuid()]).toEqual([text, uuid]);
    expect(createRandom(8).text(300)).not.toBe(text);
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("are checked by sums that change with any one character", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }),
        fc.nat(),
        fc.string({ minLength: 1, maxLength: 1 }),
        (text, at, char) => {
          const place = at % text.length;
          fc.pre(text[place] !== char);
          expect(checksum(text.slice(0, place) + char + text.slice(place + 1))).not.toBe(checksum(text));
        },
      ),
      { seed: 1 },
    );
  });
});

const anyText = fc.string({ unit: "grapheme" });

describe("texts that are signed", () => {
  it("are percent-encoded byte by byte", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(percentEncode(text)).toBe(encode(text));
      }),
      { seed: 2, examples: [["!'()*~-_. +/\u{1F600}"]] },
    );
    expect(percentEncode("a\uD800b")).toBe("a%EF%BF%BDb");
  });

  it("are ordered by their UTF-8 bytes", () => {
    const sign = (a: string, b: string): number => Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    fc.assert(
      fc.property(anyText, anyText, (a, b) => {
        expect(Math.sign(byCodePoint(a, b))).toBe(sign(a, b));
      }),
      {
        seed: 3,
        examples: [
          ["\uFFFD", "\u{1F600}"],
          ["a", "ab"],
          ["\uE000", "\u{10000}"],
        ],
      },
    );
  });
});

describe("wildcards", () => {
  it("match what the same regular expression matches", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", ":", ".") });
    const pattern = fc.string({ unit: fc.constantFrom("a", "b", ":", ".", "*", "?") });
    fc.assert(
      fc.property(text, pattern, (given, wild) => {
        const source = wild.replaceAll(".", "\\.").replaceAll("*", ".*").replaceAll("?", ".");
        expect(wildcardMatch(given, wild)).toBe(new RegExp(`^${source}$`, "s").test(given));
      }),
      { seed: 4, numRuns: 2000 },
    );
  });
});
