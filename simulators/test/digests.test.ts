import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { createPortableDigests } from "../src/cloud/rpc/digests.ts";
import { createDigests, createNativeDigests } from "../src/cloud/rpc/native-digests.ts";

const texts = ["", "a", "GET&%2F&", "x".repeat(10_000), "密钥 \u{1F511}", "half a pair: \uD83D", "\0\u007F"];
const utf8 = new TextEncoder();

describe.each([
  ["native", createNativeDigests()],
  ["portable", createPortableDigests()],
  ["chosen", createDigests()],
])("%s digests", (_, digests) => {
  it.each(texts)("hash %j as UTF-8", (text) => {
    const bytes = utf8.encode(text);
    const expected = createHash("sha256").update(bytes).digest("hex");
    expect(digests?.sha256(text)).toBe(expected);
    expect(digests?.sha256(bytes)).toBe(expected);
  });

  it("authenticate every text under every key, again and again", () => {
    for (const key of [...texts, ...texts])
      for (const text of texts) {
        const mac = (algorithm: string): ReturnType<typeof createHmac> =>
          createHmac(algorithm, utf8.encode(key)).update(utf8.encode(text));
        expect(digests?.hmacSha256(key, text)).toBe(mac("sha256").digest("hex"));
        expect(digests?.hmacSha1(key, text)).toBe(mac("sha1").digest("base64"));
      }
  });

  it("stay right over more keys than are kept", () => {
    for (let i = 0; i < 250; i++)
      expect(digests?.hmacSha1(`key ${i % 120}`, "text")).toBe(
        createHmac("sha1", `key ${i % 120}`)
          .update("text")
          .digest("base64"),
      );
  });
});
