import { createHash, createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { nodeDigests } from "../../src/host/node-crypto.ts";

const TEXT = "naïve – 中文 🔑";

it("answers at once, with the digests of node:crypto, in both spellings", () => {
  for (const encoding of ["hex", "base64"] as const) {
    for (const data of ["", TEXT, new TextEncoder().encode(TEXT)])
      expect(nodeDigests.sha256(data, encoding)).toBe(createHash("sha256").update(data).digest(encoding));
    for (const [hash, algorithm] of [
      ["SHA-1", "sha1"],
      ["SHA-256", "sha256"],
    ] as const)
      for (const key of ["k", TEXT, "k".repeat(100), new Uint8Array([0, 255])]) {
        const mac = nodeDigests.hmac(hash, key);
        if (mac instanceof Promise) throw new Error("a promise");
        for (const text of ["", TEXT])
          expect(mac(text, encoding)).toBe(createHmac(algorithm, key).update(text).digest(encoding));
      }
  }
});

it("leaves what is long to a thread", async () => {
  for (const data of ["é".repeat(262_145), new Uint8Array(262_145).fill(7)]) {
    const digest = nodeDigests.sha256(data, "hex");
    expect(digest).toBeInstanceOf(Promise);
    expect(await digest).toBe(createHash("sha256").update(data).digest("hex"));
  }
  expect(nodeDigests.sha256(new Uint8Array(262_144), "hex")).toBeTypeOf("string");
});
